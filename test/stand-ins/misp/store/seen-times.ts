import type { Errors } from './errors.ts';
import type { Members } from '../call.ts';
import { textOf } from '../search/conditions.ts';
import type { StoredAttribute } from './records.ts';
import { secondsOf } from '../search/time-filters.ts';

type Seen = Pick<StoredAttribute, 'first_seen' | 'last_seen'>;

/** When an attribute was first and last seen, as a client sent it, or what is wrong with that. */
export function seenOf(input: Members, known: StoredAttribute | undefined): Seen | { errors: Errors } {
  const seen: Seen = { first_seen: known?.first_seen ?? null, last_seen: known?.last_seen ?? null };
  for (const name of ['first_seen', 'last_seen'] as const) {
    const given = input[name];
    if (given === undefined) continue;
    const time = given === null || given === '' ? null : seenTime(textOf(given));
    if (time === undefined) return { errors: { [name]: ['Invalid ISO 8601 format'] } };
    Object.assign(seen, { [name]: time });
  }
  const [first, last] = [secondsOf(seen.first_seen), secondsOf(seen.last_seen)];
  return first !== undefined && last !== undefined && last < first
    ? { errors: { last_seen: ['Last seen value should be greater than first seen value'] } }
    : seen;
}

/** In UTC, with microseconds. */
function seenTime(text: string): string | undefined {
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(time)) return undefined;
  const fraction = (/\.(\d+)/.exec(text)?.[1] ?? '').slice(0, 6).padEnd(6, '0');
  return `${new Date(time).toISOString().slice(0, 19)}.${fraction}+00:00`;
}
