/**
 * A count with its noun: `1 attribute`, `2 attributes`. @param noun singular, with a plural in -s
 * @param format how the count is written
 */
export function plural(count: number, noun: string, format: (count: number) => string = String): string {
  return `${format(count)} ${noun}${count === 1 ? '' : 's'}`;
}
