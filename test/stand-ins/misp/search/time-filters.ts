import { InternalError, type Test, textOf } from './conditions.ts';
import type { StoredAttribute } from '../store/records.ts';

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
  if (typeof value === 'string' && value.includes('||')) return within(value.split('||'), now, timeOf);
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
  return (one) => (timeOf(one) ?? Infinity) <= to;
}

/** Of a time as rows have it. */
export function secondsOf(iso: string | null): number | undefined {
  return iso === null ? undefined : Date.parse(iso) / 1000;
}

/** What a `from` or `to` is compared with, as text: what is no date is before all days. */
export function dayOf(value: unknown): string {
  const text = textOf(value);
  if (/^\d+$/.test(text)) return new Date(Number(text) * 1000).toISOString().slice(0, 10);
  return /^\d{4}-/.test(text) ? text : '';
}

/** Some of the words that PHP knows. */
const WORD_SECONDS: Readonly<Record<string, number>> = { hour: 3_600, day: 86_400, week: 604_800 };

/** A second from now for what MISP does not understand, units other than d, h, m and s among it. */
function momentOf(text: string, now: number): number {
  const [, amount, unit = ''] = /^(-?[\d.]+)\s*([dhms])$/i.exec(text) ?? [];
  if (amount !== undefined) return now - Number(amount) * (UNIT_SECONDS[unit.toLowerCase()] ?? 0);
  if (/^@?\d+(\.\d+)?$/.test(text)) return Number(text.replace('@', ''));
  // What ends in d, h, m or s must be a number before it.
  const [, sign = '', count, word, ago] = /^(-?)(\d+) ?(hour|day|week)(?:s?( ago))?$/.exec(text) ?? [];
  if (count !== undefined && word !== undefined) {
    const seconds = Number(count) * (WORD_SECONDS[word] ?? 0);
    return sign === '-' || ago !== undefined ? now - seconds : now + seconds;
  }
  const midnight = now - (now % 86_400);
  if (text === 'today') return midnight;
  if (text === 'yesterday') return midnight - 86_400;
  const date = Date.parse(
    /^\d{4}-.*\d$/.test(text) && !/[+-]\d\d:?\d\d$/.test(text.slice(10)) ? utc(text) : text,
  );
  return Number.isNaN(date) || !/^\d{4}-/.test(text) ? now + 1 : date / 1000;
}

/** Without a zone, a time is of the server's, UTC here. */
function utc(text: string): string {
  return text.length === 10 ? text : `${text.replace(' ', 'T')}Z`;
}
