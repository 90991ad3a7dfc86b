import type { Connection } from '../model/connections.ts';
import type { Run } from '../model/runs.ts';
import { isEnabled } from '../model/switch.ts';
import { isOn } from '../splunk/flags.ts';

/** A column of the table of inputs. */
export interface Column {
  readonly key: string;
  readonly label: string;
  /** The windows in which it is shown. Default: all. */
  readonly from?: 'wide' | 'medium';
  readonly align?: 'right';
  /** By which rows are sorted. */
  readonly valueOf: (row: Connection, run: Run | undefined) => string | number;
}

export const COLUMNS: readonly Column[] = [
  { key: 'name', label: 'Name', valueOf: ({ name }) => name },
  {
    key: 'misp_url',
    label: 'MISP',
    from: 'medium',
    valueOf: ({ instance, input }) => instance?.['misp_url'] ?? input?.['misp_instance'] ?? '',
  },
  { key: 'index', label: 'Index', from: 'wide', valueOf: ({ input }) => input?.['index'] ?? '' },
  {
    key: 'interval',
    label: 'Interval',
    from: 'wide',
    valueOf: ({ input }) => Number(input?.['interval'] ?? 0) || (input?.['interval'] ?? ''),
  },
  { key: 'last', label: 'Last run', from: 'medium', valueOf: (_row, run) => run?.last ?? 0 },
  {
    key: 'rows',
    label: 'Rows indexed (7 days)',
    from: 'wide',
    align: 'right',
    valueOf: (_row, run) => run?.rows ?? -1,
  },
  { key: 'status', label: 'Status', valueOf: (row, run) => statusText(row, run) },
  { key: 'enabled', label: 'Enabled', valueOf: (row) => (isEnabled(row) ? 1 : 0) },
];

/** The status of a row in a word. @param run the last run, if known */
export function statusText(row: Connection, run: Run | undefined): string {
  if (!isEnabled(row)) return 'Disabled';
  if (!row.input) return 'For searches only';
  if (isOn(row.input['disabled'])) return 'Download disabled';
  if (!run) return 'No run yet';
  return run.status === 'success' ? 'Success' : run.status === 'failed' ? 'Failed' : 'Stopped';
}

/** Formats seconds as hours or minutes. Returns a cron schedule as it is. */
export function intervalText(interval: string): string {
  const seconds = Number(interval);
  if (!Number.isInteger(seconds)) return interval;
  if (seconds % 3600 === 0) return `${seconds / 3600} h`;
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}
