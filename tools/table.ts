import type { Writable } from 'node:stream';
import Table from 'cli-table3';
import type { Row } from '../src/protocol/rows.ts';

/** The most useful columns. --csv and --json have all fields. */
const COLUMNS = [
  { field: '_time', title: '_time', width: 18 },
  { field: 'misp_type', title: 'misp_type', width: 16 },
  { field: 'misp_value', title: 'misp_value', width: 36 },
  { field: 'misp_to_ids', title: 'to_ids', width: 8 },
  { field: 'misp_event_info', title: 'misp_event_info', width: 34 },
  { field: 'misp_tag', title: 'misp_tag', width: 22 },
];
const MAX_ROWS = 30;

/** Prints the first rows as a table. */
export function printTable(rows: readonly Row[], output: Writable, maxRows = MAX_ROWS): void {
  const known = COLUMNS.filter(({ field }) => rows.some((row) => row[field] !== undefined));
  const columns = known.length > 1 ? [...ownColumns(rows), ...known] : otherColumns(rows);
  if (columns.length === 0) {
    output.write('No rows.\n');
    return;
  }
  const table = new Table({
    head: columns.map(({ title }) => title),
    colWidths: columns.map(({ width }) => width),
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows.slice(0, maxRows)) table.push(columns.map(({ field }) => textOf(field, row[field])));
  output.write(`${table.toString()}\n`);
  if (rows.length > maxRows) output.write(`… and ${rows.length - maxRows} more rows.\n`);
}

/** Fields of the records before enrichment. */
function ownColumns(rows: readonly Row[]): typeof COLUMNS {
  const fields = new Set(rows.flatMap((row) => Object.keys(row)));
  return [...fields]
    .filter((field) => !/^(misp_|_)|^(host|source|sourcetype)$/.test(field))
    .slice(0, MAX_OWN_COLUMNS)
    .map((field) => ({ field, title: field, width: 26 }));
}

const MAX_OWN_COLUMNS = 2;

function otherColumns(rows: readonly Row[]): typeof COLUMNS {
  const fields = new Set(rows.flatMap((row) => Object.keys(row)));
  return [...fields].slice(0, 6).map((field) => ({ field, title: field, width: 22 }));
}

function textOf(field: string, value: Row[string] | undefined): string {
  const [first = '', ...more] = [value ?? ''].flat();
  const text =
    field === '_time' && first !== ''
      ? new Date(Number(first) * 1000).toISOString().slice(0, 16).replace('T', ' ')
      : first;
  return `${text.replace(/\s+/g, ' ')}${more.length > 0 ? ` (+${more.length})` : ''}`;
}
