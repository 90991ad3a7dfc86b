/** As MISP compares them: with the integer 2, an expiration would leave older ones in place. */
export const SIGHTING_TYPES = { sighting: '0', false_positive: '1', expiration: '2' } as const;

export type SightingType = (typeof SIGHTING_TYPES)[keyof typeof SIGHTING_TYPES];

/** Who reports, unless somebody says another. */
export const DEFAULT_SOURCE = 'splunk';
