import type { Writable } from 'node:stream';
import { plural } from '../src/common/plural.ts';
import type { Row } from '../src/protocol/rows.ts';
import { columnsThatFit, outputWidth, tableOf } from './table.ts';

export interface RowsToPrint {
  /** A row as lines of field and value. Without it, rows with many fields of which none is known are printed so. */
  readonly asRecords?: boolean;
  /** The most rows; a screen of them when absent. */
  readonly maxRows?: number;
  /** In columns; that of the terminal when absent. */
  readonly width?: number;
}

/** The most useful columns, best first, and what the table calls them. --csv and --json have all fields. */
const COLUMNS: Readonly<Record<string, string>> = {
  _time: '_time',
  misp_type: 'misp_type',
  misp_value: 'misp_value',
  misp_to_ids: 'to_ids',
  misp_event_info: 'misp_event_info',
  misp_tag: 'misp_tag',
};
const MAX_OWN_COLUMNS = 2;
const MAX_TABLE_ROWS = 30;
const MAX_RECORDS = 5;
/** What a column needs to be read: a time, or the beginning of a value. */
const READABLE = 16;

/** Prints rows of a search as a table, or row by row. @returns whether something was left out: rows, fields or texts */
export function printRows(rows: readonly Row[], output: Writable, options: RowsToPrint = {}): boolean {
  if (rows.length === 0) {
    output.write('No rows.\n');
    return false;
  }
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const { width = outputWidth() } = options;
  const columns = columnsOf(fields, width);
  const asRecords =
    options.asRecords ??
    (columns.length === fields.length && fields.length > columnsThatFit(READABLE, width));
  const { maxRows = asRecords ? MAX_RECORDS : MAX_TABLE_ROWS } = options;
  const shown = rows.slice(0, maxRows);
  if (asRecords) output.write(recordsOf(shown, fields, width));
  else output.write(`${rowTable(shown, columns, width)}\n`);
  if (rows.length > maxRows) output.write(`… and ${plural(rows.length - maxRows, 'more row')}.\n`);
  return rows.length > maxRows || (!asRecords && columns.length < fields.length);
}

function rowTable(rows: readonly Row[], columns: readonly string[], width: number): string {
  return tableOf(
    columns.map((field) => COLUMNS[field] ?? field),
    rows.map((row) => columns.map((field) => cellOf(field, row[field]))),
    width,
  );
}

/** Fields of the records that a command was given, then those of MISP; all fields where there are none of MISP's rows. */
function columnsOf(fields: readonly string[], width: number): readonly string[] {
  const known = Object.keys(COLUMNS).filter((field) => fields.includes(field));
  if (known.length < 2) return fields;
  const own = fields.filter((field) => !/^(misp_|_)|^(host|source|sourcetype)$/.test(field));
  return [...own.slice(0, MAX_OWN_COLUMNS), ...known].slice(0, columnsThatFit(READABLE, width));
}

/** A block for each row: a line for each field, and for each further value of a list. */
function recordsOf(rows: readonly Row[], fields: readonly string[], width: number): string {
  const nameWidth = Math.max(...fields.map((field) => field.length));
  const blocks = rows.map((row, index) => {
    const title = `── row ${index + 1} `;
    const lines = fields.flatMap((field) =>
      [row[field] ?? []]
        .flat()
        .flatMap((value) => textOf(field, value).split('\n'))
        .map((text, line) => `${(line === 0 ? field : '').padEnd(nameWidth)}  ${text}`.trimEnd()),
    );
    return [title.padEnd(width, '─'), ...lines, ''].join('\n');
  });
  return blocks.join('');
}

/** The first value in one line, and how many more there are. */
function cellOf(field: string, value: Row[string] | undefined): string {
  const [first = '', ...more] = [value ?? ''].flat();
  const text = textOf(field, first).replace(/\s+/g, ' ');
  return `${text}${more.length > 0 ? ` (+${more.length})` : ''}`;
}

function textOf(field: string, value: string): string {
  if (field !== '_time' || value === '') return value;
  return new Date(Number(value) * 1000).toISOString().slice(0, 16).replace('T', ' ');
}
