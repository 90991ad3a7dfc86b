/** What an event of Splunk's that comes from MISP is. */
export type Sourcetype = 'misp:attribute' | 'misp:event' | 'misp:rest' | 'misp:run' | 'misp:sighting';

/** What every row of an instance has, so that it looks right among events and can be collected into an index. */
export function metadataOf(
  instance: string,
  url: string,
  sourcetype: Sourcetype = 'misp:attribute',
): Readonly<Record<'host' | 'source' | 'sourcetype', string>> {
  return { host: new URL(url).hostname, source: `misp://${instance}`, sourcetype };
}

/** The field `host` of MISP's own: the address with its port and path. */
export function addressOf(url: string): string {
  return url.replace(/^https?:\/\//, '');
}
