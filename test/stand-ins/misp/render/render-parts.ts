import type { Org, StoredEvent, StoredObject } from '../store/records.ts';
import type { MispStore } from '../store/store.ts';

type Members = Record<string, unknown>;

/** An object without its attributes. */
export function renderObject(object: StoredObject): Members {
  return {
    id: object.id,
    name: object.name,
    'meta-category': object['meta-category'],
    description: object.description,
    template_uuid: object.template_uuid,
    template_version: object.template_version,
    event_id: object.event.id,
    uuid: object.uuid,
    timestamp: String(object.timestamp),
    distribution: object.distribution,
    sharing_group_id: object.sharing_group_id,
    comment: object.comment,
    deleted: object.deleted,
    first_seen: object.first_seen,
    last_seen: object.last_seen,
  };
}

/** A tag of an event or attribute within an event. */
export function renderTag(store: MispStore, name: string): Members {
  const { id, colour, numerical_value } = store.tag(name);
  return {
    id,
    name,
    colour,
    exportable: true,
    user_id: '0',
    hide_tag: false,
    numerical_value,
    is_galaxy: name.startsWith('misp-galaxy:'),
    is_custom_galaxy: false,
    local_only: false,
    local: false,
    relationship_type: null,
  };
}

export function renderOrg({ id, name, uuid, local = true }: Org): Members {
  return { id, name, uuid, local };
}

/** The member of what is shared with a group that is known. */
export function groupOf(
  { distribution, sharing_group_id }: Pick<StoredEvent, 'distribution' | 'sharing_group_id'>,
  { sharingGroups }: MispStore,
): { SharingGroup?: unknown } {
  const group = distribution === '4' ? sharingGroups.get(sharing_group_id) : undefined;
  return group ? { SharingGroup: group } : {};
}
