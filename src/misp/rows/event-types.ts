import type { Attribute, Tag } from './types.ts';

/** An event of events/restSearch. Only `id` is always present. Ids and times are like those of attributes. */
export interface MispEvent {
  readonly id: string;
  readonly uuid?: string;
  readonly info?: string;
  readonly date?: string;
  readonly timestamp?: string;
  readonly publish_timestamp?: string;
  readonly distribution?: string;
  readonly org_id?: string;
  readonly orgc_id?: string;
  readonly Org?: Readonly<Record<string, unknown>>;
  readonly Orgc?: Readonly<Record<string, unknown>>;
  readonly Tag?: readonly Tag[];
  readonly Galaxy?: unknown;
  readonly RelatedEvent?: unknown;
  readonly Attribute?: readonly Attribute[];
  readonly Object?: readonly MispObject[];
  readonly [member: string]: unknown;
}

export interface MispObject {
  readonly Attribute?: readonly Attribute[];
  readonly [member: string]: unknown;
}
