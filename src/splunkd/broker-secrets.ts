import * as v from 'valibot';
import { BROKER } from './broker-endpoint.ts';
import { RefusedError, SplunkdError } from './errors.ts';
import type { KeyFiles } from './key-files.ts';
import type { Secrets } from './secrets.ts';
import type { Splunkd } from './splunkd.ts';

const PATH = `/services${BROKER.match}`;

const Answer = v.object({ file: v.string() });
const Values = v.record(v.string(), v.string());

/**
 * Has the broker hand over the secrets of an instance: it answers the name of a file that only Splunk's own user can
 * read, and this program runs as that user.
 * @throws SplunkdError when there is no broker, or its file cannot be read; BadRequestError with the broker's words
 */
export async function handedOver(splunkd: Splunkd, files: KeyFiles, instance: string): Promise<Secrets> {
  const { file } = await ask(splunkd, instance);
  const values = valuesIn(await files.take(file));
  return { get: (name) => Promise.resolve(values.get(name)) };
}

async function ask(splunkd: Splunkd, instance: string): Promise<v.InferOutput<typeof Answer>> {
  try {
    return await splunkd.postForm(PATH, { instance }, Answer);
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    throw new SplunkdError(
      `splunkd has no ${PATH}, which hands over the API key of MISP instance ${instance}. After an installation or upgrade, restart Splunk; where Splunk runs on Windows there is none: ask your Splunk administrator for the role misp_user.`,
      { cause: error },
    );
  }
}

/** @throws SplunkdError, which holds nothing of the text */
function valuesIn(text: string): ReadonlyMap<string, string> {
  try {
    return new Map(Object.entries(v.parse(Values, JSON.parse(text))));
  } catch {
    throw new SplunkdError('The file that the broker handed over is not understood.');
  }
}
