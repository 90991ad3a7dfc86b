import {
  type NewAttribute,
  type NewEvent,
  type NewObject,
  type NewSighting,
  type Org,
  OWN_ORG,
  PARTNER_ORG,
  type SharingGroup,
  type StoredAttribute,
  type StoredEvent,
  type StoredObject,
  type StoredSighting,
  type StoredTag,
  uuidOf,
} from './records.ts';
import { TagBook } from './tag-book.ts';
import { type Warninglist, WARNINGLISTS } from '../pages/warninglists.ts';

export interface StoreOptions {
  readonly org?: Org;
  readonly partner?: Org;
  /** What the addresses of its users end with. */
  readonly mailDomain?: string;
}

/** A MISP's events, attributes and what they have. What `add...` takes is laid down as it is, for data sets. */
export class StoreRecords {
  /** The organisation of most API keys. */
  readonly org: Org;
  /** The organisation of the key `partner`. */
  readonly partner: Org;
  /** In the order of their ids. */
  readonly attributes: StoredAttribute[] = [];
  readonly events: StoredEvent[] = [];
  /** By id. */
  readonly objects = new Map<string, StoredObject>();
  /** By id. */
  readonly sharingGroups = new Map<string, SharingGroup>();
  readonly tags = new TagBook();
  readonly warninglists: Warninglist[] = [...WARNINGLISTS];
  /** Values that searches leave out without a word (Administration, Allowedlist). */
  readonly allowedlist = new Set<string>();
  readonly mailDomain: string;
  /** Uuids of deleted events, which cannot come again. */
  readonly blocklist = new Set<string>();
  readonly #last = { attribute: 0, event: 0, object: 0, sighting: 0 };

  constructor({ org = OWN_ORG, partner = PARTNER_ORG, mailDomain = 'csirt.example' }: StoreOptions = {}) {
    this.org = org;
    this.partner = partner;
    this.mailDomain = mailDomain;
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
      disable_correlation: false,
      protected: null,
      extends_uuid: '',
      creator_email: `${org.id === this.partner.id ? 'partner' : 'automation'}@${this.mailDomain}`,
      miscounted: 0,
      tags: [],
      uuid: uuidOf(`event ${id}`),
      ...event,
      timestamp,
      id,
    };
    for (const tag of added.tags) this.tags.get(tag);
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
    for (const tag of added.tags) this.tags.get(tag);
    this.attributes.push(added);
    if (time !== undefined) touch(event, time);
    return added;
  }

  /**
   * @param parts relation, type and value of each attribute
   * @param common what all of them have, or each by its type
   * @param about the object itself, which has no name of its own without
   */
  addObject(
    event: StoredEvent,
    parts: readonly (readonly [string, string, string])[],
    common: Partial<NewAttribute> | ((type: string) => Partial<NewAttribute>) = {},
    about: NewObject = {},
  ): string {
    const object_id = this.defineObject(event, about).id;
    for (const [object_relation, type, value] of parts) {
      const more = typeof common === 'function' ? common(type) : common;
      this.addAttribute(event, { ...more, object_id, object_relation, type, value });
    }
    return object_id;
  }

  /** An object without its attributes. */
  defineObject(event: StoredEvent, object: NewObject): StoredObject {
    const id = this.#idOf('object', object.id);
    const defined: StoredObject = {
      uuid: uuidOf(`object ${id}`),
      name: 'invented',
      'meta-category': 'misc',
      description: '',
      template_uuid: uuidOf('template invented'),
      template_version: '1',
      distribution: '0',
      sharing_group_id: '0',
      comment: '',
      deleted: false,
      timestamp: event.timestamp,
      first_seen: null,
      last_seen: null,
      ...object,
      event,
      id,
    };
    this.objects.set(id, defined);
    return defined;
  }

  /** Moves no timestamp. */
  addSighting(attribute: StoredAttribute, sighting: NewSighting): StoredSighting {
    const id = this.#idOf('sighting', sighting.id);
    const added = { source: '', org: this.org, uuid: uuidOf(`sighting ${id}`), ...sighting, id };
    attribute.sightings.push(added);
    return added;
  }

  /** Says what a tag's id and colour are; others are numbered as they are met. */
  defineTag(tag: StoredTag): void {
    this.tags.define(tag);
  }

  tag(name: string): StoredTag {
    return this.tags.get(name);
  }

  event(idOrUuid: string): StoredEvent | undefined {
    return this.events.find(({ id, uuid }) => id === idOrUuid || uuid === idOrUuid.toLowerCase());
  }

  attribute(idOrUuid: string): StoredAttribute | undefined {
    return this.attributes.find(({ id, uuid }) => id === idOrUuid || uuid === idOrUuid.toLowerCase());
  }

  /** The next one gets an id after this. */
  reserve(kind: 'attribute' | 'event' | 'object' | 'sighting', id: number): void {
    this.#last[kind] = Math.max(this.#last[kind], id);
  }

  #idOf(kind: 'attribute' | 'event' | 'object' | 'sighting', given: string | undefined): string {
    this.#last[kind] = given === undefined ? this.#last[kind] + 1 : Math.max(this.#last[kind], Number(given));
    return given ?? String(this.#last[kind]);
  }
}

/** What any change of an event or of its attributes does. */
export function touch(event: StoredEvent, time: number): void {
  event.timestamp = time;
  event.published = false;
}
