import type { Row } from '../protocol/rows.ts';
import { type Cell, scalarText, type Table } from '../protocol/table.ts';
import { type Columns, isSplunkField } from './columns.ts';
import { EVENT_ROW_FIELDS } from './event-rows.ts';
import { EVENT_FIELDS, OWN_FIELDS } from './fields.ts';

/** A row before it is text: cells by field. */
export type Cells = Readonly<Record<string, Cell>>;

/** A table as rows, without cells that are none; its constants, which are not MISP's, are left out. */
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

/** Fields that rows always have: there is room for them, whatever else MISP has. */
const ALWAYS: ReadonlySet<string> = new Set<string>([...OWN_FIELDS, ...EVENT_FIELDS, ...EVENT_ROW_FIELDS]);

/**
 * A row as a search has it: nulls are left out, and so is what there is no room for. `_raw` is all but the time and the
 * metadata as JSON.
 */
export function rowOf(
  { _time, ...fields }: Cells,
  metadata: Row,
  { prefix, columns }: { readonly prefix: string; readonly columns: Columns },
): Row {
  const isWanted = (field: string) =>
    (field.startsWith(prefix) && ALWAYS.has(field.slice(prefix.length))) ||
    (!isSplunkField(field) && columns.has(field));
  const row: Row = {};
  if (_time !== undefined && _time !== null) row['_time'] = textsOf(_time);
  for (const [field, cell] of Object.entries(fields)) {
    if (cell === undefined || cell === null || !isWanted(field)) continue;
    row[field] = textsOf(cell);
  }
  return { ...row, ...metadata, _raw: JSON.stringify(fields) };
}

function textsOf(cell: Exclude<Cell, undefined>): Row[string] {
  return typeof cell === 'object' && cell !== null ? cell.map((one) => scalarText(one)) : scalarText(cell);
}
