import type { Connection, Connections, Values } from './connections.ts';
import { inputValues } from './connections.ts';
import { SECRETS, type Secret } from './secrets.ts';

/** What a secret's field says: keep what is stored, store this, or remove it. */
export type SecretChange = { readonly value: string } | 'remove';

export interface Form {
  readonly name: string;
  /** Blank where an input uses an instance of another name. */
  readonly instance: Values | undefined;
  readonly secrets: Readonly<Record<Secret, SecretChange>>;
  readonly downloads: boolean;
  readonly input: Values;
}

const KEEP = Object.fromEntries(SECRETS.map((secret) => [secret, { value: '' }])) as Form['secrets'];

/** A new one, with the download switched on: what most come for. */
export function blankForm({ defaults }: Connections): Form {
  return { name: '', instance: defaults, secrets: KEEP, downloads: true, input: inputValues({}) };
}

/** Of what there is. Secrets are never read. */
export function formOf({ name, instance, input }: Connection): Form {
  return { name, instance, secrets: KEEP, downloads: input !== undefined, input: input ?? inputValues({}) };
}

/** The same without its name; its secrets have to be typed anew, since nothing reads them. */
export function cloneOf(connection: Connection, { defaults }: Connections): Form {
  return { ...formOf(connection), name: '', instance: connection.instance ?? defaults };
}
