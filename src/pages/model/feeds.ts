import { feedLookup, feedSearch, RECONCILE_SEARCH } from '../../intel/feed-names.ts';
import { FEEDS } from '../../intel/mapping.ts';
import { textOf } from '../splunk/flags.ts';
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

/** Enterprise Security on this search head. */
export interface SecuritySuite {
  readonly isInstalled: boolean;
  /** Blank when it is not installed. */
  readonly version: string;
  readonly major: number | undefined;
}

/** Undefined when the user may not see that. */
export async function loadSecuritySuite(): Promise<SecuritySuite | undefined> {
  try {
    const [app] = await entriesOf('apps/local/SplunkEnterpriseSecuritySuite', { inApp: false });
    const version = textOf(app?.content['version']);
    const major = Number.parseInt(version, 10);
    return { isInstalled: true, version, major: Number.isNaN(major) ? undefined : major };
  } catch (error) {
    const isMissing = error instanceof RestError && error.status === 404;
    return isMissing ? { isInstalled: false, version: '', major: undefined } : undefined;
  }
}
