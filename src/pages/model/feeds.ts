import { feedLookup, feedSearch, RECONCILE_SEARCH } from '../../intel/feed-names.ts';
import { FEEDS } from '../../intel/mapping.ts';
import { isOn, textOf } from '../splunk/flags.ts';
import { RestError } from '../splunk/rest-error.ts';
import { entriesOf, update } from '../splunk/rest.ts';
import { oneshot } from '../splunk/search.ts';
import { SAVED_SEARCHES } from './names.ts';

/** A scheduled search that updates a lookup for Enterprise Security, or all of them. */
export interface FeedSearch {
  readonly name: string;
  readonly content: string;
  /** Absent for the reconciliation, which has no lookup of its own. */
  readonly lookup?: string;
  readonly isOn: boolean;
  readonly schedule: string;
  /** As text from splunkd. Blank when it is not scheduled. */
  readonly nextRun: string;
}

const FEED_SEARCHES: readonly Pick<FeedSearch, 'name' | 'content' | 'lookup'>[] = [
  ...Object.entries(FEEDS).map(([feed, { content }]) => ({
    name: feedSearch(feed),
    content,
    lookup: feedLookup(feed),
  })),
  { name: RECONCILE_SEARCH, content: 'finds what was deleted in MISP, for all of them' },
];

/** Loads the searches, ordered by their time of day. @throws RestError */
export async function loadFeeds(): Promise<readonly FeedSearch[]> {
  const entries = await entriesOf(SAVED_SEARCHES);
  return FEED_SEARCHES.flatMap((feedSearchInfo) => {
    const content = entries.find(({ name }) => name === feedSearchInfo.name)?.content;
    if (!content) return [];
    const isEnabled = !isOn(content['disabled']);
    return {
      ...feedSearchInfo,
      isOn: isEnabled,
      schedule: textOf(content['cron_schedule']),
      nextRun: isEnabled ? textOf(content['next_scheduled_time']) : '',
    };
  });
}

export async function switchFeed(name: string, on: boolean): Promise<void> {
  await update(SAVED_SEARCHES, name, { disabled: on ? '0' : '1' });
}

export async function scheduleFeed(name: string, schedule: string): Promise<void> {
  await update(SAVED_SEARCHES, name, { cron_schedule: schedule });
}

export interface LastRun {
  /** Unix seconds. */
  readonly time: number;
  readonly status: string;
}

const MAX_SECONDS = 20;

/** The last run of each search by name, from the log of the scheduler. @throws Error with the message of the search */
export async function loadLastRuns(): Promise<ReadonlyMap<string, LastRun>> {
  const results = await oneshot(
    'search index=_internal sourcetype=scheduler savedsearch_name="MISP_ES_*" ' +
      '| stats latest(_time) AS last latest(status) AS status by savedsearch_name',
    '-7d',
    MAX_SECONDS,
  );
  return new Map(
    results.map((row) => [
      row['savedsearch_name'] ?? '',
      { time: Number(row['last']), status: row['status'] ?? '' },
    ]),
  );
}

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
