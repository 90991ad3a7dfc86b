import { loadJob } from '../splunk/job.ts';
import { oneshot } from '../splunk/search.ts';
import { MAX_SECONDS } from './scheduled-searches.ts';

/** The last run of a scheduled search. */
export interface LastRun {
  /** Unix seconds. */
  readonly time: number;
  /** As in the scheduler's log: `success`, `failed`, `skipped` and so on. */
  readonly status: string;
  /** Undefined where the log does not say. */
  readonly seconds: number | undefined;
  readonly rows: number | undefined;
  readonly sid: string;
  /** Why it failed: the message of its job, as long as splunkd keeps it, or the scheduler's reason. */
  readonly failure: string | undefined;
}

/** How far back runs are looked for. */
export const RUNS_SINCE = '-7d';

const COLUMNS = ['_time', 'savedsearch_name', 'status', 'run_time', 'result_count', 'sid', 'reason'];

/** By the name of the search, from what the scheduler logs. @param names with `*` @throws Error with the search's message */
export async function loadLastRuns(names: string): Promise<ReadonlyMap<string, LastRun>> {
  const results = await oneshot(
    `search index=_internal sourcetype=scheduler savedsearch_name="${names}" ` +
      `| sort 0 -num(_time) | dedup savedsearch_name | table ${COLUMNS.join(' ')}`,
    RUNS_SINCE,
    MAX_SECONDS,
  );
  const runs = results.map(async (row): Promise<readonly [string, LastRun]> => {
    const { status = '', sid = '', reason = '' } = row;
    const run = {
      time: timeOf(row['_time'] ?? ''),
      status,
      seconds: numberIn(row['run_time']),
      rows: numberIn(row['result_count']),
      sid,
      failure: status === 'success' ? undefined : (await failureOf(sid)) || reason || undefined,
    };
    return [row['savedsearch_name'] ?? '', run];
  });
  return new Map(await Promise.all(runs));
}

/** Blank for a job that splunkd no longer has, or that has not failed. */
async function failureOf(sid: string): Promise<string> {
  if (sid === '') return '';
  const job = await loadJob(sid).catch(() => undefined);
  return job?.failure ?? '';
}

/** Results have _time as a date with an offset, or as Unix seconds. */
function timeOf(text: string): number {
  return /^[\d.]+$/.test(text) ? Number(text) : Math.floor(Date.parse(text) / 1000);
}

function numberIn(text: string | undefined): number | undefined {
  return text === undefined || text === '' ? undefined : Number(text);
}
