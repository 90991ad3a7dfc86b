import Papa from 'papaparse';
import { replaceAllInPieces } from '../common/replace-all.ts';

/** A search result: field name to value; a list is a multivalue field; a missing key is a null. */
export type Row = Record<string, string | readonly string[]>;

export const MULTIVALUE_PREFIX = '__mv_';

/** The rows of a frame's CSV body. Empty cells are nulls, as splunkd means them, unless `__mv_` says otherwise. */
export function decodeRows(body: string): Row[] {
  if (body === '') return [];
  const { data } = Papa.parse<string[]>(body, { delimiter: ',' });
  const [header, ...lines] = data;
  if (!header) return [];
  const last = lines.at(-1);
  if (last?.length === 1 && last[0] === '' && body.endsWith('\n')) lines.pop();
  return lines.map((cells) => decodeRow(header, cells));
}

export function encodeMultivalue(values: readonly string[]): string {
  return values.map((value) => `$${replaceAllInPieces(value, '$', '$$')}$`).join(';');
}

/** Undefined for a text that is no list. Each byte is looked at once or twice, whatever the text. */
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

/** Where the `$` is that ends a value, being no half of a `$$`; -1 when there is none. */
function endOfValue(text: string, start: number): number {
  let at = text.indexOf('$', start);
  while (at >= 0 && text[at + 1] === '$') at = text.indexOf('$', at + 2);
  return at;
}

function decodeRow(header: readonly string[], cells: readonly string[]): Row {
  // No field is one of an object's own before it is set, nor `__proto__` something else than a field.
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

/** A value as a cell of CSV. */
export function cell(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${replaceAllInPieces(text, '"', '""')}"` : text;
}
