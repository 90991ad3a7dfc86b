import type { Attribute } from '../misp/rows/types.ts';
import type { Scalar } from '../protocol/table.ts';

/**
 * The fields of an attribute in every row, without the prefix, in order. When the attributes of an object are merged into
 * one row, these become lists of distinct values.
 */
export const ATTRIBUTE_FIELDS = [
  'category',
  'comment',
  'deleted',
  'attribute_distribution',
  'event_id',
  'event_uuid',
  'first_seen',
  'attribute_id',
  'last_seen',
  'object_id',
  'object_relation',
  'sharing_group_id',
  'timestamp',
  'to_ids',
  'type',
  'attribute_uuid',
  'value',
] as const;

/** The fields of the event in every row. They are the same for all attributes of an object. */
export const EVENT_FIELDS = [
  'event_distribution',
  'event_info',
  'org_id',
  'orgc_id',
  'publish_timestamp',
] as const;

/** The fields that a row has only with a value. */
export const OPTIONAL_FIELDS = [
  'tag',
  'description',
  'withdrawn',
  'object_attribute',
  'decay_score',
  'decay_base_score',
  'decayed',
  'decaying_model_id',
  'decaying_model_name',
  'threat_level_id',
  'event_date',
  'analysis',
  'event_published',
  'event_timestamp',
  'orgc_name',
] as const;

/** The instance of a row. The values come from the settings, never from a response. */
export const INSTANCE_FIELDS = ['host', 'instance'] as const;

/** Splunk's metadata of an event. Without a prefix, types must not have these names either. */
export const METADATA_FIELDS = ['host', 'source', 'sourcetype'] as const;

/** Additional fields of a record with matches. */
export const MATCH_FIELDS = { asFields: 'attributes', asJson: 'json' } as const;

/** Fields of indexed events only: `removed` from the input, `tlp` from props.conf. */
export const INDEX_FIELDS = ['removed', 'tlp'] as const;

/** Prefixes of fields that end with the name of a member of MISP's JSON. */
export const FIELD_PREFIXES = {
  event: 'event_',
  object: 'object_',
  org: 'org_',
  orgc: 'orgc_',
  galaxy: 'galaxy_',
  related: 'related_',
  sighting: 'sight_',
} as const;

/** The cells of `_time`, `ATTRIBUTE_FIELDS` and `EVENT_FIELDS`, in this order. An array literal is the fastest way. */
export function fixedCells(attribute: Attribute): (Scalar | undefined)[] {
  const { Event: event } = attribute;
  return [
    attribute.timestamp === '' ? undefined : attribute.timestamp,
    attribute.category,
    attribute.comment,
    attribute.deleted,
    attribute.distribution,
    event?.id ?? attribute.event_id,
    event?.uuid,
    attribute.first_seen,
    attribute.id,
    attribute.last_seen,
    attribute.object_id,
    attribute.object_relation,
    attribute.sharing_group_id,
    attribute.timestamp === '' ? undefined : Number(attribute.timestamp),
    attribute.to_ids,
    attribute.type,
    attribute.uuid,
    attribute.value,
    event?.distribution,
    event?.info,
    event?.org_id,
    event?.orgc_id,
    event?.publish_timestamp,
  ];
}
