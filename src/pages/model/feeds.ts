import { feedLookup, feedSearch, RECONCILE_SEARCH } from '../../intel/feed-names.ts';
import { FEEDS } from '../../intel/mapping.ts';
import { isOn, textOf } from '../splunk/flags.ts';
import { RestError } from '../splunk/rest-error.ts';
import { entriesOf, update } from '../splunk/rest.ts';
import { oneshot } from '../splunk/search.ts';
import { SAVED_SEARCHES } from './names.ts';

/** A scheduled search that keeps a lookup of Enterprise Security's, or all of them. */
export interface FeedSearch {
  readonly name: string;
  readonly content: string;
  /** Absent where it writes none of its own. */
  readonly lookup?: string;
  readonly isOn: boolean;
  readonly schedule: string;
  /** As splunkd says it; blank when there is none. */
  readonly nextRun: string;
}

const KNOWN: readonly Pick<FeedSearch, 'name' | 'content' | 'lookup'>[] = [
  ...Object.entries(FEEDS).map(([feed, { content }]) => ({
    name: feedSearch(feed),
    content,
    lookup: feedLookup(feed),
  })),
  { name: RECONCILE_SEARCH, content: 'finds what was deleted in MISP, for all of them' },
];

/** In the order of their runs. @throws RestError */
export async function loadFeeds(): Promise<readonly FeedSearch[]> {
  const entries = await entriesOf(SAVED_SEARCHES);
  return KNOWN.flatMap((known) => {
    const content = entries.find(({ name }) => name === known.name)?.content;
    if (!content) return [];
    const isSwitchedOn = !isOn(content['disabled']);
    return {
      ...known,
      isOn: isSwitchedOn,
      schedule: textOf(content['cron_schedule']),
      nextRun: isSwitchedOn ? textOf(content['next_scheduled_time']) : '',
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

/** By the search's name, from what the scheduler logs. @throws Error with the search's message */
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

/** Indicators in each lookup, without the row that says there are none. @throws Error with the search's message */
export async function loadRows(): Promise<ReadonlyMap<string, number>> {
  const count = (lookup: string) =>
    `| inputlookup ${lookup} | search NOT description="MISP has nothing for this feed" ` +
    `| stats count | eval lookup="${lookup}"`;
  const [first = '', ...others] = KNOWN.flatMap(({ lookup }) => lookup ?? []).map(count);
  const results = await oneshot(
    [first, ...others.map((search) => `| append [ ${search} ]`)].join(' '),
    '-1m',
    MAX_SECONDS,
  );
  return new Map(results.map((row) => [row['lookup'] ?? '', Number(row['count'])]));
}

/** Undefined when the user may not see. */
export async function isSecurityInstalled(): Promise<boolean | undefined> {
  try {
    await entriesOf('apps/local/SplunkEnterpriseSecuritySuite', { inApp: false });
    return true;
  } catch (error) {
    return error instanceof RestError && error.status === 404 ? false : undefined;
  }
}
