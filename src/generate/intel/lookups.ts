import { feedLookup } from '../../intel/feed-names.ts';
import { feeds } from './names.ts';

/**
 * The lookup files that Enterprise Security reads, with a header and no rows: content by path. An upgrade of the app resets
 * them, so the state of the feeds is in other files, which are not in the package.
 */
export function lookupFiles(): readonly (readonly [string, string])[] {
  return feeds.map(
    ([name, feed]) => [`lookups/${feedLookup(name)}.csv`, `${feed.columns.join(',')}\n`] as const,
  );
}
