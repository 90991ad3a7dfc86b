import { isIdOrUuid } from '../misp/ids.ts';
import type { Row } from '../protocol/rows.ts';

/** Results that make up one event: those with the same value in a column, all where there is no such column. */
export function groupsBy(rows: readonly Row[], column: string): readonly (readonly Row[])[] {
  return [...grouped(rows, (row) => [row[column] ?? ''].flat().join('\n')).values()];
}

/** Rows by a key, in the order in which the keys come. */
export function grouped<K>(rows: readonly Row[], keyOf: (row: Row) => K): ReadonlyMap<K, readonly Row[]> {
  const groups = new Map<K, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = groups.get(key);
    if (known) known.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/** The event that a row is for: what it has in the column, else the parameter itself; undefined for neither id nor uuid. */
export function eventIdOf(row: Row | undefined, parameter: string): string | undefined {
  const text = ([row?.[parameter] ?? parameter].flat()[0] ?? '').trim();
  return isIdOrUuid(text) && !/^0+$/.test(text) ? text.toLowerCase() : undefined;
}
