/**
 * The timestamp fields by which the input finds changes. No single one covers all changes. Measured with MISP 2.5.
 *
 * | change | event_timestamp | publish_timestamp | timestamp |
 * | --- | --- | --- | --- |
 * | event tagged or edited | moves | | |
 * | event published | | moves | |
 * | attribute added, edited, tagged, soft-deleted | moves | | moves |
 * | attribute or event deleted for good | moves for an attribute only | | |
 */
export const TIMESTAMP_FIELDS = [
  'event_timestamp',
  'publish_timestamp',
  'timestamp',
  'date_sighting',
] as const;

export type TimestampField = (typeof TIMESTAMP_FIELDS)[number];
