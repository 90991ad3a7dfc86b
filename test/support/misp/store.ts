import { createHash } from 'node:crypto';

/** What the embedded MISP holds, in MISP's own names. Ids are decimal strings, times Unix seconds. */
export interface StoredEvent {
  readonly id: string;
  readonly uuid: string;
  info: string;
  readonly date: string;
  readonly org: Org;
  distribution: string;
  threat_level_id: string;
  published: boolean;
  timestamp: number;
  publish_timestamp: number;
  readonly tags: string[];
}

export interface StoredAttribute {
  readonly id: string;
  readonly uuid: string;
  readonly event: StoredEvent;
  readonly object_id: string;
  readonly object_relation: string | null;
  category: string;
  type: string;
  value: string;
  to_ids: boolean;
  comment: string;
  deleted: boolean;
  timestamp: number;
  readonly first_seen: string | null;
  readonly last_seen: string | null;
  readonly tags: string[];
  readonly sightings: StoredSighting[];
  /** What a warning list or a decaying model would do to it. */
  readonly onWarningList: boolean;
  readonly decayScore: number | undefined;
}

export interface StoredSighting {
  readonly type: string;
  readonly time: number;
  readonly source: string;
  readonly org: Org;
}

export interface Org {
  readonly id: string;
  readonly uuid: string;
  readonly name: string;
}

export type NewEvent = Partial<Omit<StoredEvent, 'id' | 'uuid'>> & Pick<StoredEvent, 'info'>;
export type NewAttribute = Partial<Omit<StoredAttribute, 'id' | 'uuid' | 'event'>> & Pick<StoredAttribute, 'type' | 'value'>;

/** A uuid that is the same in every run. */
export function uuidOf(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export const OWN_ORG: Org = { id: '1', uuid: uuidOf('org 1'), name: 'EXAMPLE-CSIRT' };

export class MispStore {
  readonly attributes: StoredAttribute[] = [];
  readonly events: StoredEvent[] = [];
  #objects = 0;

  addEvent(event: NewEvent): StoredEvent {
    const id = String(this.events.length + 1);
    const timestamp = event.timestamp ?? 0;
    const added: StoredEvent = {
      date: new Date(timestamp * 1000).toISOString().slice(0, 10),
      org: OWN_ORG,
      distribution: '1',
      threat_level_id: '2',
      published: true,
      publish_timestamp: timestamp,
      tags: [],
      ...event,
      timestamp,
      id,
      uuid: uuidOf(`event ${id}`),
    };
    this.events.push(added);
    return added;
  }

  addAttribute(event: StoredEvent, attribute: NewAttribute): StoredAttribute {
    const id = String(this.attributes.length + 1);
    const added: StoredAttribute = {
      object_id: '0',
      object_relation: null,
      category: 'Network activity',
      to_ids: true,
      comment: '',
      deleted: false,
      timestamp: event.timestamp,
      first_seen: null,
      last_seen: null,
      tags: [],
      sightings: [],
      onWarningList: false,
      decayScore: undefined,
      ...attribute,
      event,
      id,
      uuid: uuidOf(`attribute ${id}`),
    };
    this.attributes.push(added);
    return added;
  }

  /** @param parts relation, type and value of each attribute */
  addObject(event: StoredEvent, parts: readonly (readonly [string, string, string])[], common: Partial<NewAttribute> = {}): string {
    const object_id = String(++this.#objects);
    for (const [object_relation, type, value] of parts) {
      this.addAttribute(event, { ...common, object_id, object_relation, type, value });
    }
    return object_id;
  }
}
