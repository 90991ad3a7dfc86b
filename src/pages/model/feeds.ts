import { feedLookup, feedSearch, RECONCILE_SEARCH } from '../../intel/feed-names.ts';
import { FEEDS } from '../../intel/mapping.ts';
import { RestError } from '../splunk/rest-error.ts';
import { entriesOf } from '../splunk/rest.ts';
import { oneshot } from '../splunk/search.ts';
import { INDICATOR_SEARCHES } from './match-searches.ts';
import { type KnownSearch, MAX_SECONDS } from './scheduled-searches.ts';

/** Searches that update a lookup for Enterprise Security, or all of them, in the order of their runs. */
export const FEED_SEARCHES: readonly KnownSearch[] = [
  ...Object.entries(FEEDS).map(([feed, { content }]) => ({
    name: feedSearch(feed),
    content,
    lookup: feedLookup(feed),
  })),
  { name: RECONCILE_SEARCH, content: 'removes what MISP no longer has, from all of these lookups' },
  ...INDICATOR_SEARCHES,
];

/** Number of indicators in each lookup, without placeholder rows. @throws Error with the message of the search */
export async function loadRows(): Promise<ReadonlyMap<string, number>> {
  const count = (lookup: string) =>
    `| inputlookup ${lookup} | search NOT description="MISP has nothing for this feed" ` +
    `| stats count | eval lookup="${lookup}"`;
  const [first = '', ...others] = FEED_SEARCHES.flatMap(({ lookup }) => lookup ?? []).map(count);
  const results = await oneshot(
    [first, ...others.map((search) => `| append [ ${search} ]`)].join(' '),
    '-1m',
    MAX_SECONDS,
  );
  return new Map(results.map((row) => [row['lookup'] ?? '', Number(row['count'])]));
}

/** Undefined when the user may not see that. */
export async function isSecurityInstalled(): Promise<boolean | undefined> {
  try {
    await entriesOf('apps/local/SplunkEnterpriseSecuritySuite', { inApp: false });
    return true;
  } catch (error) {
    return error instanceof RestError && error.status === 404 ? false : undefined;
  }
}
