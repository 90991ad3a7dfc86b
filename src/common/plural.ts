/** A count with its noun: `1 attribute`, `2 attributes`. @param noun singular, with a plural in -s */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
