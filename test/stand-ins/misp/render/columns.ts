import { halvesOf } from '../values/halves.ts';
import type { StoredAttribute, StoredSighting } from '../store/records.ts';

/** An attribute as the database has it. @param halves whether to show both halves of the value, too */
export function attributeColumns(
  attribute: StoredAttribute,
  { halves = false } = {},
): Record<string, unknown> {
  const [value1, value2] = halvesOf(attribute);
  return {
    id: attribute.id,
    event_id: attribute.event.id,
    object_id: attribute.object_id,
    object_relation: attribute.object_relation,
    category: attribute.category,
    type: attribute.type,
    ...(halves && { value1, value2 }),
    to_ids: attribute.to_ids,
    uuid: attribute.uuid,
    timestamp: String(attribute.timestamp),
    distribution: attribute.distribution,
    sharing_group_id: attribute.sharing_group_id,
    comment: attribute.comment,
    deleted: attribute.deleted,
    disable_correlation: attribute.disable_correlation,
    first_seen: attribute.first_seen,
    last_seen: attribute.last_seen,
    value: attribute.value,
  };
}

/** A sighting as the database has it. */
export function sightingColumns(
  attribute: StoredAttribute,
  sighting: StoredSighting,
): Record<string, string> {
  const { id, org, time, uuid, source, type } = sighting;
  return {
    id,
    attribute_id: attribute.id,
    event_id: attribute.event.id,
    org_id: org.id,
    date_sighting: String(time),
    uuid,
    source,
    type,
  };
}
