import { isDay } from '../../common/calendar.ts';
import { parseUnixSeconds } from '../../misp/query/time.ts';
import type { Row } from '../../protocol/rows.ts';
import { AlertError } from '../errors.ts';
import { UNSTORABLE_CHARACTER } from '../rows/row-content.ts';

/** The longest title that MISP's database can store. */
const MAX_TITLE_BYTES = 65_535;

/** The first value of a column that is not empty; several values of one cell are joined by spaces. */
export function firstValue(rows: readonly Row[], column: string): string | undefined {
  for (const row of rows) {
    const text = [row[column] ?? ''].flat().join(' ').trim();
    if (text !== '') return text;
  }
  return undefined;
}

/** @returns the title @throws AlertError for a title to which MISP would respond with an internal error */
export function validTitle(title: string): string {
  if (UNSTORABLE_CHARACTER.test(title)) {
    throw new AlertError(
      `The event's title "${title}" has an emoji or another character that MISP's database cannot store. Remove it from misp_info or the parameter info.`,
    );
  }
  if (Buffer.byteLength(title) > MAX_TITLE_BYTES)
    throw new AlertError(`The event's title has more than ${MAX_TITLE_BYTES} bytes. Shorten misp_info.`);
  return title;
}

/**
 * The date of an event from misp_date or misp_time (Unix seconds or YYYY-MM-DD), or today, in this machine's time zone.
 * @param now milliseconds since 1970 @returns YYYY-MM-DD @throws AlertError
 */
export function eventDate(rows: readonly Row[], now: number): string {
  const [text = String(now / 1000)] = ['misp_date', 'misp_time']
    .map((column) => firstValue(rows, column))
    // fillnull writes 0 for a missing value.
    .filter((value) => value !== undefined && value !== '0');
  if (isDay(text)) return text;
  const seconds = parseUnixSeconds(text);
  if (seconds === undefined)
    throw new AlertError(`misp_date is "${text}". Use a time in Unix seconds or a date like 2026-11-24.`);
  const day = new Date(seconds * 1000);
  const [month, date] = [day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0'));
  return `${day.getFullYear()}-${month ?? ''}-${date ?? ''}`;
}

/** The last value of the column misp_publish_on_creation; undefined when it is empty in all rows. */
export function requestedPublication(rows: readonly Row[]): boolean | undefined {
  const text = firstValue([...rows].reverse(), 'misp_publish_on_creation');
  return text === undefined ? undefined : /^(1|true|t|yes|y)$/i.test(text);
}

/** Whether an existing event is published after an update: `again` means only if it was published before. */
export type PublishMode = 'always' | 'never' | 'again';

/** How to publish an updated event. The parameter publish_on_creation does not count, since it is about new events. */
export function publishModeFor(
  rows: readonly Row[],
  { publish_on_update }: Readonly<Record<string, string>>,
): PublishMode {
  const requested = requestedPublication(rows);
  if (requested !== undefined) return requested ? 'always' : 'never';
  return publish_on_update === '1' ? 'again' : 'never';
}
