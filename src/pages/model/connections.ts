import * as v from 'valibot';
import { InstanceStanza } from '../../splunkd/instance-schema.ts';
import { isTestStanza } from '../../splunkd/test-stanza.ts';
import { textOf } from '../splunk/flags.ts';
import { RestError } from '../splunk/rest-error.ts';
import { entriesOf, type Entry } from '../splunk/rest.ts';
import { INPUT_DEFAULTS } from './input-settings.ts';
import { DEFAULT, INPUTS, INSTANCES } from './names.ts';

/** The values of a form by setting. */
export type Values = Readonly<Record<string, string>>;

/** A row of the table: an instance, the input with the same name, or both. */
export interface Connection {
  readonly name: string;
  /** Absent for an input that uses an instance with another name. */
  readonly instance?: Values;
  readonly input?: Values;
}

export interface Connections {
  readonly all: readonly Connection[];
  /** The settings of an instance without its own: from [default], or the app's defaults. */
  readonly defaults: Values;
}

/** Loads all instances and inputs. @throws RestError */
export async function loadConnections(): Promise<Connections> {
  const [instances, inputs] = await Promise.all([
    entriesOf(INSTANCES),
    entriesOf(INPUTS).catch(nothingIfForbidden),
  ]);
  const defaults = instanceValues(instances.find(({ name }) => name === DEFAULT)?.content ?? {});
  const byName = new Map<string, Connection>();
  for (const { name, content } of instances) {
    if (name !== DEFAULT && !isTestStanza(name))
      byName.set(name, { name, instance: instanceValues(content) });
  }
  for (const { name, content } of inputs)
    byName.set(name, { ...byName.get(name), name, input: inputValues(content) });
  return { all: [...byName.values()].sort((one, other) => (one.name < other.name ? -1 : 1)), defaults };
}

/** A user who may not see inputs still sees the instances. @throws RestError */
function nothingIfForbidden(error: unknown): readonly Entry[] {
  if (!(error instanceof RestError)) throw error;
  if (error.status === 403) return [];
  if (error.status !== 404) throw error;
  throw new RestError(404, 'Splunk Web does not know the inputs of this app yet. Restart Splunk.', {
    cause: error,
  });
}

const INSTANCE_DEFAULTS = v.getDefaults(InstanceStanza);

/** The settings of a stanza, with defaults. */
export function instanceValues(content: Entry['content']): Values {
  return valuesOf(INSTANCE_DEFAULTS, content);
}

/** The settings of an input, with `disabled`, which splunkd changes separately. */
export function inputValues(content: Entry['content']): Values {
  return { ...valuesOf(INPUT_DEFAULTS, content), disabled: textOf(content['disabled'] ?? false) };
}

/** The trimmed values that differ from the old ones. */
export function changedSettings(values: Values, old: Values): Record<string, string> {
  const trimmed = Object.entries(values).map(([name, value]) => [name, value.trim()] as const);
  return Object.fromEntries(trimmed.filter(([name, value]) => value !== (old[name] ?? '')));
}

function valuesOf(defaults: Readonly<Record<string, unknown>>, content: Entry['content']): Values {
  return Object.fromEntries(
    Object.entries(defaults).map(([name, byDefault]) => [name, textOf(content[name]) || textOf(byDefault)]),
  );
}
