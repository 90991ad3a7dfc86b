import { decayMember } from '../pages/decaying.ts';
import { galaxiesOf } from '../pages/galaxies.ts';
import type { Org, StoredAttribute, StoredEvent } from '../store/records.ts';
import { renderSighting, renderWarning } from './render.ts';
import { groupOf, renderObject, renderOrg, renderTag } from './render-parts.ts';
import type { MispStore } from '../store/store.ts';
import { seenSightings, seesAttribute } from '../store/visibility.ts';

/** Which parts of an event a request asks for, and whose request it is. */
export interface EventView {
  readonly viewer: Org;
  /** Unix seconds. */
  readonly now: number;
  /** Without attributes and objects. */
  readonly metadata: boolean;
  /** Only attributes of this kind; all when absent. */
  readonly toIds?: boolean | undefined;
  readonly withoutGalaxies?: boolean;
  /** Without those for detection that a warning list has. */
  readonly withoutWarned?: boolean;
  /** Whether an attribute or object that is deleted, or is not, is shown. */
  readonly deleted: (deleted: boolean) => boolean;
  readonly warnings: boolean;
  readonly attachments: boolean;
  readonly decayScore: boolean;
}

type Members = Record<string, unknown>;

/** An event as events/view, events/restSearch and the writes of events show it, members in MISP's order. */
export function renderEvent(event: StoredEvent, store: MispStore, view: EventView): Members {
  const group = groupOf(event, store);
  const tags = event.tags.map((name) => renderTag(store, name));
  const { attributes, objects } = view.metadata
    ? { attributes: [], objects: [] }
    : contentsOf(event, store, view);
  return {
    id: event.id,
    orgc_id: event.orgc.id,
    org_id: event.org.id,
    date: event.date,
    threat_level_id: event.threat_level_id,
    info: event.info,
    published: event.published,
    uuid: event.uuid,
    attribute_count: attributeCount(event, store),
    analysis: event.analysis,
    timestamp: String(event.timestamp),
    distribution: event.distribution,
    proposal_email_lock: false,
    locked: false,
    publish_timestamp: String(event.publish_timestamp),
    sharing_group_id: event.sharing_group_id,
    disable_correlation: event.disable_correlation,
    extends_uuid: event.extends_uuid,
    protected: event.protected,
    ...(event.orgc.id === view.viewer.id && { event_creator_email: event.creator_email }),
    Org: renderOrg(event.org),
    Orgc: renderOrg(event.orgc),
    ...group,
    ...(!view.metadata && { Attribute: attributes, ShadowAttribute: [] }),
    RelatedEvent: [],
    ...(view.withoutGalaxies !== true && { Galaxy: galaxiesOf('event', event, store) }),
    ...(!view.metadata && { Object: objects, EventReport: [] }),
    CryptographicKey: [],
    ...(tags.length > 0 && { Tag: tags }),
  };
}

/** Of live attributes, whoever may see them. */
export function attributeCount(event: StoredEvent, { attributes }: MispStore): string {
  const live = attributes.filter((one) => one.event === event && !one.deleted).length;
  return String(live + event.miscounted);
}

function contentsOf(
  event: StoredEvent,
  store: MispStore,
  view: EventView,
): { attributes: Members[]; objects: Members[] } {
  const shown = store.attributes.filter(
    (one) =>
      one.event === event &&
      view.deleted(one.deleted) &&
      !store.allowedlist.has(one.value) &&
      (view.toIds ?? one.to_ids) === one.to_ids &&
      !(view.withoutWarned === true && one.onWarningList && one.to_ids) &&
      seesAttribute(store, one, view.viewer),
  );
  const objects = [...store.objects.values()].filter(
    (one) => one.event === event && view.deleted(one.deleted),
  );
  return {
    attributes: shown.filter((one) => one.object_id === '0').map((one) => renderAttribute(one, store, view)),
    objects: objects.map((object) => ({
      ...renderObject(object),
      ObjectReference: [],
      Attribute: shown
        .filter((one) => one.object_id === object.id)
        .map((one) => renderAttribute(one, store, view)),
    })),
  };
}

function renderAttribute(attribute: StoredAttribute, store: MispStore, view: EventView): Members {
  const sightings = seenSightings(attribute, view.viewer);
  return {
    id: attribute.id,
    type: attribute.type,
    category: attribute.category,
    to_ids: attribute.to_ids,
    uuid: attribute.uuid,
    event_id: attribute.event.id,
    distribution: attribute.distribution,
    timestamp: String(attribute.timestamp),
    comment: attribute.comment,
    sharing_group_id: attribute.sharing_group_id,
    deleted: attribute.deleted,
    disable_correlation: attribute.disable_correlation,
    object_id: attribute.object_id,
    object_relation: attribute.object_relation,
    first_seen: attribute.first_seen,
    last_seen: attribute.last_seen,
    value: attribute.value,
    ...(view.warnings && attribute.onWarningList && { warnings: [renderWarning(attribute)] }),
    ...(view.withoutGalaxies !== true && { Galaxy: galaxiesOf('attribute', attribute, store) }),
    ...(view.decayScore && decayMember(attribute, view.now)),
    ...(view.attachments && attribute.data !== undefined && { data: attribute.data }),
    ...groupOf(attribute, store),
    ShadowAttribute: [],
    ...(sightings.length > 0 && { Sighting: sightings.map((one) => renderSighting(attribute, one)) }),
    ...(attribute.tags.length > 0 && { Tag: attribute.tags.map((name) => renderTag(store, name)) }),
  };
}
