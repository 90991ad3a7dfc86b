/** Unix seconds of a text that holds them, with or without a fraction; undefined for anything else, milliseconds too. */
export function secondsOf(text: string): number | undefined {
  return /^\d{1,10}(\.\d*)?$/.test(text.trim()) ? Math.floor(Number(text)) : undefined;
}

/** A text that is no time. The message completes a sentence: "timestamp …". */
export class TimeError extends Error {
  override readonly name = 'TimeError';
}

const FORMS =
  'a number with d, h, m or s (7d, 12h), a date (2026-11-20), a time (2026-11-20T08:00:00, in UTC unless it says another zone) or Unix seconds';

const UNIT_SECONDS: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 };
/** Below, a number is no time that anybody means (1973) but a missing unit. */
const SMALLEST_EPOCH = 100_000_000;
/** Above, it is in milliseconds (year 5138). */
const LARGEST_EPOCH = 99_999_999_999;

/**
 * The moment that a text means, in Unix seconds, at least 1: MISP takes 0 for no filter. MISP evaluates `7d` anew with
 * each request of a walk, so what slides out of the window shifts every later page: a moment is resolved once.
 *
 * @param now Unix seconds @throws TimeError for units that MISP does not know, and anything else that it takes for a
 * moment in the future
 */
export function secondsAt(text: string, now: number): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)([dhms])$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined && Number(count) > 0)
    return sinceOf(now - Number(count) * (UNIT_SECONDS[unit] ?? 0));
  if (/^\d+$/.test(text)) return epochOf(text);
  if (ISO.test(text)) {
    const time = Date.parse(hasZone(text) ? text : `${text.replace(' ', 'T')}Z`);
    if (!Number.isNaN(time)) return sinceOf(time / 1000);
  }
  throw new TimeError(`is ${FORMS}${unitHint(text)}`);
}

/**
 * A moment as it is asked for, in whole seconds: 1, the beginning of time, for one before 1973. Nothing in MISP is as old,
 * 0 would be no filter, and a small number is refused where a person writes one.
 */
export function sinceOf(seconds: number): number {
  return seconds < SMALLEST_EPOCH ? 1 : Math.floor(seconds);
}

const ISO = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** A date alone is its midnight in UTC to JavaScript, too. */
function hasZone(text: string): boolean {
  return /^.{10}$|(Z|[+-]\d{2}:?\d{2})$/.test(text);
}

function epochOf(text: string): number {
  const number = Number(text);
  if (number < SMALLEST_EPOCH)
    throw new TimeError(`is ${FORMS}; a number alone is Unix seconds: write ${text}d for days`);
  if (number > LARGEST_EPOCH)
    throw new TimeError(`is ${FORMS}; ${text} is too large for seconds: leave the milliseconds out`);
  return number;
}

function unitHint(text: string): string {
  const match = /^(\d+)\s*(w|week|weeks|mon|month|months|M|y|year|years|D|H|S)$/.exec(text);
  if (!match) return '';
  const count = Number(match[1]);
  const unit = match[2] ?? '';
  if (/^[DHS]$/.test(unit)) return `: write ${count}${unit.toLowerCase()}`;
  const days = unit.startsWith('w') ? 7 : unit.startsWith('y') ? 365 : 30;
  return `: MISP knows no other units, write ${count * days}d`;
}

/** The day (UTC) that `7d` or `2026-11-20` means: MISP's `from` and `to` take days only. @param now Unix seconds @throws TimeError */
export function dayAt(text: string, now: number): string {
  const back = /^(\d+)d$/.exec(text)?.[1];
  if (back !== undefined)
    return new Date(Math.max(0, now - Number(back) * 86_400) * 1000).toISOString().slice(0, 10);
  if (/^\d{9,10}$/.test(text)) return new Date(Number(text) * 1000).toISOString().slice(0, 10);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new TimeError('is a day (2026-11-20) or a number of days back (7d)');
}
