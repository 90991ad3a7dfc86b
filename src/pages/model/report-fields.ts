import { isUuid } from '../../misp/query/ids.ts';
import { resolveTime, TimeError } from '../../misp/query/time.ts';
import type { FieldErrors } from './validate-form.ts';
import type { ReportType } from './report-link.ts';

/** The values of the form. */
export interface ReportFields {
  readonly instance: string;
  readonly uuid: string;
  readonly type: ReportType;
  /** Blank for the default of mispsight. */
  readonly source: string;
  /** Blank for now. */
  readonly time: string;
}

export const REPORT_LABELS: Readonly<Record<ReportType, string>> = {
  false_positive: 'False positive',
  sighting: 'Sighting',
  expiration: 'Expired',
};

/** Validates the form. @param now Unix seconds */
export function validateReport(fields: ReportFields, now: number): FieldErrors {
  return { ...validateTarget(fields), ...validateTime(fields.time, now) };
}

/** Validates the fields for the look-up. */
export function validateTarget({ instance, uuid }: Pick<ReportFields, 'instance' | 'uuid'>): FieldErrors {
  return {
    ...(instance === '' && { instance: 'is missing: choose one' }),
    ...(uuid.trim() === ''
      ? { uuid: 'is missing' }
      : !isUuid(uuid.trim()) && { uuid: 'must be a UUID like 5a2b4a1e-6c0f-4a3e-9a55-0123456789ab' }),
  };
}

/** The time in Unix seconds. Undefined for now. @throws TimeError */
export function timeOf({ time }: ReportFields, now: number): number | undefined {
  return time.trim() === '' ? undefined : resolveTime(time.trim(), now);
}

function validateTime(time: string, now: number): FieldErrors {
  try {
    const seconds = time.trim() === '' ? now : resolveTime(time.trim(), now);
    return seconds > now + CLOCK_TOLERANCE ? { time: 'must not be in the future' } : {};
  } catch (error) {
    if (error instanceof TimeError) return { time: error.message };
    throw error;
  }
}

/** Seconds by which clocks may differ. */
const CLOCK_TOLERANCE = 300;
