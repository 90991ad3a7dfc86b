/**
 * Whether an entry of the ignore list has ended, as an eval expression. It ends after its last day. A blank day has no end. What
 * is no day, like `2026-02-30`, has ended, so that a mistake hides no match: strptime returns null or another day for it.
 * `if` reads a comparison with null as false; its negation would still be null.
 * @param until the field with the last day, `2026-12-31`
 */
export function hasEnded(until: string): string {
  const day = `strptime(${until}, "%Y-%m-%d")`;
  const isInEffect = `strftime(${day}, "%Y-%m-%d")=${until} AND ${day} >= relative_time(now(), "@d")`;
  return `(len(${until}) > 0 AND if(${isInEffect}, 0, 1)=1)`;
}
