/** Formats Unix seconds in the locale of the browser. */
export function timeText(seconds: number): string {
  return new Date(seconds * 1000).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

export function countText(count: number): string {
  return count.toLocaleString();
}
