import type { StoredAttribute, StoredEvent } from './store.ts';

/** Which parts a request asks for; any non-empty string counts as yes, as in MISP. */
export interface Includes {
  readonly eventTags: boolean;
  readonly eventUuid: boolean;
  readonly sightings: boolean;
  readonly decayScore: boolean;
  readonly context: boolean;
}

/** An attribute as attributes/restSearch shows it, members in MISP's order. */
export function renderAttribute(attribute: StoredAttribute, includes: Includes): Record<string, unknown> {
  const { event } = attribute;
  const tags = tagsOf(attribute, includes);
  return {
    id: attribute.id,
    event_id: event.id,
    object_id: attribute.object_id,
    object_relation: attribute.object_relation,
    category: attribute.category,
    type: attribute.type,
    to_ids: attribute.to_ids,
    uuid: attribute.uuid,
    timestamp: String(attribute.timestamp),
    distribution: '5',
    sharing_group_id: '0',
    comment: attribute.comment,
    deleted: attribute.deleted,
    disable_correlation: false,
    first_seen: attribute.first_seen,
    last_seen: attribute.last_seen,
    value: attribute.value,
    ...(includes.sightings && { Sighting: attribute.sightings.map((one, index) => renderSighting(attribute, one, index)) }),
    ...(includes.eventUuid && { event_uuid: event.uuid }),
    ...(includes.decayScore && attribute.decayScore !== undefined && { decay_score: [renderScore(attribute.decayScore)] }),
    Event: includes.context ? renderContext(event) : renderEvent(event),
    ...(attribute.object_id !== '0' && { Object: { id: attribute.object_id, distribution: '0', sharing_group_id: '0' } }),
    ...(tags.length > 0 && { Tag: tags }),
  };
}

function tagsOf(attribute: StoredAttribute, includes: Includes): Record<string, unknown>[] {
  const own = attribute.tags.map((name) => ({ ...renderTag(name), is_galaxy: name.startsWith('misp-galaxy:'), local: false }));
  if (!includes.eventTags && !includes.decayScore) return own;
  return [...own, ...attribute.event.tags.map((name) => ({ ...renderTag(name), inherited: 1 }))];
}

function renderTag(name: string): Record<string, unknown> {
  return { id: String(1 + ([...name].reduce((sum, char) => sum + char.charCodeAt(0), 0) % 500)), name, colour: '#33FF00', numerical_value: null };
}

function renderEvent(event: StoredEvent): Record<string, unknown> {
  return {
    org_id: event.org.id,
    distribution: event.distribution,
    publish_timestamp: String(event.publish_timestamp),
    id: event.id,
    info: event.info,
    orgc_id: event.org.id,
    uuid: event.uuid,
  };
}

function renderContext(event: StoredEvent): Record<string, unknown> {
  return {
    id: event.id,
    orgc_id: event.org.id,
    org_id: event.org.id,
    date: event.date,
    threat_level_id: event.threat_level_id,
    info: event.info,
    published: event.published,
    uuid: event.uuid,
    analysis: '2',
    timestamp: String(event.timestamp),
    distribution: event.distribution,
    publish_timestamp: String(event.publish_timestamp),
    sharing_group_id: '0',
    extends_uuid: '',
    Tag: event.tags.map((name) => ({ local: false, ...renderTag(name) })),
    Orgc: { ...event.org, local: true },
  };
}

function renderSighting(attribute: StoredAttribute, sighting: StoredAttribute['sightings'][number], index: number) {
  return {
    id: `${attribute.id}${index}`,
    attribute_id: attribute.id,
    event_id: attribute.event.id,
    org_id: sighting.org.id,
    date_sighting: String(sighting.time),
    uuid: attribute.uuid,
    source: sighting.source,
    type: sighting.type,
    attribute_uuid: attribute.uuid,
    Organisation: { id: sighting.org.id, uuid: sighting.org.uuid, name: sighting.org.name },
  };
}

function renderScore(score: number): Record<string, unknown> {
  return { score, base_score: 80, decayed: score < 30, DecayingModel: { id: '3', name: 'NIDS Simple Decaying Model' } };
}
