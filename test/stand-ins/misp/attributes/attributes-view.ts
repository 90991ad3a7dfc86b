import type { Call } from '../call.ts';
import { attributeColumns } from '../render/columns.ts';
import type { StoredAttribute } from '../store/records.ts';
import { failure, json, type Reply } from '../replies.ts';
import type { MispStore } from '../store/store.ts';
import { seesAttribute } from '../store/visibility.ts';

type Members = Record<string, unknown>;

/** attributes/view/ID, where ID may be a uuid; not of a deleted one. */
export function viewAttribute(call: Call): Reply {
  const attribute = attributeOf(call, call.args[0]);
  if (!attribute || attribute.deleted) return failure(405, 'Invalid attribute', call.path);
  const tags = attribute.tags.map((name) => renderTag(name, call.store));
  return json({
    Attribute: {
      ...attributeColumns(attribute),
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

function renderTag(name: string, store: MispStore): Members {
  const { id, colour, numerical_value } = store.tag(name);
  return { id, name, colour, numerical_value, is_galaxy: name.startsWith('misp-galaxy:'), local: false };
}
