import type { Indicator } from './indicator.ts';

/** Longer ones would make the lookups heavy. */
const MAX_LENGTH = 500;

/** `event info | category | comment | MISP event 34`, on one line. */
export function descriptionOf({ eventInfo, category, comment, eventId }: Indicator): string {
  const parts = [eventInfo, category, comment].map((text) => text.replace(/\s+/g, ' ').trim());
  const text = parts.filter((one) => one !== '').join(' | ');
  const short = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text;
  return `${short} | MISP event ${eventId}`;
}
