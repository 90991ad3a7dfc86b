import { foldValue } from '../lookup/fold.ts';

/** An attribute to add. Its UUID identifies it in the response. */
export interface NewAttribute {
  readonly uuid: string;
  readonly type: string;
  readonly value: string;
  readonly category?: string;
  readonly comment?: string;
  /** MISP's default for the type when absent. */
  readonly to_ids?: boolean;
  readonly first_seen?: string;
  readonly last_seen?: string;
  readonly disable_correlation?: boolean;
  readonly Tag?: readonly { readonly name: string }[];
}

export interface NewObjectAttribute extends NewAttribute {
  readonly object_relation: string;
}

/** An object to add. */
export interface NewObject {
  readonly uuid: string;
  readonly name: string;
  readonly 'meta-category': string;
  readonly description: string;
  readonly template_uuid: string;
  readonly template_version: string;
  /** 5: inherit that of the event. */
  readonly distribution: '5';
  readonly Attribute: readonly NewObjectAttribute[];
}

/** A canonical form of values that MISP treats as equal: ignores letter case, accents, `hxxp`, `[.]`. */
export function normaliseStored(value: string): string {
  return foldValue(value.replace(/^hxxp/i, 'http').replace(/\[(\.|:|@)\]/g, '$1'));
}

/** Two attributes of an event with the same key are duplicates. */
export function attributeKey({ type, value }: Pick<NewAttribute, 'type' | 'value'>): string {
  return `${type} ${normaliseStored(value)}`;
}
