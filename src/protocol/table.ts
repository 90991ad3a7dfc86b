import type { Row } from './rows.ts';

/** Rows as cells by position. Rows as objects with forty fields are several times slower to create and to write. */
export interface Table {
  /** Distinct names of fields. */
  readonly columns: readonly string[];
  /** The cells of each row in the order of `columns`. Missing cells at the end are nulls. */
  readonly rows: CellRows;
  /** Fields that have the same value in every row. */
  readonly constants?: Readonly<Record<string, string>>;
  /** A field with a JSON object of the columns from index `from` on, and of `constants`, which are fields of every row too. */
  readonly raw?: {
    readonly field: string;
    readonly from: number;
    readonly constants: Readonly<Record<string, string>>;
  };
}

/** Rows to iterate over, like an array of them. */
export interface CellRows extends Iterable<readonly Cell[]> {
  readonly length: number;
  slice(start?: number, end?: number): CellRows;
}

export type Scalar = string | number | boolean | null;

/** A list is a multivalue field. An undefined cell is absent from the JSON, a null is not. Booleans are True and False. */
export type Cell = Scalar | undefined | readonly Scalar[];

/** A table of rows. Its columns are the fields of all rows in the order of their first appearance. */
export function tableOf(rows: readonly Row[]): Table {
  const names = new Set<string>();
  for (const row of rows) for (const field in row) names.add(field);
  const columns = [...names];
  return { columns, rows: new RowCells(rows, columns) };
}

/** The cells of rows, created during iteration: a sparse table has many more cells than values. */
class RowCells implements CellRows {
  readonly #rows: readonly Row[];
  readonly #columns: readonly string[];

  constructor(rows: readonly Row[], columns: readonly string[]) {
    this.#rows = rows;
    this.#columns = columns;
  }

  get length(): number {
    return this.#rows.length;
  }

  slice(start?: number, end?: number): CellRows {
    return new RowCells(this.#rows.slice(start, end), this.#columns);
  }

  *[Symbol.iterator](): Iterator<readonly Cell[]> {
    // A field may be named like an inherited member: `constructor`, `__proto__`.
    for (const row of this.#rows)
      yield this.#columns.map((column) => (Object.hasOwn(row, column) ? row[column] : undefined));
  }
}

/** The text of a value. Booleans are True and False, as searches for the older apps expect. */
export function scalarText(value: Scalar): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return value === null ? '' : String(value);
}
