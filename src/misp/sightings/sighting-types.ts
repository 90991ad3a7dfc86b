/** Strings, as MISP compares them: with the integer 2, an expiration would keep the older ones. */
export const SIGHTING_TYPES = { sighting: '0', false_positive: '1', expiration: '2' } as const;

export type SightingType = (typeof SIGHTING_TYPES)[keyof typeof SIGHTING_TYPES];

/** The source of a sighting without another one. */
export const DEFAULT_SOURCE = 'splunk';
