import { cell, encodeMultivalue, MULTIVALUE_PREFIX, type Row } from './rows.ts';

/**
 * Rows in the form in which they are written: cells by position. Rows as objects of forty fields are several times
 * slower to make and to write.
 */
export interface Table {
  /** Names of the fields, each once. */
  readonly columns: readonly string[];
  /** The cells of each row, in the order of `columns`; missing ones at the end are nulls. */
  readonly rows: readonly (readonly Cell[])[];
  /** Fields that have the same value in every row. */
  readonly constants?: Readonly<Record<string, string>>;
  /** A field that holds the other ones as a JSON object, from column `from` on. */
  readonly raw?: { readonly field: string; readonly from: number };
}

export type Scalar = string | number | boolean | null;

/** A list is a multivalue field; undefined is no cell at all, null one that JSON shows. Booleans are True and False. */
export type Cell = Scalar | undefined | readonly Scalar[];

/**
 * A table as the CSV body of a frame. A field that has several values in some row gets a second column `__mv_<field>`
 * (`$a$;$b$`, `$` doubled inside), its own column then holds the values joined by newlines, as Splunk's Python SDK
 * writes them. A list of one value is that value; an empty list is a null.
 */
export function encodeTable(table: Table): string {
  const { columns, rows, raw } = table;
  const constants = Object.entries(table.constants ?? {});
  if (rows.length === 0 || columns.length + constants.length === 0) return '';
  const several = columns.map((_, index) => rows.some((row) => isSeveral(row[index])));
  const keys = columns.map((name) => `${doubled(JSON.stringify(name))}:`);
  const ending = constants.map(([, value]) => `,${cell(value)}`).join('');
  const only = columns.length + constants.length === 1 && !raw && !several[0];
  let body = headerOf(columns, several, constants, raw?.field);
  for (const row of rows) {
    let line = '';
    let json = '';
    for (let index = 0; index < columns.length; index += 1) {
      const value = row[index];
      if (index > 0) line += ',';
      if (typeof value === 'string' && !SPECIAL.test(value)) {
        line += value;
        if (raw && index >= raw.from) json += `,${keys[index] ?? ''}""${value}""`;
      } else {
        if (value !== undefined && value !== null) line += cell(textOf(value));
        if (raw && index >= raw.from && value !== undefined) json += `,${keys[index] ?? ''}${doubled(JSON.stringify(value))}`;
      }
      if (several[index]) line += isSeveral(value) ? `,${cell(encodeMultivalue(value.map(scalarText)))}` : ',';
    }
    if (raw) line += `,"{${json.slice(1)}}"`;
    // A blank line is no row to a CSV reader: one empty cell must be written as "".
    body += only && line === '' ? '""\n' : `${line}${ending}\n`;
  }
  return body;
}

/** Rows as a table; the columns are the union of the fields of all rows, in order of appearance. */
export function tableOf(rows: readonly Row[]): Table {
  const indexes = new Map<string, number>();
  for (const row of rows) {
    for (const field in row) if (!indexes.has(field)) indexes.set(field, indexes.size);
  }
  const columns = [...indexes.keys()];
  return { columns, rows: rows.map((row) => columns.map((column) => row[column])) };
}

/** What needs quotes in CSV or an escape in JSON. */
// eslint-disable-next-line no-control-regex -- Control characters are what JSON escapes.
const SPECIAL = /[",\\\u0000-\u001f]/;

function headerOf(
  columns: readonly string[],
  several: readonly boolean[],
  constants: readonly (readonly [string, string])[],
  raw: string | undefined,
): string {
  const names = columns.flatMap((name, index) => (several[index] ? [name, MULTIVALUE_PREFIX + name] : [name]));
  if (raw !== undefined) names.push(raw);
  return `${[...names, ...constants.map(([name]) => name)].map(cell).join(',')}\n`;
}

function isSeveral(value: Cell): value is readonly Scalar[] {
  return typeof value === 'object' && value !== null && value.length > 1;
}

function textOf(value: Scalar | readonly Scalar[]): string {
  return typeof value === 'object' && value !== null ? value.map(scalarText).join('\n') : scalarText(value);
}

/** Booleans as searches written for the older apps expect them. */
function scalarText(value: Scalar): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return value === null ? '' : String(value);
}

function doubled(text: string): string {
  return text.replaceAll('"', '""');
}
