import Papa from 'papaparse';

/** A search result: field name to value; a list is a multivalue field; a missing key is a null. */
export type Row = Record<string, string | readonly string[]>;

const MULTIVALUE_PREFIX = '__mv_';

/**
 * Rows as the CSV body of a frame. The columns are the union of the fields of all rows, in order of appearance.
 * A field that has several values in some row gets a second column `__mv_<field>` (`$a$;$b$`, `$` doubled inside),
 * its own column then holds the values joined by newlines, as Splunk's Python SDK writes them.
 * A list of one value is that value; an empty list is a null.
 */
export function encodeRows(rows: readonly Row[]): string {
  const columns = columnsOf(rows);
  if (columns.size === 0) return '';
  let body = '';
  for (const [field, isMultivalue] of columns) {
    if (body !== '') body += ',';
    body += cell(field);
    if (isMultivalue) body += ',' + cell(MULTIVALUE_PREFIX + field);
  }
  body += '\n';
  const only = columns.size === 1;
  for (const row of rows) {
    let line = '';
    let first = true;
    for (const [field, isMultivalue] of columns) {
      if (first) first = false;
      else line += ',';
      const value = row[field];
      if (value === undefined) {
        if (isMultivalue) line += ',';
      } else if (typeof value === 'string') {
        line += cell(value);
        if (isMultivalue) line += ',';
      } else {
        line += value.length === 0 ? '' : cell(value.join('\n'));
        if (isMultivalue) line += value.length > 1 ? ',' + cell(encodeMultivalue(value)) : ',';
      }
    }
    // A blank line is no row to a CSV reader: one empty cell must be written as "".
    body += (only && line === '' ? '""' : line) + '\n';
  }
  return body;
}

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
    if (field.startsWith(MULTIVALUE_PREFIX)) row[field.slice(MULTIVALUE_PREFIX.length)] = decodeMultivalue(text);
    else row[field] ??= text;
  });
  return row;
}

/** Field to "has several values in some row". */
function columnsOf(rows: readonly Row[]): Map<string, boolean> {
  const columns = new Map<string, boolean>();
  for (const row of rows) {
    for (const field in row) {
      const value = row[field];
      const several = typeof value === 'object' && value.length > 1;
      if (several) columns.set(field, true);
      else if (!columns.has(field)) columns.set(field, false);
    }
  }
  return columns;
}

const NEEDS_QUOTES = /[",\r\n]/;

function cell(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
