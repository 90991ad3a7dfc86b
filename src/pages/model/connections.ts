import * as v from 'valibot';
import { InstanceStanza } from '../../splunkd/instance-schema.ts';
import { textOf } from '../splunk/flags.ts';
import { RestError } from '../splunk/rest-error.ts';
import { entriesOf, type Entry } from '../splunk/rest.ts';
import { INPUT_DEFAULTS } from './input-settings.ts';
import { DEFAULT, INPUTS, INSTANCES } from './names.ts';

/** Settings as a form has them. */
export type Values = Readonly<Record<string, string>>;

/** A row of the table: an instance, the input of its name, or both. */
export interface Connection {
  readonly name: string;
  /** Absent where an input uses an instance of another name. */
  readonly instance?: Values;
  readonly input?: Values;
}

export interface Connections {
  readonly all: readonly Connection[];
  /** What an instance has that makes no setting of its own: from [default], or the app. */
  readonly defaults: Values;
}

/** What is set up. @throws RestError */
export async function loadConnections(): Promise<Connections> {
  const [instances, inputs] = await Promise.all([
    entriesOf(INSTANCES),
    entriesOf(INPUTS).catch(nothingIfForbidden),
  ]);
  const defaults = instanceValues(instances.find(({ name }) => name === DEFAULT)?.content ?? {});
  const byName = new Map<string, Connection>();
  for (const { name, content } of instances) {
    if (name !== DEFAULT) byName.set(name, { name, instance: instanceValues(content) });
  }
  for (const { name, content } of inputs)
    byName.set(name, { ...byName.get(name), name, input: inputValues(content) });
  return { all: [...byName.values()].sort((one, other) => (one.name < other.name ? -1 : 1)), defaults };
}

/** Whoever may not see inputs sees the instances. @throws RestError */
function nothingIfForbidden(error: unknown): readonly Entry[] {
  if (!(error instanceof RestError)) throw error;
  if (error.status === 403) return [];
  if (error.status !== 404) throw error;
  throw new RestError(
    404,
    'Splunk Web does not pass on what concerns the inputs of this app. It learns that when it starts: restart Splunk.',
    { cause: error },
  );
}

const INSTANCE_DEFAULTS = v.getDefaults(InstanceStanza);

/** A stanza's settings, with the defaults of those that it does not make. */
export function instanceValues(content: Entry['content']): Values {
  return valuesOf(INSTANCE_DEFAULTS, content);
}

/** With `disabled` beside the settings, which splunkd switches apart from them. */
export function inputValues(content: Entry['content']): Values {
  return { ...valuesOf(INPUT_DEFAULTS, content), disabled: textOf(content['disabled'] ?? false) };
}

function valuesOf(defaults: Readonly<Record<string, unknown>>, content: Entry['content']): Values {
  return Object.fromEntries(
    Object.entries(defaults).map(([name, byDefault]) => [name, textOf(content[name]) || textOf(byDefault)]),
  );
}
