/** Whether a text is a day like `2026-02-28` that exists. JavaScript and MISP read February 30 as March 2. */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** The day with which a text like `2026-02-30T08:00` begins, if there is no such day. */
export function missingDay(text: string): string | undefined {
  const [day] = LEADING_DAY.exec(text) ?? [];
  return day === undefined || isDay(day) ? undefined : day;
}

const LEADING_DAY = /^\d{4}-\d{2}-\d{2}(?!\d)/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
