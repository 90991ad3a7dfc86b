import { INSTANCE_FIELDS, type METADATA_FIELDS } from './fields.ts';

/** The sourcetypes of events from MISP. */
export type Sourcetype = 'misp:attribute' | 'misp:event' | 'misp:rest' | 'misp:run' | 'misp:sighting';

/** The metadata of every row of an instance, so that it can be displayed as an event and collected into an index. */
export function metadataOf(
  instance: string,
  url: string,
  sourcetype: Sourcetype = 'misp:attribute',
): Readonly<Record<(typeof METADATA_FIELDS)[number], string>> {
  return { host: new URL(url).hostname, source: `misp://${instance}`, sourcetype };
}

/**
 * The fields that identify the instance of a row. They come from the settings, never from a response: searches
 * distinguish instances by `instance`, and links use `host`.
 */
export function instanceFields(
  prefix: string,
  instance: string,
  url: string,
): Readonly<Record<string, string>> {
  const values: Record<(typeof INSTANCE_FIELDS)[number], string> = { host: addressOf(url), instance };
  return Object.fromEntries(INSTANCE_FIELDS.map((field) => [prefix + field, values[field]]));
}

/** The host with port and path. Links are `https://` followed by it. */
function addressOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname.replace(/\/$/, '')}`;
}
