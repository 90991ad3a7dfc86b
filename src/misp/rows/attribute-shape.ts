import { Checker, listPart, objectPart, type Shape } from './shape.ts';
import type { Attribute } from './types.ts';

const text = { kind: 'text', fallback: '' } as const;
/** Digits only: ids go into links. */
const digits = { kind: 'digits', fallback: '' } as const;
const nullable = { kind: 'text', fallback: null } as const;
const flag = { kind: 'flag', fallback: false } as const;
/** Present only with some parameters of the request. */
const optional = { kind: 'text', optional: true } as const;

export const TAGS: Shape = { members: { name: { kind: 'text' } } };

const ORGANISATION = objectPart({ members: { name: text, uuid: text } });

export const SIGHTINGS: Shape = {
  members: { type: { kind: 'text' }, date_sighting: { kind: 'digits' }, source: text },
  parts: { Organisation: ORGANISATION },
};

const EVENT: Shape = {
  members: {
    ...{ id: digits, uuid: text, info: text, org_id: text, orgc_id: text, distribution: text },
    publish_timestamp: text,
    ...{ threat_level_id: optional, date: optional, analysis: optional, timestamp: optional },
    published: { kind: 'flag', optional: true },
  },
  parts: { Orgc: objectPart({ members: { name: text } }), Tag: listPart(TAGS) },
};

const DECAY_SCORES: Shape = {
  members: { score: { kind: 'number' }, base_score: { kind: 'number', fallback: null }, decayed: flag },
  parts: { DecayingModel: objectPart({ members: { id: text, name: text } }, { isRequired: true }) },
};

/** The shape of an attribute, with fallbacks for members that MISP omits or that are null in its database. */
export const ATTRIBUTE: Shape = {
  members: {
    id: { kind: 'id' },
    event_id: digits,
    object_id: { kind: 'digits', fallback: '0' },
    object_relation: nullable,
    category: text,
    type: { kind: 'type' },
    to_ids: flag,
    uuid: { kind: 'uuid', fallback: '' },
    timestamp: { kind: 'digits', fallback: '' },
    distribution: text,
    sharing_group_id: { kind: 'text', fallback: '0' },
    comment: text,
    deleted: flag,
    first_seen: nullable,
    last_seen: nullable,
    value: { kind: 'text' },
  },
  parts: {
    Event: objectPart(EVENT),
    Tag: listPart(TAGS),
    Sighting: listPart(SIGHTINGS),
    decay_score: listPart(DECAY_SCORES),
  },
};

export const attributeChecker = new Checker<Attribute>(ATTRIBUTE);
