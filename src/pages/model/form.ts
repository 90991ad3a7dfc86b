import type { Connection, Connections, Values } from './connections.ts';
import { inputValues } from './connections.ts';
import { defaultIndex, INDEX_MACRO, isCovered, SPLUNK_DEFAULT } from './index-choice.ts';
import { SECRETS, type Secret } from './secrets.ts';
import type { Surroundings } from './surroundings.ts';

/** The change of a secret: keep it (a blank value), store a value, or remove it. */
export type SecretChange = { readonly value: string } | 'remove';

export interface Form {
  readonly name: string;
  /** Undefined for an input that uses an instance with another name. */
  readonly instance: Values | undefined;
  readonly secrets: Readonly<Record<Secret, SecretChange>>;
  readonly downloads: boolean;
  readonly input: Values;
  /** Creates the index of the input, which Splunk does not have. */
  readonly createsIndex: boolean;
  /** Adds the index of the input to the macro of the dashboards, which does not name it. */
  readonly addsToMacro: boolean;
}

const KEEP = Object.fromEntries(SECRETS.map((secret) => [secret, { value: '' }])) as Form['secrets'];

/** The form for a new instance, with the download enabled, as most users need. */
export function blankForm({ defaults }: Connections, surroundings: Surroundings): Form {
  const form = {
    name: '',
    instance: defaults,
    secrets: KEEP,
    downloads: true,
    input: inputValues({}),
    ...NO_INDEX_CHANGE,
  };
  const definition = surroundings.macros?.[INDEX_MACRO] ?? '';
  return withChosenIndex(form, defaultIndex(definition), surroundings);
}

/** The form for an existing connection. Secrets are never read. */
export function formOf({ name, instance, input }: Connection): Form {
  return {
    name,
    instance,
    secrets: KEEP,
    downloads: input !== undefined,
    input: input ?? inputValues({}),
    ...NO_INDEX_CHANGE,
  };
}

const NO_INDEX_CHANGE = { createsIndex: false, addsToMacro: false } as const;

/** The form with another index. Creates it and adds it to the macro where that is missing, until the user says otherwise. */
export function withChosenIndex(form: Form, index: string, surroundings: Surroundings): Form {
  const { isMissing, isUnseen } = indexState(index, surroundings);
  return {
    ...form,
    input: { ...form.input, index },
    // Where other machines hold the indexes, one that is created here would hold nothing.
    createsIndex: isMissing && !surroundings.hasIndexers,
    addsToMacro: isUnseen && index !== SPLUNK_DEFAULT,
  };
}

/** Whether Splunk does not have an index, as far as is known, and whether the dashboards do not read it. */
export function indexState(index: string, { indexes, macros }: Surroundings) {
  const name = index.trim();
  return {
    isMissing: name !== '' && name !== SPLUNK_DEFAULT && indexes?.includes(name) === false,
    isUnseen: name !== '' && macros !== undefined && !isCovered(name, macros[INDEX_MACRO] ?? ''),
  };
}

/** The form for a copy, without name. Its secrets must be entered again, since they cannot be read. */
export function cloneOf(connection: Connection, { defaults }: Connections): Form {
  return { ...formOf(connection), name: '', instance: connection.instance ?? defaults };
}
