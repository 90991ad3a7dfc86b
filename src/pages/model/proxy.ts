import { InstanceStanza } from '../../splunkd/instance-schema.ts';
import { create, update } from '../splunk/rest.ts';
import { isMissing } from '../splunk/rest-error.ts';
import type { Values } from './connections.ts';
import type { SecretChange } from './form.ts';
import { DEFAULT, INSTANCES } from './names.ts';
import { removeSecret, storeSecret } from './secrets.ts';
import { runSteps, type Step } from './steps.ts';

export const PROXY_SETTINGS: readonly string[] = Object.keys(InstanceStanza.entries).filter((name) =>
  /^(misp_use_)?proxy/.test(name),
);

/** Saves changed settings to [default], then the password. @throws Error that names remaining changes */
export async function saveProxy(values: Values, before: Values, password: SecretChange): Promise<void> {
  const names = PROXY_SETTINGS.filter((name) => values[name] !== before[name]);
  const pick = (of: Values) => Object.fromEntries(names.map((name) => [name, (of[name] ?? '').trim()]));
  const steps: Step[] = [];
  if (names.length > 0) {
    steps.push({
      text: 'change the proxy',
      run: () => writeDefault(pick(values)),
      undo: () => writeDefault(pick(before)),
    });
  }
  if (password === 'remove') {
    steps.push({ text: 'remove its password', run: () => removeSecret(DEFAULT, 'proxy_password') });
  } else if (password.value !== '') {
    steps.push({
      text: 'store its password',
      run: () => storeSecret(DEFAULT, 'proxy_password', password.value, false),
    });
  }
  await runSteps(steps);
}

/** Creates the stanza if it does not exist: the app does not ship it. */
async function writeDefault(settings: Values): Promise<void> {
  try {
    await update(INSTANCES, DEFAULT, settings);
  } catch (error) {
    if (isMissing(error)) await create(INSTANCES, DEFAULT, settings);
  }
}
