import type { Attribute } from '../misp/rows/types.ts';
import type { Scalar } from '../protocol/table.ts';

/**
 * The fields that every row has, after the prefix, in their order. When the attributes of an object are merged into one
 * row, the first become lists of distinct values.
 */
export const OWN_FIELDS = [
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

/** Those that are the same for all attributes of an object. */
export const EVENT_FIELDS = [
  'event_distribution',
  'event_info',
  'org_id',
  'orgc_id',
  'publish_timestamp',
] as const;

/** Those that a row has where there is something to say in them. */
export const ADDED_FIELDS = [
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

/** Which MISP it comes from: from our settings, never from its answers. */
export const INSTANCE_FIELDS = ['host', 'instance'] as const;

/** What Splunk knows of an event beside its time: where there is no prefix, types must not be called so either. */
export const METADATA_FIELDS = ['host', 'source', 'sourcetype'] as const;

/** What a record gets that has matches, beside their fields. */
export const MATCH_FIELDS = { asFields: 'attributes', asJson: 'json' } as const;

/** Of events in an index alone: what the input says of what is gone, and what props.conf makes of tags. */
export const INDEX_FIELDS = ['removed', 'tlp'] as const;

/** Starts of fields whose ends are members of MISP's answers. */
export const FAMILIES = {
  event: 'event_',
  object: 'object_',
  org: 'org_',
  orgc: 'orgc_',
  galaxy: 'galaxy_',
  related: 'related_',
  sighting: 'sight_',
} as const;

/** `_time`, then the values of `OWN_FIELDS`, then those of `EVENT_FIELDS`. A literal is what is made fastest. */
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
