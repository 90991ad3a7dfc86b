/**
 * Whether an entry of the ignore list has ended, as an eval expression. It ends after its last day. A blank day has no end: strptime
 * returns null for it, and a comparison with null is not true.
 * @param until the field with the last day, `2026-12-31`
 */
export function hasEnded(until: string): string {
  return `strptime(${until}, "%Y-%m-%d") < relative_time(now(), "@d")`;
}
