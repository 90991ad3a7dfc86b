/** A line of a table. A width below zero is of a cell whose text begins at the left. */
export function cells(...columns: readonly (readonly [width: number, cell: string | number])[]): string {
  return columns
    .map(([width, cell]) => (width < 0 ? String(cell).padEnd(-width) : String(cell).padStart(width)))
    .join('');
}
