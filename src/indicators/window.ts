import { OptionError, splitList } from '../protocol/options.ts';

/** One moment, or from one to another. */
export type Window = string | readonly [string, string];

const UNITS =
  'a number with d, h, m or s (7d, 12h), a date (2026-11-20), a time (2026-11-20T08:00:00) or Unix seconds';
/** Below, a number is no time that anybody means (1973) but a missing unit. */
const SMALLEST_EPOCH = 100_000_000;

/**
 * A time or a range `from,to`. MISP knows the units d, h, m and s only, and answers others with nothing at all.
 * @throws OptionError
 */
export function parseWindow(text: string): Window {
  const parts = splitList(text);
  const [from, to] = parts;
  if (from === undefined || parts.length > 2)
    throw new OptionError(`is ${UNITS}, or two of these as from,to`);
  return to === undefined ? parseMoment(from) : [parseMoment(from), parseMoment(to)];
}

/** @returns the text @throws OptionError */
export function parseMoment(text: string): string {
  if (/^\d+$/.test(text)) {
    if (Number(text) < SMALLEST_EPOCH)
      throw new OptionError(`is ${UNITS}; a number alone is Unix seconds: write ${text}d for days`);
    return text;
  }
  if (/^0*[1-9]\d*[dhms]$/.test(text)) return text;
  if (
    /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(text) &&
    !Number.isNaN(Date.parse(text))
  ) {
    return text;
  }
  throw new OptionError(`is ${UNITS}${unitHint(text)}`);
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

/** Days of events' dates: one, or from,to. */
export type DateWindow = readonly [string] | readonly [string, string];

/** @throws OptionError */
export function parseDates(text: string): DateWindow {
  const parts = splitList(text);
  const [from, to] = parts;
  if (from === undefined || parts.length > 2 || !parts.every(isDay)) {
    throw new OptionError('is a day (2026-11-20) or a number of days back (7d), or two of these as from,to');
  }
  return to === undefined ? [from] : [from, to];
}

function isDay(text: string): boolean {
  return /^\d+d$/.test(text) || (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)));
}

/** `7d` as a day; MISP's `from` and `to` take days only. UTC. */
export function dayOf(text: string, now: number): string {
  const back = /^(\d+)d$/.exec(text);
  return back ? new Date(now - Number(back[1]) * 86_400_000).toISOString().slice(0, 10) : text;
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 };

/** Unix seconds of what `parseMoment` took, as MISP understands it. @param now Unix seconds */
export function secondsAt(text: string, now: number): number {
  const [, count, unit = ''] = /^(\d+)([dhms])$/.exec(text) ?? [];
  if (count !== undefined) return now - Number(count) * (UNIT_SECONDS[unit] ?? 0);
  return /^\d+$/.test(text) ? Number(text) : Math.floor(Date.parse(text) / 1000);
}
