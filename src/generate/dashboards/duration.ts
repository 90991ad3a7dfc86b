/** An expression: a number of seconds in its greatest unit, as in "3 hours". */
export function inWords(seconds: string): string {
  const units = [
    [120, 1, 'seconds'],
    [7200, 60, 'minutes'],
    [172_800, 3600, 'hours'],
  ] as const;
  const cases = units.map(
    ([below, unit, name]) => `(${seconds}) < ${below}, round((${seconds}) / ${unit})." ${name}"`,
  );
  return `case(${cases.join(', ')}, isnotnull(${seconds}), round((${seconds}) / 86400, 1)." days")`;
}
