import type { Org, StoredAttribute, StoredEvent } from './records.ts';
import type { MispStore } from './store.ts';

type Shared = Pick<StoredEvent, 'distribution' | 'sharing_group_id'>;

/**
 * An event is its organisation's or shared with the viewer's; whether it is published does not matter where
 * `MISP.unpublishedprivate` is off, as it is by default.
 */
export function seesEvent(store: MispStore, event: StoredEvent, viewer: Org): boolean {
  return owns(viewer, event) || isShared(store, event, viewer);
}

export function seesAttribute(store: MispStore, attribute: StoredAttribute, viewer: Org): boolean {
  const { event } = attribute;
  return owns(viewer, event) || (isShared(store, event, viewer) && isShared(store, attribute, viewer));
}

/** Who does not own the event sees only the sightings of the own organisation. */
export function seenSightings(
  { event, sightings }: StoredAttribute,
  viewer: Org,
): StoredAttribute['sightings'] {
  return owns(viewer, event) ? sightings : sightings.filter((one) => one.org.id === viewer.id);
}

function owns(viewer: Org, { org }: StoredEvent): boolean {
  return viewer.seesAll === true || org.id === viewer.id;
}

/** A sharing group that nobody described is open to all. */
function isShared(
  { sharingGroups }: MispStore,
  { distribution, sharing_group_id }: Shared,
  viewer: Org,
): boolean {
  if (distribution === '0') return false;
  const members = distribution === '4' ? sharingGroups.get(sharing_group_id)?.SharingGroupOrg : undefined;
  return members?.some(({ org_id }) => org_id === viewer.id) ?? true;
}
