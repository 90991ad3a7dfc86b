import { isOn, textOf } from '../splunk/flags.ts';
import { entriesOf, update } from '../splunk/rest.ts';
import { oneshot } from '../splunk/search.ts';
import { SAVED_SEARCHES } from './names.ts';

/** A saved search of the app that runs as scheduled. */
export interface ScheduledSearch {
  readonly name: string;
  readonly content: string;
  /** The lookup that it keeps. Absent where it writes none of its own. */
  readonly lookup?: string;
  readonly isOn: boolean;
  readonly schedule: string;
  /** As splunkd says it; blank when there is none. */
  readonly nextRun: string;
  /** The search itself. */
  readonly search: string;
}

export type KnownSearch = Pick<ScheduledSearch, 'name' | 'content' | 'lookup'>;

/** In the order given. @throws RestError */
export async function loadSearches(known: readonly KnownSearch[]): Promise<readonly ScheduledSearch[]> {
  const entries = await entriesOf(SAVED_SEARCHES);
  return known.flatMap((one) => {
    const content = entries.find(({ name }) => name === one.name)?.content;
    if (!content) return [];
    const isSwitchedOn = !isOn(content['disabled']);
    return {
      ...one,
      isOn: isSwitchedOn,
      schedule: textOf(content['cron_schedule']),
      nextRun: isSwitchedOn ? textOf(content['next_scheduled_time']) : '',
      search: textOf(content['search']),
    };
  });
}

export async function switchSearch(name: string, on: boolean): Promise<void> {
  await update(SAVED_SEARCHES, name, { disabled: on ? '0' : '1' });
}

export async function scheduleSearch(name: string, schedule: string): Promise<void> {
  await update(SAVED_SEARCHES, name, { cron_schedule: schedule });
}

const RUN_SECONDS = 600;

/** Runs it to its end, as the user. Resolves to the number of its results. @throws Error with the search's message */
export async function runNow({ search }: ScheduledSearch): Promise<number> {
  return (await oneshot(search, '-1h', RUN_SECONDS)).length;
}

export interface LastRun {
  /** Unix seconds. */
  readonly time: number;
  readonly status: string;
}

export const MAX_SECONDS = 20;

/** By the search's name, from what the scheduler logs. @param names with `*` @throws Error with the search's message */
export async function loadLastRuns(names: string): Promise<ReadonlyMap<string, LastRun>> {
  const results = await oneshot(
    `search index=_internal sourcetype=scheduler savedsearch_name="${names}" ` +
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
