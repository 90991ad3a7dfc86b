import { isMissing, RestError } from '../splunk/rest-error.ts';
import { APP } from '../../common/app.ts';
import { create, remove, update } from '../splunk/rest.ts';

export const SECRETS = ['misp_key', 'proxy_password', 'client_key_password'] as const;

export type Secret = (typeof SECRETS)[number];

const PATH = 'storage/passwords';

/** splunkd answers a write with the entry, the secret in the clear: these members are all that is asked for. */
const ANSWER = { only: ['realm', 'username'] } as const;

/**
 * Never reads: whether there is one already is known from how splunkd takes the likelier way of storing it.
 *
 * @throws RestError
 */
export async function storeSecret(
  instance: string,
  secret: Secret,
  password: string,
  isNew: boolean,
): Promise<void> {
  const name = `${instance}.${secret}`;
  const make = () => create(PATH, name, { realm: APP, password }, ANSWER);
  const change = () => update(PATH, idOf(name), { password }, ANSWER);
  const [first, status, second] = isNew ? ([make, 409, change] as const) : ([change, 404, make] as const);
  await first().catch((error: unknown) => {
    if (error instanceof RestError && error.status === status) return second();
    throw error;
  });
}

/** One that is not there is removed already. @throws RestError */
export async function removeSecret(instance: string, secret: Secret): Promise<void> {
  await remove(PATH, idOf(`${instance}.${secret}`), ANSWER).catch(isMissing);
}

function idOf(name: string): string {
  return `${APP}:${name}:`;
}
