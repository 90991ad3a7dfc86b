import type { Row } from '../protocol/rows.ts';
import { type Cell, type Scalar, scalarText, type Table } from '../protocol/table.ts';

/** A row before it is text: cells by field. */
export type Cells = Readonly<Record<string, Cell>>;

/** A table as rows; its constants, which are not MISP's, are left out. */
export function cellsOf({ columns, rows, raw }: Table): Cells[] {
  return rows.map((cells) => ({
    ...raw?.constants,
    ...Object.fromEntries(columns.map((column, index) => [column, cells[index]])),
  }));
}

/** A row as a search has it: nulls are left out, and `_raw` is all but the time and the metadata as JSON. */
export function rowOf({ _time, ...fields }: Cells, metadata: Row): Row {
  const row: Row = {};
  for (const [field, cell] of Object.entries({ _time, ...fields })) {
    if (cell === undefined || cell === null) continue;
    row[field] = typeof cell === 'object' ? cell.map((one: Scalar) => scalarText(one)) : scalarText(cell);
  }
  return { ...row, ...metadata, _raw: JSON.stringify(fields) };
}
