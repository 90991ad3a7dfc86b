import Table from 'cli-table3';
import stringWidth from 'string-width';

/** Columns of a pipe or file, which has no width of its own. */
const WIDTH_WITHOUT_TERMINAL = 120;
/** Fewer columns than this say nothing of a value. */
const MIN_CELL = 6;
/** A border, and a blank on each side. */
const AROUND_CELL = 3;

export type Cell = string | number;

/** A table as text. The widest columns are cut until it fits. @param width in columns of the terminal */
export function tableOf(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  width = outputWidth(),
): string {
  const natural = head.map((title, column) =>
    Math.max(...[title, ...rows.map((row) => row[column] ?? '')].map((cell) => stringWidth(String(cell)))),
  );
  const widest = capFor(natural, width - 1 - AROUND_CELL * head.length);
  const table = new Table({
    head: [...head],
    colWidths: natural.map((own) => Math.min(own, widest) + AROUND_CELL - 1),
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push([...row]);
  return table.toString();
}

/** How many columns fit side by side, with something to read in each. */
export function columnsThatFit(readable: number, width: number): number {
  return Math.max(1, Math.floor((width - 1) / (readable + AROUND_CELL)));
}

/** The width of the terminal, or of `COLUMNS`. */
export function outputWidth(): number {
  const { columns } = process.stdout as { columns?: number };
  return columns ?? (Number(process.env['COLUMNS']) || WIDTH_WITHOUT_TERMINAL);
}

/** The greatest width of a cell by which all columns fit into the available width. */
function capFor(natural: readonly number[], available: number): number {
  let cap = Math.max(MIN_CELL, ...natural);
  const total = () => natural.reduce((sum, own) => sum + Math.min(own, cap), 0);
  while (cap > MIN_CELL && total() > available) cap -= 1;
  return cap;
}
