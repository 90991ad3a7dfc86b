import { type Exchange, type RecordedRow, rowsOf } from './recordings.ts';

type Members = Record<string, unknown>;

/**
 * The attributes that answers of attributes/restSearch and events show, by id; members that only some answers show are
 * taken from wherever they are.
 *
 * @param within attributes as events have them
 */
export function mergedRows(exchanges: readonly Exchange[], within: readonly Members[]): RecordedRow[] {
  const rows = new Map<string, RecordedRow>();
  const all = exchanges.flatMap(({ response }) => rowsOf(response.body) ?? []);
  for (const row of [...all, ...(within as readonly RecordedRow[])]) {
    const known = rows.get(row.id);
    const Event = { ...(known?.['Event'] as Members), ...(row['Event'] as Members) };
    rows.set(row.id, {
      ...known,
      ...row,
      Event,
      Tag: longer(known, row, 'Tag'),
      Sighting: longer(known, row, 'Sighting'),
    });
  }
  return [...rows.values()].sort((a, b) => Number(a.id) - Number(b.id));
}

export function tagsOf(row: Members): Members[] {
  return (row['Tag'] ?? []) as Members[];
}

export function namesOf(tags: readonly Members[]): string[] {
  return [...new Set(tags.map((tag) => String(tag['name'])))];
}

/** The list of whichever shows more. */
function longer(a: Members | undefined, b: Members, member: string): unknown[] {
  const [one, other] = [a?.[member], b[member]].map((list) =>
    Array.isArray(list) ? (list as unknown[]) : [],
  );
  return (one?.length ?? 0) > (other?.length ?? 0) ? (one ?? []) : (other ?? []);
}
