import type { Attribute } from './types.ts';

/** What the outlines of a page share. */
export interface OutlinedPage {
  /** Names of members that are objects or lists. */
  readonly partNames: readonly string[];
  /** Makes the attribute that is in these bytes of the page, without its parts. */
  readonly read: (start: number, end: number) => Attribute;
}

/**
 * A regular row, where it was found; its attribute is made when it is needed. The attributes of a whole page, and of the next one, which is
 * read ahead, would outlive V8's young generation: to collect them took a third of a pull's time.
 */
export class RowOutline {
  readonly id: number;
  readonly #start: number;
  readonly #end: number;
  readonly #parts: readonly unknown[];
  readonly #page: OutlinedPage;

  /** @param parts in the order of their names; undefined where there is none */
  constructor(id: number, start: number, end: number, parts: readonly unknown[], page: OutlinedPage) {
    this.id = id;
    this.#start = start;
    this.#end = end;
    this.#parts = parts;
    this.#page = page;
  }

  /** With the members that are declared, and no others. */
  attribute(): Attribute {
    const { partNames, read } = this.#page;
    const row = read(this.#start, this.#end) as Attribute & Record<string, unknown>;
    for (let index = 0; index < partNames.length; index += 1) {
      const part = this.#parts[index];
      if (part !== undefined) row[partNames[index] ?? ''] = part;
    }
    return row;
  }
}
