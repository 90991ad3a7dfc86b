import type { Attribute } from '../misp/types.ts';
import type { Scalar } from '../protocol/table.ts';

interface Field {
  /** What follows the prefix. */
  readonly name: string;
  readonly text: string;
  readonly get: (attribute: Attribute) => Scalar | undefined;
}

/**
 * The fields that every row has, in their order. When the attributes of an object are merged into one row, those of
 * `OWN_FIELDS` become lists of distinct values; those of `EVENT_FIELDS` are the same for all of them.
 */
export const OWN_FIELDS: readonly Field[] = [
  { name: 'category', text: 'category', get: (a) => a.category },
  { name: 'comment', text: "the attribute's comment", get: (a) => a.comment },
  { name: 'deleted', text: 'True for a soft-deleted attribute', get: (a) => a.deleted },
  {
    name: 'attribute_distribution',
    text: 'distribution of the attribute, 0 to 5',
    get: (a) => a.distribution,
  },
  { name: 'event_id', text: 'id of the event', get: (a) => a.Event?.id ?? a.event_id },
  { name: 'event_uuid', text: 'uuid of the event', get: (a) => a.Event?.uuid },
  { name: 'first_seen', text: 'ISO-8601, when MISP has it', get: (a) => a.first_seen },
  { name: 'attribute_id', text: 'id of the attribute', get: (a) => a.id },
  { name: 'last_seen', text: 'ISO-8601, when MISP has it', get: (a) => a.last_seen },
  { name: 'object_id', text: 'id of the object, 0 for none', get: (a) => a.object_id },
  { name: 'object_relation', text: 'what the attribute is within its object', get: (a) => a.object_relation },
  { name: 'sharing_group_id', text: 'id of the sharing group, 0 for none', get: (a) => a.sharing_group_id },
  { name: 'timestamp', text: 'last change of the attribute, Unix seconds', get: (a) => Number(a.timestamp) },
  { name: 'to_ids', text: 'True when meant for detection', get: (a) => a.to_ids },
  { name: 'type', text: 'type', get: (a) => a.type },
  { name: 'attribute_uuid', text: 'uuid of the attribute', get: (a) => a.uuid },
  { name: 'value', text: 'value; both halves of a composite, joined by |', get: (a) => a.value },
];

export const EVENT_FIELDS: readonly Field[] = [
  {
    name: 'event_distribution',
    text: 'distribution of the event, 0 to 4',
    get: (a) => a.Event?.distribution,
  },
  { name: 'event_info', text: 'title of the event', get: (a) => a.Event?.info },
  { name: 'org_id', text: 'id of the organisation that holds the event', get: (a) => a.Event?.org_id },
  { name: 'orgc_id', text: 'id of the organisation that made the event', get: (a) => a.Event?.orgc_id },
  {
    name: 'publish_timestamp',
    text: 'last publication of the event, Unix seconds',
    get: (a) => a.Event?.publish_timestamp,
  },
];

/** Names that `<prefix><type>` must not overwrite: there is a MISP type `comment`, and halves called `value`. */
export const FIELD_NAMES: ReadonlySet<string> = new Set(
  [...OWN_FIELDS, ...EVENT_FIELDS].map((field) => field.name),
);
