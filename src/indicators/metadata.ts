import { INSTANCE_FIELDS, type METADATA_FIELDS } from './fields.ts';

/** What an event of Splunk's that comes from MISP is. */
export type Sourcetype = 'misp:attribute' | 'misp:event' | 'misp:rest' | 'misp:run' | 'misp:sighting';

/** What every row of an instance has, so that it looks right among events and can be collected into an index. */
export function metadataOf(
  instance: string,
  url: string,
  sourcetype: Sourcetype = 'misp:attribute',
): Readonly<Record<(typeof METADATA_FIELDS)[number], string>> {
  return { host: new URL(url).hostname, source: `misp://${instance}`, sourcetype };
}

/**
 * Which MISP a row comes from. Both are from the settings: nothing that a server answers may change them, since searches
 * tell instances apart by the one, and links lead to the other.
 */
export function instanceFields(
  prefix: string,
  instance: string,
  url: string,
): Readonly<Record<string, string>> {
  const values: Record<(typeof INSTANCE_FIELDS)[number], string> = { host: addressOf(url), instance };
  return Object.fromEntries(INSTANCE_FIELDS.map((field) => [prefix + field, values[field]]));
}

/** With its port and path, in the characters of URLs: links are `https://` and this. */
function addressOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname.replace(/\/$/, '')}`;
}
