import { RowOutline } from './row-outline.ts';
import type { Attribute } from './types.ts';

/** Attributes that are created anew for each access. Store one that is needed more than once. */
export class AttributeList implements Iterable<Attribute> {
  readonly #rows: readonly (Attribute | RowOutline)[];

  constructor(rows: readonly (Attribute | RowOutline)[]) {
    this.#rows = rows;
  }

  get length(): number {
    return this.#rows.length;
  }

  slice(start?: number, end?: number): readonly Attribute[] {
    return this.#rows.slice(start, end).map(attributeOf);
  }

  *[Symbol.iterator](): Iterator<Attribute> {
    for (const row of this.#rows) yield attributeOf(row);
  }
}

function attributeOf(row: Attribute | RowOutline): Attribute {
  return row instanceof RowOutline ? row.attribute() : row;
}
