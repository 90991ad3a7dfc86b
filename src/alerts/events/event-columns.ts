import type { Row } from '../../protocol/rows.ts';
import { AlertError } from '../errors.ts';
import { FOUR_BYTES } from '../rows/row-content.ts';

/** Bytes of a title that MISP's database has room for. */
const LONGEST_TITLE = 65_535;

/** The first that a row says; undefined when none does. */
export function firstOf(rows: readonly Row[], column: string): string | undefined {
  for (const row of rows) {
    const text = [row[column] ?? ''].flat().join(' ').trim();
    if (text !== '') return text;
  }
  return undefined;
}

/** @throws AlertError for what MISP would answer with an internal error */
export function checkTitle(title: string): string {
  if (FOUR_BYTES.test(title)) {
    throw new AlertError(
      `The event's title "${title}" has an emoji or another character that MISP's database has no room for: take it out of misp_info or the parameter info.`,
    );
  }
  if (Buffer.byteLength(title) > LONGEST_TITLE)
    throw new AlertError(`The event's title has more than ${LONGEST_TITLE} bytes: shorten misp_info.`);
  return title;
}

/**
 * The day of misp_date, or misp_time: Unix seconds, or YYYY-MM-DD; today where no row says one. Days are those of this
 * machine's time zone. @param now milliseconds since 1970 @throws AlertError
 */
export function dateOf(rows: readonly Row[], now: number): string {
  const text = firstOf(rows, 'misp_date') ?? firstOf(rows, 'misp_time') ?? String(now / 1000);
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return text;
  if (!/^\d{1,10}(\.\d*)?$/.test(text))
    throw new AlertError(`misp_date is "${text}": it is a time in Unix seconds, or a day like 2026-11-24.`);
  const day = new Date(Number(text) * 1000);
  const [month, date] = [day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0'));
  return `${day.getFullYear()}-${month ?? ''}-${date ?? ''}`;
}

/** What misp_publish_on_creation says, the last row's if several; undefined when none says anything. */
export function isToBePublished(rows: readonly Row[]): boolean | undefined {
  const said = firstOf([...rows].reverse(), 'misp_publish_on_creation');
  return said === undefined ? undefined : /^(1|true|t|yes|y)$/i.test(said);
}

/** Whether an event that is there is published when it was changed: always, never, or if it was before. */
export type Publication = 'always' | 'never' | 'again';

/** The parameter publish_on_creation is about new events: one that others work on is not published by the way. */
export function publicationOf(
  rows: readonly Row[],
  { publish_on_update: again }: Readonly<Record<string, string>>,
): Publication {
  const said = isToBePublished(rows);
  if (said !== undefined) return said ? 'always' : 'never';
  return again === '1' ? 'again' : 'never';
}
