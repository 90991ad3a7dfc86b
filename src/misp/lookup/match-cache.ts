import type { Attribute } from '../rows/types.ts';

/** Overhead of an entry, in characters. */
const ENTRY_CHARACTERS = 100;

/**
 * An LRU cache of the attributes that match a value. Entries larger than the limit are not cached.
 */
export class MatchCache {
  readonly #limit: number;
  readonly #entries = new Map<string, { readonly matches: readonly Attribute[]; readonly size: number }>();
  #size = 0;

  /** @param limit characters of the keys and of the attributes as JSON */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Characters in the cache. */
  get size(): number {
    return this.#size;
  }

  get(key: string): readonly Attribute[] | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.matches;
  }

  set(key: string, matches: readonly Attribute[]): void {
    this.#delete(key);
    const size = ENTRY_CHARACTERS + key.length + charactersOf(matches);
    if (size > this.#limit) return;
    this.#entries.set(key, { matches, size });
    this.#size += size;
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= this.#limit) return;
      this.#delete(oldest);
    }
  }

  #delete(key: string): void {
    this.#size -= this.#entries.get(key)?.size ?? 0;
    this.#entries.delete(key);
  }
}

function charactersOf(matches: readonly Attribute[]): number {
  return matches.reduce((sum, match) => sum + JSON.stringify(match).length, 0);
}
