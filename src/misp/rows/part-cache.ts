import { detached } from './detached.ts';

/** A parsed object or list of a row. */
export interface CachedPart {
  /** Its JSON. */
  readonly text: string;
  readonly value: unknown;
  readonly conforms: boolean;
}

/** Characters that were parsed, of all that count here. */
export interface ParseCount {
  characters: number;
}

/** Limits the cached texts, to some hundred events. Their values need up to 40 times the memory. */
const MAX_CHARACTERS = 500_000;

/**
 * Caches objects and lists that repeat, like the event in each of its attributes. A repeated one is neither parsed nor
 * checked.
 */
export class PartCache {
  readonly #conforms: (value: unknown) => boolean;
  readonly #cached = new Map<string, CachedPart>();
  #characters = 0;
  /** Rows of one event are adjacent, and comparing two texts is faster than hashing one. */
  #last: CachedPart | undefined;
  readonly #parsed: ParseCount;

  constructor(conforms: (value: unknown) => boolean, parsed: ParseCount) {
    this.#conforms = conforms;
    this.#parsed = parsed;
  }

  /** @throws SyntaxError if the text is not JSON */
  get(text: string): CachedPart {
    if (this.#last?.text !== text) this.#last = this.#cached.get(text) ?? this.#add(detached(text));
    return this.#last;
  }

  #add(text: string): CachedPart {
    this.#parsed.characters += text.length;
    this.#characters += text.length;
    if (this.#characters > MAX_CHARACTERS) {
      this.#cached.clear();
      this.#characters = text.length;
    }
    const value: unknown = JSON.parse(text);
    const part = { text, value, conforms: this.#conforms(value) };
    this.#cached.set(text, part);
    return part;
  }
}
