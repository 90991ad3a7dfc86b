import type { Connection, Connections, Values } from './connections.ts';
import { inputValues } from './connections.ts';
import { SECRETS, type Secret } from './secrets.ts';

/** The change of a secret: keep it (a blank value), store a value, or remove it. */
export type SecretChange = { readonly value: string } | 'remove';

export interface Form {
  readonly name: string;
  /** Undefined for an input that uses an instance with another name. */
  readonly instance: Values | undefined;
  readonly secrets: Readonly<Record<Secret, SecretChange>>;
  readonly downloads: boolean;
  readonly input: Values;
}

const KEEP = Object.fromEntries(SECRETS.map((secret) => [secret, { value: '' }])) as Form['secrets'];

/** The form for a new instance, with the download enabled, as most users need. */
export function blankForm({ defaults }: Connections): Form {
  return { name: '', instance: defaults, secrets: KEEP, downloads: true, input: inputValues({}) };
}

/** The form for an existing connection. Secrets are never read. */
export function formOf({ name, instance, input }: Connection): Form {
  return { name, instance, secrets: KEEP, downloads: input !== undefined, input: input ?? inputValues({}) };
}

/** The form for a copy, without name. Its secrets must be entered again, since they cannot be read. */
export function cloneOf(connection: Connection, { defaults }: Connections): Form {
  return { ...formOf(connection), name: '', instance: connection.instance ?? defaults };
}
