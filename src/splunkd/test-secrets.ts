import { SplunkdError } from './errors.ts';
import type { SecretName, Secrets } from './secrets.ts';

/**
 * The secrets of a test of the configuration page: those that were typed, and otherwise those of the instance that is edited.
 *
 * @param name of the stanza of the test
 * @param original name of the instance that is edited
 * @param secretsOf reads the secrets of an instance
 * @throws SplunkdError when neither has a key
 */
export async function secretsOfTest(
  name: string,
  original: string,
  secretsOf: (name: string) => Promise<Secrets>,
): Promise<Secrets> {
  const typed = await secretsOf(name).catch(undefinedIfRefused);
  const stored = await (typed ? secretsOf(original).catch(undefinedIfRefused) : secretsOf(original));
  return {
    get: async (secret) =>
      (await typed?.get(secret)) ??
      (await stored?.get(secret.replace(`${name}.`, `${original}.`) as SecretName)),
  };
}

/** Without a typed key. The broker says so by an error of its own. */
function undefinedIfRefused(error: unknown): undefined {
  if (!(error instanceof SplunkdError)) throw error;
}
