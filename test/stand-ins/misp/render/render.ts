import { attributeColumns, sightingColumns } from './columns.ts';
import { decayMember } from '../pages/decaying.ts';
import type { Org, StoredAttribute, StoredEvent, StoredSighting } from '../store/records.ts';
import type { MispStore } from '../store/store.ts';
import { seenSightings } from '../store/visibility.ts';

/** Which parts a request asks for, and whose it is. */
export interface View {
  readonly eventTags: boolean;
  readonly eventUuid: boolean;
  readonly sightings: boolean;
  readonly decayScore: boolean;
  readonly context: boolean;
  readonly attachments: boolean;
  readonly warnings: boolean;
  readonly viewer: Org;
  /** Unix seconds. */
  readonly now: number;
}

/** An attribute as attributes/restSearch shows it, members in MISP's order. */
export function renderAttribute(
  attribute: StoredAttribute,
  store: MispStore,
  view: View,
): Record<string, unknown> {
  const { event, object_id } = attribute;
  const tags = tagsOf(attribute, store, view);
  return {
    ...attributeColumns(attribute),
    ...(view.attachments && attribute.data !== undefined && { data: attribute.data }),
    ...(view.sightings && {
      Sighting: seenSightings(attribute, view.viewer).map((one) => renderSighting(attribute, one)),
    }),
    ...(view.warnings && attribute.onWarningList && { warnings: [renderWarning(attribute)] }),
    ...(view.eventUuid && { event_uuid: event.uuid }),
    ...(view.decayScore && decayMember(attribute, view.now)),
    Event: view.context ? renderContext(event, store) : renderEvent(event),
    ...(object_id !== '0' && {
      Object: { id: object_id, distribution: attribute.object_distribution, sharing_group_id: '0' },
    }),
    ...(tags.length > 0 && { Tag: tags }),
  };
}

function tagsOf({ tags, event }: StoredAttribute, store: MispStore, view: View): Record<string, unknown>[] {
  const own = tags.map((name) => ({
    ...store.tag(name),
    is_galaxy: name.startsWith('misp-galaxy:'),
    local: false,
  }));
  if (!view.eventTags && !view.decayScore) return own;
  return [...own, ...event.tags.map((name) => ({ ...store.tag(name), inherited: 1 }))];
}

function renderEvent(event: StoredEvent): Record<string, unknown> {
  return {
    org_id: event.org.id,
    distribution: event.distribution,
    publish_timestamp: String(event.publish_timestamp),
    id: event.id,
    info: event.info,
    orgc_id: event.orgc.id,
    uuid: event.uuid,
  };
}

function renderContext(event: StoredEvent, store: MispStore): Record<string, unknown> {
  const { id, name, uuid } = event.orgc;
  return {
    id: event.id,
    orgc_id: event.orgc.id,
    org_id: event.org.id,
    date: event.date,
    threat_level_id: event.threat_level_id,
    info: event.info,
    published: event.published,
    uuid: event.uuid,
    analysis: event.analysis,
    timestamp: String(event.timestamp),
    distribution: event.distribution,
    publish_timestamp: String(event.publish_timestamp),
    sharing_group_id: event.sharing_group_id,
    extends_uuid: '',
    Tag: event.tags.map((tag) => ({ local: false, ...store.tag(tag) })),
    Orgc: { id, name, uuid, local: true },
  };
}

/** A sighting as it is within attributes, and on its own in sightings/index. */
export function renderSighting(
  attribute: StoredAttribute,
  sighting: StoredSighting,
): Record<string, unknown> {
  const { org } = sighting;
  return {
    ...sightingColumns(attribute, sighting),
    attribute_uuid: attribute.uuid,
    Organisation: { id: org.id, uuid: org.uuid, name: org.name },
  };
}

export function renderWarning({ value }: StoredAttribute): Record<string, unknown> {
  return {
    match: value,
    value,
    warninglist_id: '96',
    warninglist_name: 'List of known IPv4 public DNS resolvers',
    warninglist_category: 'false_positive',
  };
}
