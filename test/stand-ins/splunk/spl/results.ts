import type { Row } from '../../../../src/protocol/rows.ts';

/** What one command of a pipeline hands to the next. A field may be a column without a value in any row. */
export interface Results {
  /** In the order of the columns, each once. */
  readonly fields: readonly string[];
  readonly rows: readonly Row[];
}

export type Cell = Row[string] | undefined;

export const NOTHING: Results = { fields: [], rows: [] };

/** @param first fields that come first, whether or not a row has them */
export function resultsOf(rows: readonly Row[], first: readonly string[] = []): Results {
  const fields = new Set(first);
  for (const row of rows) for (const field in row) fields.add(field);
  return { fields: [...fields], rows };
}

export function together(one: Results, other: Results): Results {
  return {
    fields: [...new Set([...one.fields, ...other.fields])],
    rows: [...one.rows, ...other.rows],
  };
}

/** A list of one value is that value, an empty one a null. */
export function cellOf(values: readonly string[]): Cell {
  return values.length > 1 ? values : values[0];
}

export function valuesOf(cell: Cell): readonly string[] {
  if (cell === undefined) return [];
  return typeof cell === 'string' ? [cell] : cell;
}

/** Undefined for a null; several values are joined by newlines. */
export function textOf(cell: Cell): string | undefined {
  if (cell === undefined || typeof cell === 'string') return cell;
  return cell.length === 0 ? undefined : cell.join('\n');
}

/** Changes a row that nobody else has yet: a null takes the field away. */
export function setCell(row: Row, field: string, cell: Cell): void {
  if (cell !== undefined) row[field] = cell;
  // V8 makes a slow object of one that something is deleted of.
  else if (field in row) Reflect.deleteProperty(row, field);
}

/** The row with one more cell, or with one less when it is a null. */
export function withCell(row: Row, field: string, cell: Cell): Row {
  if (cell !== undefined) return { ...row, [field]: cell };
  if (row[field] === undefined) return row;
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== field));
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

export function looksNumeric(text: string): boolean {
  return NUMBER.test(text);
}
