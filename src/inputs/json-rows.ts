import type { Cell, Table } from '../protocol/table.ts';

/**
 * The rows of a table as JSON, in the form of `_raw` of mispgetioc's rows, without nulls and blanks: in an index a field
 * without a value is none. Yields the first cell, the time, with each.
 */
export function* jsonRows({ columns, rows, raw }: Table): Generator<readonly [time: string, json: string]> {
  const names = columns.map((name) => `${JSON.stringify(name)}:`);
  const end = JSON.stringify(raw?.constants ?? {}).slice(1);
  const from = raw?.from ?? 0;
  for (const row of rows) {
    let json = '{';
    for (let index = from; index < row.length; index += 1) {
      const value = row[index];
      if (value !== undefined && value !== null && value !== '')
        json += `${names[index] ?? ''}${valueOf(value)},`;
    }
    yield [String(row[0]), json + end];
  }
}

/** What a string of JSON cannot hold as it is. */
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

function valueOf(value: NonNullable<Cell>): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return ESCAPED.test(value) ? JSON.stringify(value) : `"${value}"`;
}
