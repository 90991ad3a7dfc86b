/**
 * An attribute of MISP's REST API, validated and repaired by `attribute-shape.ts`. Ids, timestamps and distributions are
 * decimal strings, blank where MISP has none. Timestamps are Unix seconds. `first_seen` and `last_seen` are ISO 8601 or
 * null.
 */
export interface Attribute {
  readonly id: string;
  readonly event_id: string;
  readonly object_id: string;
  readonly object_relation: string | null;
  readonly category: string;
  readonly type: string;
  readonly to_ids: boolean;
  readonly uuid: string;
  readonly timestamp: string;
  readonly distribution: string;
  readonly sharing_group_id: string;
  readonly comment: string;
  readonly deleted: boolean;
  readonly first_seen: string | null;
  readonly last_seen: string | null;
  readonly value: string;
  readonly Event?: AttributeEvent;
  /** Absent without tags. Tags of the event follow the attribute's own, marked `inherited`. */
  readonly Tag?: readonly Tag[];
  readonly Sighting?: readonly Sighting[];
  readonly decay_score?: readonly DecayScore[];
}

export interface AttributeEvent {
  readonly id: string;
  readonly uuid: string;
  readonly info: string;
  readonly org_id: string;
  readonly orgc_id: string;
  readonly distribution: string;
  readonly publish_timestamp: string;
  /** 1 high to 4 undefined. This and the next members need `includeContext`. */
  readonly threat_level_id?: string;
  readonly date?: string;
  /** 0 initial, 1 ongoing, 2 complete. */
  readonly analysis?: string;
  readonly published?: boolean;
  readonly timestamp?: string;
  readonly Orgc?: { readonly name: string };
  /** The event's own tags. */
  readonly Tag?: readonly Tag[];
}

export interface Tag {
  readonly name: string;
  /** 1 for a tag of the event in the list of an attribute. */
  readonly inherited?: unknown;
}

export interface Sighting {
  /** 0 sighting, 1 false positive, 2 expiration. */
  readonly type: string;
  readonly date_sighting: string;
  readonly source: string;
  readonly Organisation?: { readonly name: string; readonly uuid: string };
}

export interface DecayScore {
  readonly score: number;
  readonly base_score: number | null;
  readonly decayed: boolean;
  readonly DecayingModel: { readonly id: string; readonly name: string };
}
