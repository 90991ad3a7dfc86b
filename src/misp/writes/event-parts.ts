import { fold } from '../lookup/fold.ts';

/** An attribute to be added. It has a uuid already, by which it is found in what MISP answers. */
export interface NewAttribute {
  readonly uuid: string;
  readonly type: string;
  readonly value: string;
  readonly category?: string;
  readonly comment?: string;
  /** As MISP does by the type when absent. */
  readonly to_ids?: boolean;
  readonly first_seen?: string;
  readonly last_seen?: string;
  readonly disable_correlation?: boolean;
  readonly Tag?: readonly { readonly name: string }[];
}

export interface NewObjectAttribute extends NewAttribute {
  readonly object_relation: string;
}

/** An object to be added. */
export interface NewObject {
  readonly uuid: string;
  readonly name: string;
  readonly 'meta-category': string;
  readonly description: string;
  readonly template_uuid: string;
  readonly template_version: string;
  /** 5: that of the event. */
  readonly distribution: '5';
  readonly Attribute: readonly NewObjectAttribute[];
}

/** The same for every writing of a value that MISP stores alike: letter case, accents, `hxxp`, `[.]`. */
export function storedForm(value: string): string {
  return fold(value.replace(/^hxxp/i, 'http').replace(/\[(\.|:|@)\]/g, '$1'));
}

/** Two attributes of an event with the same key are one. */
export function keyOfAttribute({ type, value }: Pick<NewAttribute, 'type' | 'value'>): string {
  return `${type} ${storedForm(value)}`;
}
