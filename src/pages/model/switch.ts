import { isOn } from '../splunk/flags.ts';
import { messageOf } from '../splunk/rest-error.ts';
import { remove, update } from '../splunk/rest.ts';
import type { Connection } from './connections.ts';
import { INPUTS, INSTANCES } from './names.ts';
import { removeSecret, SECRETS } from './secrets.ts';
import { runSteps, type Step } from './steps.ts';

/** Whether searches may use the instance or, for an input only, whether it runs. */
export function isEnabled({ instance, input }: Connection): boolean {
  return !isOn((instance ?? input)?.['disabled']);
}

/** Enables or disables an instance with its input: the input of a disabled instance would only fail. */
async function switchTo(connection: Connection, on: boolean): Promise<void> {
  const { name, instance, input } = connection;
  const steps: Step[] = [];
  if (instance) {
    const set = (off: boolean) => update(INSTANCES, name, { disabled: off ? '1' : '0' });
    steps.push({
      text: `switch the MISP instance ${name}`,
      run: () => set(!on),
      undo: () => set(isOn(instance['disabled'])),
    });
  }
  if (input) {
    steps.push({
      text: `switch the input ${name}`,
      run: () => update(INPUTS, `${name}/${on ? 'enable' : 'disable'}`, {}),
    });
  }
  await runSteps(steps);
}

/** Switches several connections one after the other. @throws Error that names those that could not be switched */
export async function switchAll(connections: readonly Connection[], on: boolean): Promise<void> {
  const failures: string[] = [];
  for (const connection of connections) {
    if (isEnabled(connection) === on) continue;
    await switchTo(connection, on).catch((error: unknown) => {
      failures.push(messageOf(error));
    });
  }
  if (failures.length === 0) return;
  const done = connections.length - failures.length;
  const others =
    connections.length > 1 ? ` ${done} of ${connections.length} are ${on ? 'enabled' : 'disabled'}.` : '';
  throw new Error(`${failures.join(' ')}${others}`);
}

/** Deletes a connection. The input comes first, so that it does not run without its key. @throws Error that names remaining changes */
export async function removeConnection({ name, instance, input }: Connection): Promise<void> {
  const steps: Step[] = [];
  if (input) {
    steps.push({
      text: `delete the input ${name}`,
      run: () => remove(INPUTS, name),
      remainingChange: 'the input is deleted',
    });
  }
  if (instance) {
    for (const secret of SECRETS) {
      steps.push({
        text: `remove ${name}.${secret}`,
        run: () => removeSecret(name, secret),
        remainingChange: `${secret} is removed`,
      });
    }
    steps.push({ text: `delete the MISP instance ${name}`, run: () => remove(INSTANCES, name) });
  }
  await runSteps(steps);
}
