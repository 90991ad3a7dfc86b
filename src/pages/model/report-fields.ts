import { isUuid } from '../../misp/query/ids.ts';
import { resolveTime, TimeError } from '../../misp/query/time.ts';
import type { Mistakes } from './mistakes.ts';
import type { ReportType } from './report-link.ts';

/** What is reported, as it stands in the form. */
export interface ReportFields {
  readonly instance: string;
  readonly uuid: string;
  readonly type: ReportType;
  /** Blank for the one that mispsight gives. */
  readonly source: string;
  /** Blank for now. */
  readonly time: string;
}

export const REPORT_LABELS: Readonly<Record<ReportType, string>> = {
  false_positive: 'False positive',
  sighting: 'Sighting',
  expiration: 'Expired',
};

/** @param now Unix seconds */
export function mistakesInReport(fields: ReportFields, now: number): Mistakes {
  return { ...mistakesInTarget(fields), ...mistakeInTime(fields.time, now) };
}

/** Of what is needed to look the attribute up. */
export function mistakesInTarget({ instance, uuid }: Pick<ReportFields, 'instance' | 'uuid'>): Mistakes {
  return {
    ...(instance === '' && { instance: 'is missing: choose one' }),
    ...(uuid.trim() === ''
      ? { uuid: 'is missing' }
      : !isUuid(uuid.trim()) && { uuid: 'is no UUID: it looks like 5a2b4a1e-6c0f-4a3e-9a55-0123456789ab' }),
  };
}

/** Unix seconds; undefined for now. @throws TimeError */
export function timeOf({ time }: ReportFields, now: number): number | undefined {
  return time.trim() === '' ? undefined : resolveTime(time.trim(), now);
}

function mistakeInTime(time: string, now: number): Mistakes {
  try {
    const seconds = time.trim() === '' ? now : resolveTime(time.trim(), now);
    return seconds > now + ALLOWED_AHEAD ? { time: 'is in the future' } : {};
  } catch (error) {
    if (error instanceof TimeError) return { time: error.message };
    throw error;
  }
}

/** Seconds by which clocks may differ. */
const ALLOWED_AHEAD = 300;
