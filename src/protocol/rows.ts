import Papa from 'papaparse';
import { replaceAllInPieces } from '../common/replace-all.ts';

/** A search result: field name to value; a list is a multivalue field; a missing key is a null. */
export type Row = Record<string, string | readonly string[]>;

export const MULTIVALUE_PREFIX = '__mv_';

/** Decodes the CSV body of a frame. An empty cell is a null, unless its `__mv_` column has values. */
export function decodeRows(body: string): Row[] {
  if (body === '') return [];
  const { data } = Papa.parse<string[]>(body, { delimiter: ',' });
  const [header, ...lines] = data;
  if (!header) return [];
  const last = lines.at(-1);
  if (last?.length === 1 && last[0] === '' && body.endsWith('\n')) lines.pop();
  return lines.map((cells) => decodeRow(header, cells));
}

/** Encodes values as a cell of a `__mv_` column: `$a$;$b$`. */
export function encodeMultivalue(values: readonly string[]): string {
  return values.map((value) => `$${replaceAllInPieces(value, '$', '$$')}$`).join(';');
}

/** Decodes a cell of a `__mv_` column; undefined if it is not a list. Takes linear time. */
export function decodeMultivalue(text: string): string[] | undefined {
  if (text === '') return undefined;
  const values: string[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const end = text[at] === '$' ? endOfValue(text, at + 1) : -1;
    if (end < 0) return undefined;
    values.push(text.slice(at + 1, end).replaceAll('$$', '$'));
    at = end + 1;
    if (at < text.length && text[at] !== ';') return undefined;
  }
  return values;
}

/** The index of the `$` that ends a value and is not half of a `$$`; -1 when there is none. */
function endOfValue(text: string, start: number): number {
  let at = text.indexOf('$', start);
  while (at >= 0 && text[at + 1] === '$') at = text.indexOf('$', at + 2);
  return at;
}

function decodeRow(header: readonly string[], cells: readonly string[]): Row {
  // Without a prototype, since a field may be named `constructor` or `__proto__`.
  const row = Object.create(null) as Row;
  header.forEach((field, index) => {
    const text = cells[index];
    if (text === undefined || text === '') return;
    if (!field.startsWith(MULTIVALUE_PREFIX)) row[field] ??= text;
    else {
      const values = decodeMultivalue(text);
      if (values) row[field.slice(MULTIVALUE_PREFIX.length)] = values;
    }
  });
  return row;
}

const NEEDS_QUOTES = /[",\r\n]/;

/** Encodes a value as a cell of CSV. */
export function cell(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${replaceAllInPieces(text, '"', '""')}"` : text;
}
