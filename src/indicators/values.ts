import { type Cell, type Scalar, scalarText } from '../protocol/table.ts';

/** A row with typed cells by field. */
export type Cells = Readonly<Record<string, Cell>>;

/** Converts a member of MISP's JSON to a cell. Lists and objects become JSON, empty values undefined. */
export function cellOf(value: unknown): Scalar | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : (value as Scalar);
}

/** The text of a value that is added to a record. Booleans are 1 and 0, as searches for the older app expect. */
export function enrichmentText(value: unknown): string {
  return typeof value === 'boolean' ? String(Number(value)) : scalarText(cellOf(value) ?? null);
}
