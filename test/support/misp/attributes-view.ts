import type { Call } from './call.ts';
import { halvesOf } from './halves.ts';
import type { StoredAttribute } from './records.ts';
import { failure, json, type Reply } from './replies.ts';
import type { MispStore } from './store.ts';
import { seesAttribute } from './visibility.ts';

type Members = Record<string, unknown>;

/** attributes/view/ID, where ID may be a uuid. */
export function viewAttribute(call: Call): Reply {
  const attribute = attributeOf(call, call.args[0]);
  if (!attribute) return failure(405, 'Invalid attribute', call.path);
  const tags = attribute.tags.map((name) => renderTag(name, call.store));
  return json({
    Attribute: {
      ...columnsOf(attribute),
      event_uuid: attribute.event.uuid,
      ...(tags.length > 0 && { Tag: tags }),
    },
  });
}

/** By id or uuid, if the viewer may see it. */
export function attributeOf({ store, viewer }: Call, idOrUuid: unknown): StoredAttribute | undefined {
  const found =
    typeof idOrUuid === 'string' || typeof idOrUuid === 'number'
      ? store.attribute(String(idOrUuid))
      : undefined;
  return found && seesAttribute(store, found, viewer) ? found : undefined;
}

/** An attribute as the database has it. @param halves whether to show both halves of the value, too */
export function columnsOf(attribute: StoredAttribute, { halves = false } = {}): Members {
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

function renderTag(name: string, store: MispStore): Members {
  const { id, colour, numerical_value } = store.tag(name);
  return { id, name, colour, numerical_value, is_galaxy: name.startsWith('misp-galaxy:'), local: false };
}
