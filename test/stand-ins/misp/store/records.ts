import { hash } from './hash.ts';

/** What the embedded MISP holds, in MISP's own names. Ids are decimal strings, times Unix seconds. */
export interface StoredEvent {
  readonly id: string;
  readonly uuid: string;
  info: string;
  date: string;
  /** Whose event it is on this server. */
  readonly org: Org;
  /** Who made it. */
  readonly orgc: Org;
  /** 0 own organisation only, 1 this community, 2 connected communities, 3 all, 4 sharing group. */
  distribution: string;
  sharing_group_id: string;
  /** 1 high, 2 medium, 3 low, 4 undefined. */
  threat_level_id: string;
  analysis: string;
  published: boolean;
  timestamp: number;
  publish_timestamp: number;
  disable_correlation: boolean;
  /** Null unless MISP was told. */
  protected: boolean | null;
  extends_uuid: string;
  /** Whose event it is within its organisation; MISP shows it to that organisation only. */
  creator_email: string;
  /** By how much `attribute_count` is not the number of attributes here. */
  miscounted: number;
  readonly tags: string[];
}

export interface StoredAttribute {
  readonly id: string;
  readonly uuid: string;
  readonly event: StoredEvent;
  readonly object_id: string;
  readonly object_relation: string | null;
  readonly object_distribution: string;
  category: string;
  type: string;
  value: string;
  to_ids: boolean;
  comment: string | null;
  /** As of an event, and 5: as its event. */
  distribution: string;
  sharing_group_id: string;
  deleted: boolean;
  disable_correlation: boolean;
  timestamp: number;
  first_seen: string | null;
  last_seen: string | null;
  readonly tags: string[];
  readonly sightings: StoredSighting[];
  /** A warning list has its value. */
  onWarningList: boolean;
  /** Base64, of an attachment or a malware sample. */
  readonly data: string | undefined;
}

/** What an attribute's `object_id` is the id of. */
export interface StoredObject {
  readonly id: string;
  readonly uuid: string;
  readonly event: StoredEvent;
  readonly name: string;
  readonly 'meta-category': string;
  readonly description: string;
  readonly template_uuid: string;
  readonly template_version: string;
  readonly distribution: string;
  readonly sharing_group_id: string;
  comment: string;
  deleted: boolean;
  timestamp: number;
  first_seen: string | null;
  last_seen: string | null;
}

export interface StoredSighting {
  readonly id: string;
  readonly uuid: string;
  /** 0 sighting, 1 false positive, 2 expiration. */
  readonly type: string;
  readonly time: number;
  readonly source: string;
  readonly org: Org;
}

export interface StoredTag {
  readonly id: string;
  readonly name: string;
  readonly colour: string;
  readonly numerical_value: string | null;
}

export interface Org {
  readonly id: string;
  readonly uuid: string;
  readonly name: string;
  /** Of this server, as it is when absent. */
  readonly local?: boolean;
  /** Of a viewer: whether everything is shown, as to a site admin. */
  readonly seesAll?: boolean;
  /** What else organisations/index says of it. */
  readonly about?: Readonly<Record<string, unknown>>;
}

/** A sharing group as MISP shows it within events. */
export interface SharingGroup {
  readonly id: string;
  readonly uuid: string;
  readonly name: string;
  readonly SharingGroupOrg: readonly { readonly org_id: string; readonly [member: string]: unknown }[];
  readonly [member: string]: unknown;
}

/** What a galaxy tag stands for, as MISP shows it; the cluster without the galaxy that it is of. */
export interface Galaxy {
  readonly galaxy: Readonly<Record<string, unknown>>;
  readonly cluster: Readonly<Record<string, unknown>>;
}

export type NewEvent = Partial<StoredEvent> & Pick<StoredEvent, 'info'>;
export type NewObject = Partial<Omit<StoredObject, 'event'>>;
export type NewSighting = Partial<StoredSighting> & Pick<StoredSighting, 'type' | 'time'>;
export type NewAttribute = Partial<Omit<StoredAttribute, 'event' | 'sightings'>> &
  Pick<StoredAttribute, 'type' | 'value'> & { readonly sightings?: readonly NewSighting[] };

/** A uuid that is the same in every run. */
export function uuidOf(seed: string): string {
  const hex = hash(seed, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The organisation of most API keys. */
export const OWN_ORG: Org = { id: '1', uuid: uuidOf('org 1'), name: 'EXAMPLE-CSIRT' };
/** The organisation of the key `partner`. */
export const PARTNER_ORG: Org = { id: '2', uuid: uuidOf('org 2'), name: 'Partner-CERT' };
