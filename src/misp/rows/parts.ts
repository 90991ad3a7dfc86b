import { detached } from './detached.ts';

/** An object or a list of a row. */
export interface KnownPart {
  /** The JSON that it was made of. */
  readonly text: string;
  readonly value: unknown;
  readonly isRegular: boolean;
}

/** Of the texts that are kept: those of some hundred events. Their values take 40 times as many bytes at most. */
const MAX_CHARACTERS = 500_000;

/**
 * Objects and lists that come again and again, as an event does in each of its attributes: what comes once more is
 * neither parsed nor checked.
 */
export class Parts {
  readonly #isRegular: (value: unknown) => boolean;
  readonly #known = new Map<string, KnownPart>();
  #characters = 0;
  /** The rows of an event come one after the other, and to compare two texts is faster than to hash one. */
  #last: KnownPart | undefined;
  /** Characters that were parsed, ever. */
  parsed = 0;

  constructor(isRegular: (value: unknown) => boolean) {
    this.#isRegular = isRegular;
  }

  /** @throws SyntaxError for what is no JSON */
  of(text: string): KnownPart {
    if (this.#last?.text !== text) this.#last = this.#known.get(text) ?? this.#add(detached(text));
    return this.#last;
  }

  #add(text: string): KnownPart {
    this.parsed += text.length;
    this.#characters += text.length;
    if (this.#characters > MAX_CHARACTERS) {
      this.#known.clear();
      this.#characters = text.length;
    }
    const value: unknown = JSON.parse(text);
    const part = { text, value, isRegular: this.#isRegular(value) };
    this.#known.set(text, part);
    return part;
  }
}
