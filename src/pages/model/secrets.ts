import { APP } from '../../common/app.ts';
import { isMissing, RestError } from '../splunk/rest-error.ts';
import { create, remove, update } from '../splunk/rest.ts';

export const SECRETS = ['misp_key', 'proxy_password', 'client_key_password'] as const;

export type Secret = (typeof SECRETS)[number];

const PATH = 'storage/passwords';

/** splunkd responds to a write with the entry and its clear secret. Request these members only. */
const RESPONSE_MEMBERS = { only: ['realm', 'username'] } as const;

/**
 * Creates or changes a secret without reading it: tries the likelier request first, and the other one after a 409 or 404.
 *
 * @throws RestError
 */
export async function storeSecret(
  instance: string,
  secret: Secret,
  typed: string,
  isNew: boolean,
): Promise<void> {
  const name = `${instance}.${secret}`;
  // A password may begin or end with blanks, a key may not.
  const password = secret === 'misp_key' ? typed.trim() : typed;
  const createSecret = () => create(PATH, name, { realm: APP, password }, RESPONSE_MEMBERS);
  const changeSecret = () => update(PATH, idOf(name), { password }, RESPONSE_MEMBERS);
  const [first, status, second] = isNew
    ? ([createSecret, 409, changeSecret] as const)
    : ([changeSecret, 404, createSecret] as const);
  await first().catch((error: unknown) => {
    if (error instanceof RestError && error.status === status) return second();
    throw error;
  });
}

/** Removes a secret. A missing one is no error. @throws RestError */
export async function removeSecret(instance: string, secret: Secret): Promise<void> {
  await remove(PATH, idOf(`${instance}.${secret}`), RESPONSE_MEMBERS).catch(isMissing);
}

function idOf(name: string): string {
  return `${APP}:${name}:`;
}
