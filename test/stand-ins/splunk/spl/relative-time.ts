const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** What can be snapped to: weeks and longer units begin at other times. */
const SNAPS = /^[smhd]$/;

/**
 * A time moved by a modifier like -90d, then back to the beginning of a unit as by @d. Days are 24 hours, as they are in
 * UTC. @throws Error on other units
 */
export function relativeTime(time: number | null, modifier: string | null): number | null {
  if (modifier === null) return null;
  const [, sign, count = '0', unit = 's', snap] =
    /^(?:([+-])(\d+)([smhdw]))?(?:@([a-z]+\d?))?$/.exec(modifier === '' ? '?' : modifier) ?? [];
  const seconds = SECONDS[unit];
  if (seconds === undefined || (sign === undefined && snap === undefined) || (snap && !SNAPS.test(snap)))
    throw new Error(`relative_time() does not support "${modifier}".`);
  if (time === null) return null;
  const moved = time + (sign === '-' ? -1 : 1) * Number(count) * seconds;
  return snap === undefined ? moved : moved - (moved % (SECONDS[snap] ?? 1));
}

/** A time as earliest and latest take it: Unix seconds, now, or relative to now. */
export function timeOf(text: string, now: number): number {
  if (text === 'now') return now;
  return /^\d+$/.test(text) ? Number(text) : (relativeTime(now, text) ?? now);
}
