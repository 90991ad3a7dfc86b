import { isDay, missingDay } from '../../common/calendar.ts';

/**
 * Parses Unix seconds and drops a fraction. Undefined for anything else, including milliseconds and numbers like 20261124, which
 * would be a time before 1973.
 */
export function parseUnixSeconds(text: string): number | undefined {
  if (!/^\d{1,10}(\.\d*)?$/.test(text.trim())) return undefined;
  const seconds = Math.floor(Number(text));
  return seconds < MIN_UNIX_SECONDS ? undefined : seconds;
}

/** A text is not a time. The message completes a sentence: "timestamp …". */
export class TimeError extends Error {
  override readonly name = 'TimeError';
}

const WRITTEN_FORMS =
  'a date (2026-11-20), a time (2026-11-20T08:00:00, in UTC unless it has another zone) or Unix seconds';
const ACCEPTED_FORMS = `a number with d, h, m or s (7d, 12h), ${WRITTEN_FORMS}`;

const UNIT_SECONDS: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 };
/** A smaller number (before 1973) is a number of days, … with a missing unit. */
const MIN_UNIX_SECONDS = 100_000_000;
/** A larger number (after the year 5138) is in milliseconds. */
const MAX_UNIX_SECONDS = 99_999_999_999;

/**
 * Resolves a time to Unix seconds, at least 1: MISP treats 0 as no filter. A relative time is resolved once for all
 * pages: MISP evaluates `7d` for each request, and rows that leave the window would shift every later page.
 *
 * @param now Unix seconds @throws TimeError for units that MISP does not know, and for other text that MISP would treat
 * as a time in the future
 */
export function resolveTime(text: string, now: number): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)([dhms])$/.exec(text) ?? [];
  if (count !== undefined && unit !== undefined && Number(count) > 0)
    return clampToEarliest(now - Number(count) * (UNIT_SECONDS[unit] ?? 0));
  if (/^\d+$/.test(text)) return checkedUnixSeconds(text, ACCEPTED_FORMS, `, so write ${text}d for days`);
  assertDayExists(text, ACCEPTED_FORMS);
  const time = parseIso(text);
  if (time === undefined) throw invalidTime(unitHint(text), ACCEPTED_FORMS);
  return clampToEarliest(time);
}

/**
 * Checks a time to write, and returns it in ISO 8601, in UTC unless it has another zone. MISP also accepts words like
 * `yesterday`, reads `1999` as a year and `a` as a time zone, and drops the attribute of any other text.
 *
 * @throws TimeError
 */
export function writtenTime(text: string): string {
  if (/^\d+(\.\d*)?$/.test(text)) {
    checkedUnixSeconds(text, WRITTEN_FORMS);
    return new Date(Number(text) * 1000).toISOString();
  }
  assertDayExists(text, WRITTEN_FORMS);
  if (parseIso(text) === undefined) throw invalidTime(undefined, WRITTEN_FORMS);
  return text;
}

/**
 * Rounds a time down to whole seconds, and to 1, the beginning of time, before 1973. MISP has no older data, 0 would be
 * no filter, and a small number written by a person is rejected.
 */
export function clampToEarliest(seconds: number): number {
  return seconds < MIN_UNIX_SECONDS ? 1 : Math.floor(seconds);
}

const ISO = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** A date alone counts: JavaScript also reads it as midnight UTC. */
function hasZone(text: string): boolean {
  return /^.{10}$|(Z|[+-]\d{2}:?\d{2})$/.test(text);
}

/** Unix seconds of a text in ISO 8601; undefined for other texts. */
function parseIso(text: string): number | undefined {
  if (!ISO.test(text)) return undefined;
  const time = Date.parse(hasZone(text) ? text : `${text.replace(' ', 'T')}Z`);
  return Number.isNaN(time) ? undefined : time / 1000;
}

/** @param smallHint what to write instead of a number that is too small */
function checkedUnixSeconds(text: string, accepted: string, smallHint = ''): number {
  const number = Number(text);
  if (number < MIN_UNIX_SECONDS) throw invalidTime(`a number alone is Unix seconds${smallHint}`, accepted);
  if (number > MAX_UNIX_SECONDS)
    throw invalidTime(`${text} is too large for seconds, so remove the milliseconds`, accepted);
  return number;
}

/** @param advice what to write instead; undefined if nobody can know */
function invalidTime(advice: string | undefined, accepted: string): TimeError {
  return new TimeError(`is not valid${advice === undefined ? '' : `: ${advice}`}. Use ${accepted}`);
}

function unitHint(text: string): string | undefined {
  const match = /^(\d+)\s*(w|week|weeks|mon|month|months|M|y|year|years|D|H|S)$/.exec(text);
  if (!match) return undefined;
  const count = Number(match[1]);
  const unit = match[2] ?? '';
  if (/^[DHS]$/.test(unit)) return `write ${count}${unit.toLowerCase()}`;
  const days = unit.startsWith('w') ? 7 : unit.startsWith('y') ? 365 : 30;
  return `write ${count * days}d`;
}

/** Resolves `7d` or `2026-11-20` to a day (UTC): MISP's `from` and `to` accept days only. @param now Unix seconds @throws TimeError */
export function resolveDay(text: string, now: number): string {
  const back = /^(\d+)d$/.exec(text)?.[1];
  if (back !== undefined)
    return new Date(Math.max(0, now - Number(back) * 86_400) * 1000).toISOString().slice(0, 10);
  if (/^\d{9,10}$/.test(text)) return new Date(Number(text) * 1000).toISOString().slice(0, 10);
  if (isDay(text)) return text;
  assertDayExists(text, ACCEPTED_DAYS);
  throw new TimeError(`must be ${ACCEPTED_DAYS}`);
}

const ACCEPTED_DAYS = 'a day (2026-11-20) or a number of days before now (7d)';

/** @throws TimeError for a text that begins with a day like 2026-02-30, which MISP would read as another day or no day */
function assertDayExists(text: string, accepted: string): void {
  const day = missingDay(text);
  if (day !== undefined) throw invalidTime(`there is no day ${day}`, accepted);
}
