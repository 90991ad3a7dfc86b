import { enumerate } from '../../common/enumerate.ts';
import { isTestStanza } from '../../splunkd/test-stanza.ts';
import { isOn } from '../splunk/flags.ts';
import { entriesOf } from '../splunk/rest.ts';
import { DEFAULT, INSTANCES } from './names.ts';

/** How many names a message lists. The field offers all. */
const MAX_LISTED = 5;

/** A MISP instance, as far as settings that name one need it. */
export interface KnownInstance {
  readonly name: string;
  readonly isEnabled: boolean;
}

/** @throws RestError */
export async function loadInstances(): Promise<readonly KnownInstance[]> {
  const entries = await entriesOf(INSTANCES, { only: ['disabled'] });
  return entries
    .filter(({ name }) => name !== DEFAULT && !isTestStanza(name))
    .map(({ name, content }) => ({ name, isEnabled: !isOn(content['disabled']) }));
}

/** The instances as options of a field. */
export function instanceOptions(
  instances: readonly KnownInstance[],
): readonly (readonly [value: string, label: string])[] {
  return instances.map(({ name, isEnabled }) => [name, isEnabled ? name : `${name} (disabled)`]);
}

/** The enabled instance whose lists a form offers: the first chosen one, or the first of all. */
export function instanceToAsk(text: string, instances: readonly KnownInstance[]): string | undefined {
  const chosen = text.split(',').map((name) => name.trim());
  const enabled = instances.filter(({ isEnabled }) => isEnabled).map(({ name }) => name);
  return enabled.find((name) => chosen.includes(name)) ?? enabled[0];
}

/**
 * What is wrong with a choice of instances, as a sentence of its own.
 *
 * @param text names separated by commas, or *. Blank: the only instance
 */
export function instanceMistake(text: string, instances: readonly KnownInstance[]): string | undefined {
  const names = text.split(',').flatMap((name) => name.trim() || []);
  // Without an instance nothing can be chosen yet.
  if (instances.length === 0 && names.length === 0) return undefined;
  const isAmbiguous = names.length === 0 && instances.length > 1;
  if (isAmbiguous)
    return `Choose one of the instances ${enumerate(
      instances.map(({ name }) => name),
      MAX_LISTED,
    )}.`;
  const chosen =
    names.length === 0 ? instances.map(({ name }) => name) : names.filter((name) => name !== '*');
  for (const name of chosen) {
    const instance = instances.find((one) => one.name === name);
    if (!instance) return `There is no instance "${name}". Choose another, or create it in the Inputs tab.`;
    if (!instance.isEnabled) return `The instance "${name}" is disabled. Enable it in the Inputs tab.`;
  }
  return undefined;
}
