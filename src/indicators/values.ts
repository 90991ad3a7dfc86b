import { type Scalar, scalarText } from '../protocol/table.ts';

/** A member of MISP's JSON as a cell; lists and objects as JSON, nothing for what is empty. */
export function cellOf(value: unknown): Scalar | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : (value as Scalar);
}

/** A value that is added to a record: booleans are 1 and 0 there, as searches for the older app expect. */
export function addedText(value: unknown): string {
  return typeof value === 'boolean' ? String(Number(value)) : scalarText(cellOf(value) ?? null);
}
