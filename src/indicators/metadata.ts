import type { Row } from '../protocol/rows.ts';

/** What every row of an instance has, so that it looks right among events and can be collected into an index. */
export function metadataOf(
  instance: string,
  url: string,
  sourcetype: 'misp:attribute' | 'misp:event' | 'misp:rest' = 'misp:attribute',
): Row & Readonly<Record<string, string>> {
  return { host: new URL(url).hostname, source: `misp://${instance}`, sourcetype };
}

/** The field `host` of MISP's own: the address with its port and path. */
export function addressOf(url: string): string {
  return url.replace(/^https?:\/\//, '');
}
