const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** A time moved by a modifier like -90d. Days are 24 hours, as they are in UTC. @throws Error on snapping and other units */
export function relativeTime(time: number | null, modifier: string | null): number | null {
  if (modifier === null) return null;
  const [, sign, count, unit = ''] = /^([+-])(\d+)([smhdw])$/.exec(modifier) ?? [];
  const seconds = SECONDS[unit];
  if (seconds === undefined) throw new Error(`relative_time() does not support "${modifier}".`);
  return time === null ? null : time + (sign === '-' ? -1 : 1) * Number(count) * seconds;
}
