import { feedLookup } from '../../intel/feed-names.ts';
import { feeds } from './names.ts';

/**
 * The lookup files that Enterprise Security reads, with their headers and no rows: path to content. An upgrade of the app
 * puts them back to this, so what feeds know is in other files, which the package does not carry.
 */
export function lookupFiles(): readonly (readonly [string, string])[] {
  return feeds.map(
    ([name, feed]) => [`lookups/${feedLookup(name)}.csv`, `${feed.columns.join(',')}\n`] as const,
  );
}
