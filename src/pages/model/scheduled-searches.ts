import { APP } from '../../common/app.ts';
import { isOn, listOf, textOf } from '../splunk/flags.ts';
import { messageOf } from '../splunk/rest-error.ts';
import { entriesOf, update } from '../splunk/rest.ts';
import { SAVED_SEARCHES } from './names.ts';

/** A saved search of the app that runs as scheduled. */
export interface ScheduledSearch {
  readonly name: string;
  readonly content: string;
  /** The lookup that it keeps. Absent where it writes none of its own. */
  readonly lookup?: string;
  readonly isOn: boolean;
  readonly schedule: string;
  /** Unix seconds of the next run, or splunkd's text where it does not tell the time. Undefined without a next run. */
  readonly nextRun: number | string | undefined;
  /** The search itself. */
  readonly search: string;
}

export type KnownSearch = Pick<ScheduledSearch, 'name' | 'content' | 'lookup'>;

/** With a time range, splunkd lists when each search runs within it. */
const NEXT_DAY = { earliest_time: 'now', latest_time: '+25h' };

const MEMBERS = ['cron_schedule', 'disabled', 'next_scheduled_time', 'scheduled_times', 'search'];

/**
 * In the order given.
 *
 * https://docs.splunk.com/Documentation/Splunk/9.4.0/RESTREF/RESTsearch#saved.2Fsearches
 * @throws RestError
 */
export async function loadSearches(known: readonly KnownSearch[]): Promise<readonly ScheduledSearch[]> {
  const query = { ...NEXT_DAY, search: `eai:acl.app=${APP}` };
  const entries = await entriesOf(SAVED_SEARCHES, { only: MEMBERS, query });
  return known.flatMap((one) => {
    const content = entries.find(({ name }) => name === one.name)?.content;
    if (!content) return [];
    const isSwitchedOn = !isOn(content['disabled']);
    return {
      ...one,
      isOn: isSwitchedOn,
      schedule: textOf(content['cron_schedule']),
      nextRun: isSwitchedOn ? nextRunIn(content) : undefined,
      search: textOf(content['search']),
    };
  });
}

/** splunkd writes the next run as text in its own time zone, and lists all runs of a range in Unix seconds. */
function nextRunIn(content: Readonly<Record<string, unknown>>): number | string | undefined {
  const times = listOf(content['scheduled_times']).map(Number).filter(Number.isFinite);
  return times.length > 0 ? Math.min(...times) : textOf(content['next_scheduled_time']) || undefined;
}

/** Switches searches one after the other. @throws Error that says which could not be switched */
export async function switchSearches(names: readonly string[], on: boolean): Promise<void> {
  const failures = new Map<string, string>();
  for (const name of names) {
    await update(SAVED_SEARCHES, name, { disabled: on ? '0' : '1' }).catch((error: unknown) => {
      failures.set(name, messageOf(error));
    });
  }
  if (failures.size === 0) return;
  const reasons = [...new Set(failures.values())].join(' ');
  throw new Error(`Could not ${on ? 'enable' : 'disable'} ${[...failures.keys()].join(', ')}. ${reasons}`);
}

/** @throws RestError */
export async function scheduleSearch(name: string, schedule: string): Promise<void> {
  await update(SAVED_SEARCHES, name, { cron_schedule: schedule });
}

export const MAX_SECONDS = 20;
