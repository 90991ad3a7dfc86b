import {
  type NewAttribute,
  type NewEvent,
  type NewSighting,
  type Org,
  OWN_ORG,
  PARTNER_ORG,
  type StoredAttribute,
  type StoredEvent,
  type StoredSighting,
  type StoredTag,
  uuidOf,
} from './records.ts';

type EventChanges = Partial<
  Pick<StoredEvent, 'info' | 'date' | 'distribution' | 'threat_level_id' | 'analysis'>
>;
type AttributeChanges = Partial<
  Pick<
    StoredAttribute,
    'category' | 'type' | 'value' | 'to_ids' | 'comment' | 'distribution' | 'first_seen' | 'last_seen'
  >
>;

/**
 * A MISP's events and attributes. What `add...` takes is laid down as it is, for data sets; the methods with a time
 * move timestamps and the published flag as MISP does.
 */
export class MispStore {
  /** The organisation of most API keys. */
  readonly org: Org;
  /** The organisation of the key `partner`. */
  readonly partner: Org;
  /** In the order of their ids. */
  readonly attributes: StoredAttribute[] = [];
  readonly events: StoredEvent[] = [];
  readonly #tags = new Map<string, StoredTag>();
  readonly #last = { attribute: 0, event: 0, object: 0, sighting: 0 };

  constructor({ org = OWN_ORG, partner = PARTNER_ORG }: { org?: Org; partner?: Org } = {}) {
    this.org = org;
    this.partner = partner;
  }

  addEvent(event: NewEvent): StoredEvent {
    const id = this.#idOf('event', event.id);
    const timestamp = event.timestamp ?? 0;
    const org = event.org ?? this.org;
    const added: StoredEvent = {
      date: new Date(timestamp * 1000).toISOString().slice(0, 10),
      org,
      orgc: org,
      distribution: '1',
      sharing_group_id: '0',
      threat_level_id: '2',
      analysis: '2',
      published: true,
      publish_timestamp: timestamp,
      tags: [],
      uuid: uuidOf(`event ${id}`),
      ...event,
      timestamp,
      id,
    };
    this.events.push(added);
    return added;
  }

  /** @param time of the adding, when it is to look like one on a running MISP */
  addAttribute(event: StoredEvent, attribute: NewAttribute, time?: number): StoredAttribute {
    const id = this.#idOf('attribute', attribute.id);
    const added: StoredAttribute = {
      object_id: '0',
      object_relation: null,
      object_distribution: '0',
      category: 'Network activity',
      to_ids: true,
      comment: '',
      distribution: '5',
      sharing_group_id: '0',
      deleted: false,
      disable_correlation: false,
      timestamp: time ?? event.timestamp,
      first_seen: null,
      last_seen: null,
      tags: [],
      onWarningList: false,
      data: undefined,
      uuid: uuidOf(`attribute ${id}`),
      ...attribute,
      sightings: [],
      event,
      id,
    };
    for (const sighting of attribute.sightings ?? []) this.addSighting(added, sighting);
    this.attributes.push(added);
    if (time !== undefined) touch(event, time);
    return added;
  }

  /**
   * @param parts relation, type and value of each attribute
   * @param common what all of them have, or each by its type
   */
  addObject(
    event: StoredEvent,
    parts: readonly (readonly [string, string, string])[],
    common: Partial<NewAttribute> | ((type: string) => Partial<NewAttribute>) = {},
  ): string {
    const object_id = String(++this.#last.object);
    for (const [object_relation, type, value] of parts) {
      const more = typeof common === 'function' ? common(type) : common;
      this.addAttribute(event, { ...more, object_id, object_relation, type, value });
    }
    return object_id;
  }

  /** Moves no timestamp. */
  addSighting(attribute: StoredAttribute, sighting: NewSighting): StoredSighting {
    const id = this.#idOf('sighting', sighting.id);
    const added = { source: '', org: this.org, uuid: uuidOf(`sighting ${id}`), ...sighting, id };
    attribute.sightings.push(added);
    return added;
  }

  editEvent(event: StoredEvent, changes: EventChanges, time: number): void {
    Object.assign(event, changes);
    touch(event, time);
  }

  editAttribute(attribute: StoredAttribute, changes: AttributeChanges, time: number): void {
    Object.assign(attribute, changes);
    attribute.timestamp = time;
    touch(attribute.event, time);
  }

  /** @param sanitise as `Security.sanitise_attribute_on_delete`: type, category and value go too */
  softDelete(attribute: StoredAttribute, time: number, { sanitise = false } = {}): void {
    attribute.deleted = true;
    this.editAttribute(attribute, sanitise ? { type: 'other', category: 'Other', value: '' } : {}, time);
  }

  /** The row is gone. */
  hardDelete(attribute: StoredAttribute, time: number): void {
    this.attributes.splice(this.attributes.indexOf(attribute), 1);
    touch(attribute.event, time);
  }

  /** No attribute of the event gets a new timestamp. */
  tagEvent(event: StoredEvent, tag: string, time: number): void {
    event.tags.push(tag);
    touch(event, time);
  }

  tagAttribute(attribute: StoredAttribute, tag: string, time: number): void {
    attribute.tags.push(tag);
    this.editAttribute(attribute, {}, time);
  }

  /** Leaves `timestamp` alone. */
  publish(event: StoredEvent, time: number): void {
    event.published = true;
    event.publish_timestamp = time;
  }

  /** Leaves both timestamps alone. */
  unpublish(event: StoredEvent): void {
    event.published = false;
  }

  /** Says what a tag's id and colour are; others are numbered as they are met. */
  defineTag(tag: StoredTag): void {
    this.#tags.set(tag.name, tag);
  }

  tag(name: string): StoredTag {
    const known = this.#tags.get(name);
    if (known) return known;
    const made = { id: String(this.#tags.size + 1), name, colour: '#33FF00', numerical_value: null };
    this.#tags.set(name, made);
    return made;
  }

  #idOf(kind: 'attribute' | 'event' | 'sighting', given: string | undefined): string {
    this.#last[kind] = given === undefined ? this.#last[kind] + 1 : Math.max(this.#last[kind], Number(given));
    return given ?? String(this.#last[kind]);
  }
}

/** What any change of an event or of its attributes does. */
function touch(event: StoredEvent, time: number): void {
  event.timestamp = time;
  event.published = false;
}
