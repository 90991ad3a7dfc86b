/**
 * MISP's clocks, each of which sees changes that the others do not. Source: a MISP 2.5 that was changed and asked.
 *
 * | change | event_timestamp | publish_timestamp | timestamp |
 * | --- | --- | --- | --- |
 * | event tagged or edited | moves | | |
 * | event published | | moves | |
 * | attribute added, edited, tagged, soft-deleted | moves | | moves |
 * | attribute or event deleted for good | attribute's only | | |
 */
export const CLOCKS = ['event_timestamp', 'publish_timestamp', 'timestamp', 'date_sighting'] as const;

export type Clock = (typeof CLOCKS)[number];
