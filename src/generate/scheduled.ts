import { type Settings, stanza } from './conf.ts';

interface Schedule {
  readonly cron: string;
  /** Minutes by which a run may be late. */
  readonly window: number;
  readonly description: string;
  readonly search: string;
  /** Every time that was due has its run, late if need be; otherwise a run that is due again takes the place of one that waits. */
  readonly isContinuous?: boolean;
  /** Of an alert. */
  readonly more?: Settings;
}

/** A stanza of savedsearches.conf: shipped disabled; enabled, it runs as scheduled. */
export function scheduled(
  name: string,
  { cron, window, description, search, isContinuous, more }: Schedule,
): string {
  return stanza(name, {
    description,
    search,
    disabled: 1,
    enableSched: 1,
    cron_schedule: cron,
    schedule_window: window,
    ...(isContinuous === true && { realtime_schedule: 0 }),
    // The commands take no notice of it; Splunk wants a scheduled search to have one.
    'dispatch.earliest_time': '-1h',
    'dispatch.latest_time': 'now',
    ...more,
  });
}

/** Settings of an alert on each result, once a day for those with the same `fields`. Its actions are the administrator's choice. */
export function alertOnEachResult(fields: readonly string[]): Settings {
  return {
    counttype: 'number of events',
    relation: 'greater than',
    quantity: 0,
    'alert.digest_mode': 0,
    'alert.severity': 4,
    'alert.track': 1,
    'alert.suppress': 1,
    'alert.suppress.fields': fields.join(','),
    'alert.suppress.period': '24h',
  };
}
