import type { Attribute } from '../rows/types.ts';

/** What a remembered value costs beside its text, in characters. */
const ENTRY = 100;

/**
 * What was found for values, as far as it fits: the longest unused gives way. A value with more than fits is not
 * remembered.
 */
export class MatchCache {
  readonly #limit: number;
  readonly #known = new Map<string, { readonly matches: readonly Attribute[]; readonly size: number }>();
  #size = 0;

  /** @param limit characters of the keys, and of the attributes as JSON */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Characters remembered. */
  get size(): number {
    return this.#size;
  }

  get(key: string): readonly Attribute[] | undefined {
    const known = this.#known.get(key);
    if (!known) return undefined;
    this.#known.delete(key);
    this.#known.set(key, known);
    return known.matches;
  }

  set(key: string, matches: readonly Attribute[]): void {
    this.#forget(key);
    const size = ENTRY + key.length + sizeOf(matches);
    if (size > this.#limit) return;
    this.#known.set(key, { matches, size });
    this.#size += size;
    for (const oldest of this.#known.keys()) {
      if (this.#size <= this.#limit) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#size -= this.#known.get(key)?.size ?? 0;
    this.#known.delete(key);
  }
}

function sizeOf(matches: readonly Attribute[]): number {
  return matches.reduce((sum, match) => sum + JSON.stringify(match).length, 0);
}
