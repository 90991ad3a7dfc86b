import { feeds, lookupOf, stateColumns, stateOf } from './names.ts';

/** The lookup files, with their headers and no rows: path to content. */
export function lookupFiles(): readonly (readonly [string, string])[] {
  return feeds.flatMap(([name, feed]) => [
    [`lookups/${lookupOf(name)}.csv`, `${feed.columns.join(',')}\n`] as const,
    [`lookups/${stateOf(name)}.csv`, `${stateColumns(feed).join(',')}\n`] as const,
  ]);
}
