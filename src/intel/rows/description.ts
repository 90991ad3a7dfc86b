import { type Indicator, joinDistinct } from './indicator.ts';

/** Characters. Longer descriptions would make the lookups large. */
const MAX_LENGTH = 500;

/** `event info | category | comment | MISP event 34`, on one line. @param indicators one attribute, or those of an object */
export function descriptionOf(indicators: readonly Indicator[]): string {
  const [first] = indicators;
  const parts = [
    first?.eventInfo ?? '',
    joinDistinct(indicators.map((one) => one.category)),
    joinDistinct(indicators.map((one) => one.comment)),
  ];
  const text = parts
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter((part) => part !== '')
    .join(' | ');
  // Do not cut a surrogate pair in half.
  const start = text.slice(0, MAX_LENGTH - 1).replace(/[\ud800-\udbff]$/, '');
  const short = text.length > MAX_LENGTH ? `${start}…` : text;
  const event = `MISP event ${first?.eventId ?? ''}`;
  return short === '' ? event : `${short} | ${event}`;
}
