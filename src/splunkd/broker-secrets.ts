import * as v from 'valibot';
import { BROKER } from './broker-endpoint.ts';
import { NotAvailableError, SplunkdError } from './errors.ts';
import type { KeyFiles } from './key-files.ts';
import type { Secrets } from './secrets.ts';
import type { Splunkd } from './splunkd.ts';

const PATH = `/services${BROKER.match}`;

const BrokerResponse = v.object({ file: v.string() });
const SecretValues = v.record(v.string(), v.string());

/**
 * Fetches the secrets of an instance from the broker. It replies with the name of a file that only the user that runs
 * Splunk can read, and this process runs as that user.
 * @throws SplunkdError when there is no broker, or its file is unreadable; BadRequestError with the broker's message
 */
export async function fetchSecretsFromBroker(
  splunkd: Splunkd,
  files: KeyFiles,
  instance: string,
): Promise<Secrets> {
  const { file } = await requestSecretFile(splunkd, instance);
  const values = parseSecrets(await files.readAndDelete(file));
  return { get: (name) => Promise.resolve(values.get(name)) };
}

async function requestSecretFile(
  splunkd: Splunkd,
  instance: string,
): Promise<v.InferOutput<typeof BrokerResponse>> {
  try {
    return await splunkd.postForm(PATH, { instance }, BrokerResponse);
  } catch (error) {
    if (!(error instanceof NotAvailableError)) throw error;
    throw new SplunkdError(
      `splunkd has no ${PATH}, which provides the API key of MISP instance ${instance}. Restart Splunk after an installation or upgrade. On Windows there is no such endpoint: ask your Splunk administrator for the role misp_user.`,
      { cause: error },
    );
  }
}

/** @throws SplunkdError, without the text */
function parseSecrets(text: string): ReadonlyMap<string, string> {
  try {
    return new Map(Object.entries(v.parse(SecretValues, JSON.parse(text))));
  } catch {
    throw new SplunkdError('The file of the broker is not valid JSON with secrets.');
  }
}
