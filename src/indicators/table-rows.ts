import type { Row } from '../protocol/rows.ts';
import { type Scalar, scalarText, type Table } from '../protocol/table.ts';

/** A table as rows by field; nulls are left out. */
export function tableRows({ columns, rows, constants, raw }: Table): Row[] {
  return rows.map((cells) => {
    const row: Row = { ...raw?.constants, ...constants };
    columns.forEach((column, index) => {
      const cell = cells[index];
      if (cell === undefined || cell === null) return;
      if (typeof cell === 'object') row[column] = cell.map((one: Scalar) => scalarText(one));
      else row[column] = scalarText(cell);
    });
    return row;
  });
}
