import { InternalError, nothing, type Test, textOf } from './conditions.ts';
import type { StoredAttribute } from './records.ts';

const UNIT_SECONDS: Readonly<Record<string, number>> = { d: 86_400, h: 3_600, m: 60, s: 1 };

/**
 * A point in time, from which on, or a list of two, which is a range whichever comes first.
 *
 * @param timeOf Unix seconds, or undefined when it has no such time
 */
export function within<T = StoredAttribute>(
  value: unknown,
  now: number,
  timeOf: (one: T) => number | undefined,
): Test<T> {
  if (Array.isArray(value)) {
    if (value.length !== 2) throw new InternalError('a range has two ends');
    const [from = Infinity, to = Infinity] = value
      .map((one) => momentOf(String(one), now))
      .sort((a, b) => a - b);
    return (one) => {
      const time = timeOf(one);
      return time !== undefined && time >= from && time <= to;
    };
  }
  if (typeof value === 'object') throw new InternalError('no time');
  const from = momentOf(textOf(value), now);
  if (from === Infinity) return nothing;
  return (one) => (timeOf(one) ?? -Infinity) >= from;
}

/** Up to a point in time. */
export function until<T = StoredAttribute>(
  value: unknown,
  now: number,
  timeOf: (one: T) => number | undefined,
): Test<T> {
  if (Array.isArray(value)) return within(value, now, timeOf);
  const to = momentOf(String(value), now);
  if (to === Infinity) return nothing;
  return (one) => (timeOf(one) ?? Infinity) <= to;
}

/** Of a time as rows have it. */
export function secondsOf(iso: string | null): number | undefined {
  return iso === null ? undefined : Date.parse(iso) / 1000;
}

/** The day that a `from` or `to` means. What is no date is the first of all days. */
export function dayOf(value: unknown, now: number): string {
  const moment = momentOf(textOf(value), now);
  return new Date(moment === Infinity ? 0 : moment * 1000).toISOString().slice(0, 10);
}

/** Infinity for what MISP does not understand, units other than d, h, m and s among it. */
function momentOf(text: string, now: number): number {
  const [, amount, unit] = /^(\d+)([a-z])$/i.exec(text) ?? [];
  if (amount !== undefined && unit !== undefined) {
    const seconds = UNIT_SECONDS[unit.toLowerCase()];
    return seconds === undefined ? Infinity : now - Number(amount) * seconds;
  }
  if (/^\d+$/.test(text)) return Number(text);
  const date = Date.parse(text);
  return Number.isNaN(date) || !/^\d{4}-/.test(text) ? Infinity : date / 1000;
}
