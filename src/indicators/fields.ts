import type { Attribute } from '../misp/types.ts';
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

/** Names that `<prefix><type>` must not overwrite: there is a MISP type `comment`, and halves called `value`. */
export const FIELD_NAMES: ReadonlySet<string> = new Set([...OWN_FIELDS, ...EVENT_FIELDS]);
