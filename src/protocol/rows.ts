import Papa from 'papaparse';

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
  return values.map((value) => `$${value.replaceAll('$', '$$$$')}$`).join(';');
}

/** Undefined for a text that is no list. */
export function decodeMultivalue(text: string): string[] | undefined {
  const values = Array.from(text.matchAll(/\$((?:\$\$|[^$])*)\$(?:;|$)/gy), (match) => match[1] ?? '');
  // Each has two `$`, and a `;` between it and the next one.
  const length = values.reduce((sum, value) => sum + value.length + 3, text.endsWith(';') ? 0 : -1);
  return length === text.length ? values.map((value) => value.replaceAll('$$', '$')) : undefined;
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
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
