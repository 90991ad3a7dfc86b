import type { Row } from '../protocol/rows.ts';
import { type Cell, scalarText, type Table } from '../protocol/table.ts';
import { type ColumnLimit, isSplunkField } from './columns.ts';
import { EVENT_ROW_FIELDS } from './event-rows.ts';
import { EVENT_FIELDS, ATTRIBUTE_FIELDS } from './fields.ts';
import type { Cells } from './values.ts';

/** Converts a table to rows without undefined cells. Constants for `_raw` are included, the metadata is not. */
export function cellsOf({ columns, rows, raw }: Table): Cells[] {
  return Array.from(rows, (cells) => {
    const row: Record<string, Cell> = { ...raw?.constants };
    cells.forEach((cell, index) => {
      const column = columns[index];
      if (cell !== undefined && column !== undefined) row[column] = cell;
    });
    return row;
  });
}

/** Fixed fields, which do not count towards the limit of columns. */
const FIXED_FIELDS: ReadonlySet<string> = new Set<string>([
  ...ATTRIBUTE_FIELDS,
  ...EVENT_FIELDS,
  ...EVENT_ROW_FIELDS,
]);

/**
 * The row for a search, without nulls and without fields above the limit. `_raw` has all fields except the time and the
 * metadata, as JSON.
 */
export function rowOf(
  { _time, ...fields }: Cells,
  metadata: Row,
  { prefix, columns }: { readonly prefix: string; readonly columns: ColumnLimit },
): Row {
  const isIncluded = (field: string) =>
    (field.startsWith(prefix) && FIXED_FIELDS.has(field.slice(prefix.length))) ||
    (!isSplunkField(field) && columns.admit(field));
  const row: Row = {};
  if (_time !== undefined && _time !== null) row['_time'] = cellTexts(_time);
  for (const [field, cell] of Object.entries(fields)) {
    if (cell === undefined || cell === null || !isIncluded(field)) continue;
    row[field] = cellTexts(cell);
  }
  return { ...row, ...metadata, _raw: JSON.stringify(fields) };
}

function cellTexts(cell: Exclude<Cell, undefined>): Row[string] {
  return typeof cell === 'object' && cell !== null ? cell.map((one) => scalarText(one)) : scalarText(cell);
}
