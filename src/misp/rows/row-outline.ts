import type { Attribute } from './types.ts';

/** Shared by the outlines of a page. */
export interface OutlinedPage {
  /** Names of members that are objects or lists. */
  readonly partNames: readonly string[];
  /** Creates the attribute of these bytes of the page, without its parts. */
  readonly read: (start: number, end: number) => Attribute;
}

/**
 * The position of a row that conforms. Its attribute is created on demand: the attributes of two pages would outlive V8's
 * young generation, and collecting them took a third of the time of a pull.
 */
export class RowOutline {
  readonly id: number;
  readonly #start: number;
  readonly #end: number;
  readonly #parts: readonly unknown[];
  readonly #page: OutlinedPage;

  /** @param parts in the order of `partNames`; undefined for an absent part */
  constructor(id: number, start: number, end: number, parts: readonly unknown[], page: OutlinedPage) {
    this.id = id;
    this.#start = start;
    this.#end = end;
    this.#parts = parts;
    this.#page = page;
  }

  /** Creates the attribute, with declared members only. */
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
