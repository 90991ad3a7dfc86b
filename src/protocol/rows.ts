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

export function decodeMultivalue(text: string): string[] {
  return Array.from(text.matchAll(/\$((?:\$\$|[^$])*)\$(?:;|$)/g), (match) =>
    (match[1] ?? '').replaceAll('$$', '$'),
  );
}

function decodeRow(header: readonly string[], cells: readonly string[]): Row {
  const row: Row = {};
  header.forEach((field, index) => {
    const text = cells[index];
    if (text === undefined || text === '') return;
    if (field.startsWith(MULTIVALUE_PREFIX))
      row[field.slice(MULTIVALUE_PREFIX.length)] = decodeMultivalue(text);
    else row[field] ??= text;
  });
  return row;
}

const NEEDS_QUOTES = /[",\r\n]/;

/** A value as a cell of CSV. */
export function cell(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
