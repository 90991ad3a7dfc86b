import { isOn } from '../splunk/flags.ts';
import { create, remove, type Settings, update } from '../splunk/rest.ts';
import { changedSettings, type Connection, type Connections, type Values } from './connections.ts';
import { INPUT_DEFAULTS } from './input-settings.ts';
import type { Form } from './form.ts';
import { INDEX_MACRO, withIndex } from './index-choice.ts';
import { macrosForNewInstance } from './instance-macros.ts';
import { macroSteps } from './macros.ts';
import { INDEXES, INPUTS, INSTANCES } from './names.ts';
import { removeSecret, type Secret, SECRETS, storeSecret } from './secrets.ts';
import { runSteps, type Step } from './steps.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * Saves the instance, the secrets and the input of a form, or none of them. For a new one also the index, if the form says
 * so, and the macros that name an instance.
 *
 * @param before the connection to change; undefined for a new one
 * @throws Error that says what failed, and names remaining changes
 */
export async function save(
  form: Form,
  before: Connection | undefined,
  { all, defaults }: Connections,
  { macros = {} }: Surroundings,
): Promise<void> {
  const instance = instanceSteps(form, before, defaults);
  const secrets = secretSteps(form, before === undefined);
  const input = inputSteps(form, before?.input);
  const index = form.downloads ? indexSteps(form, macros) : [];
  if (before) {
    // Replaced secrets cannot be restored, so they come last.
    await runSteps([...index, ...instance, ...input, ...secrets]);
    return;
  }
  const existing = all.flatMap((one) => (one.instance ? [one.name] : []));
  const names = form.instance ? macrosForNewInstance(form.name, existing, macros) : {};
  // A new input needs its key first.
  await runSteps([...index, ...instance, ...secrets, ...input, ...macroSteps(names, macros)]);
}

function indexSteps({ input, createsIndex, addsToMacro }: Form, macros: Values): Step[] {
  const index = (input['index'] ?? '').trim();
  const steps: Step[] = [];
  if (createsIndex) {
    steps.push({
      text: `create the index ${index}`,
      advice: `Create it in Settings > Indexes or on the indexers, and clear "Create the index".`,
      run: () => create(INDEXES, index, {}),
      undo: () => remove(INDEXES, index),
    });
  }
  if (addsToMacro) {
    const definition = withIndex(macros[INDEX_MACRO] ?? '', index);
    steps.push(...macroSteps({ [INDEX_MACRO]: definition }, macros));
  }
  return steps;
}

function instanceSteps({ name, instance }: Form, before: Connection | undefined, defaults: Values): Step[] {
  if (!instance) return [];
  const old = before?.instance;
  const settings = changedSettings(instance, old ?? defaults);
  if (!old) {
    return [
      {
        text: `create the MISP instance ${name}`,
        run: () => create(INSTANCES, name, settings),
        undo: () => remove(INSTANCES, name),
      },
    ];
  }
  if (Object.keys(settings).length === 0) return [];
  return [
    {
      text: `change the MISP instance ${name}`,
      run: () => update(INSTANCES, name, settings),
      undo: () => update(INSTANCES, name, pick(old, Object.keys(settings))),
    },
  ];
}

function secretSteps({ name, instance, secrets }: Form, isNew: boolean): Step[] {
  if (!instance) return [];
  return SECRETS.flatMap((secret): Step[] => {
    const change = secrets[secret];
    const label = LABELS[secret];
    if (change === 'remove') {
      if (isNew) return [];
      return [
        {
          text: `remove ${label}`,
          run: () => removeSecret(name, secret),
          remainingChange: `${label} is removed`,
        },
      ];
    }
    if (change.value === '') return [];
    return [
      {
        text: `store ${label}`,
        run: () => storeSecret(name, secret, change.value, isNew),
        ...(isNew ? { undo: () => removeSecret(name, secret) } : { remainingChange: `${label} is replaced` }),
      },
    ];
  });
}

const LABELS: Readonly<Record<Secret, string>> = {
  misp_key: 'the API key',
  proxy_password: "the proxy's password",
  client_key_password: "the client key's password",
};

function inputSteps({ name, downloads, input, instance }: Form, old: Values | undefined): Step[] {
  if (!old) return downloads ? [createInput(name, input, isOn(instance?.['disabled']))] : [];
  if (!downloads) {
    return [
      {
        text: `delete the input ${name}`,
        run: () => remove(INPUTS, name),
        undo: () => createInput(name, old, isOn(old['disabled'])).run(),
      },
    ];
  }
  const settings = changedSettings(pick(input, Object.keys(INPUT_DEFAULTS)), old);
  if (Object.keys(settings).length === 0) return [];
  return [
    {
      text: `change the input ${name}`,
      run: () => update(INPUTS, name, settings),
      undo: () => update(INPUTS, name, pick(old, Object.keys(settings))),
    },
  ];
}

/** splunkd creates and disables inputs in separate requests. */
function createInput(name: string, input: Values, isOff: boolean): Step {
  return {
    text: `create the input ${name}`,
    run: async () => {
      await create(INPUTS, name, definedSettings(input));
      if (isOff) await update(INPUTS, `${name}/disable`, {});
    },
    undo: () => remove(INPUTS, name),
  };
}

/** The settings of an input that are not blank. */
function definedSettings(input: Values): Settings {
  return Object.fromEntries(
    Object.entries(pick(input, Object.keys(INPUT_DEFAULTS))).filter(([, value]) => value !== ''),
  );
}

function pick(values: Values, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, values[name] ?? '']));
}
