/** Formats Unix seconds in the locale and time zone of the browser. */
export function timeText(seconds: number): string {
  return new Date(seconds * 1000).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

/** The time zone of `timeText`, like Europe/Vienna. */
export function timeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

export function countText(count: number): string {
  return count.toLocaleString();
}

const MINUTE = 60;

/** Formats a duration in seconds: 3 s, or 2 min 5 s. */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < MINUTE) return `${whole} s`;
  return `${Math.floor(whole / MINUTE)} min ${whole % MINUTE} s`;
}
