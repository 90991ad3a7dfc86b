import { Access } from '../splunkd/access.ts';
import { InstanceError, NoCapabilityError, SplunkdError } from '../splunkd/errors.ts';
import { Instances } from '../splunkd/instances.ts';
import type { KeyFiles } from '../splunkd/key-files.ts';
import { noKey, secretNames, StoredSecrets } from '../splunkd/secrets.ts';
import type { Session } from '../splunkd/session.ts';
import type { Splunkd } from '../splunkd/splunkd.ts';
import { refusal, type Reply } from './reply.ts';
import { parseRequest, type Request } from './request.ts';

/** What the broker gets from the program around it. */
export interface BrokerServices {
  /** splunkd's REST, as the owner of a session. */
  readonly splunkd: (session: Session) => Promise<Splunkd>;
  readonly keyFiles: KeyFiles;
}

/**
 * Answers one request: writes the secrets of the MISP instance that its form names into a file of Splunk's own user, and
 * answers the file's name. The secrets themselves are in no answer.
 */
export async function handOver(block: Buffer, services: BrokerServices): Promise<Reply> {
  const request = parseRequest(block);
  if (!request) return refusal(500, "splunkd's request to the broker is not understood.");
  if (request.method !== 'POST') return refusal(405, 'The broker answers POST alone.');
  const names = request.form.flatMap(([name, value]) => (name === 'instance' ? [value] : []));
  const [instance] = names;
  if (instance === undefined || names.length > 1)
    return refusal(400, 'Name one MISP instance: instance=<name>.');
  try {
    return { status: 200, body: { file: await fileFor(instance, request, services) } };
  } catch (error) {
    if (error instanceof SplunkdError) return refusal(statusOf(error), error.message);
    throw error;
  }
}

/** @throws SplunkdError */
async function fileFor(
  instance: string,
  { server, session, system_authtoken }: Request,
  { splunkd, keyFiles }: BrokerServices,
): Promise<string> {
  const splunkdUri = server.rest_uri;
  const user = await splunkd({ splunkdUri, sessionKey: session.authtoken });
  // splunkd has checked it by restmap.conf. The key must not depend on a line of a file that local/ can change.
  await new Access(user).mustSearch();
  // As the user: which instances there are for whom is up to the permissions of their stanzas.
  await new Instances(user, undefined, keyFiles).mustBeOne(instance);
  const stored = new StoredSecrets(await splunkd({ splunkdUri, sessionKey: system_authtoken }));
  const values: Record<string, string> = {};
  for (const name of secretNames(instance)) {
    const value = await stored.get(name);
    if (value !== undefined) values[name] = value;
  }
  if (values[`${instance}.misp_key`] === undefined) throw noKey(instance);
  return keyFiles.put(JSON.stringify(values));
}

function statusOf(error: SplunkdError): number {
  if (error instanceof NoCapabilityError) return 403;
  return error instanceof InstanceError ? 400 : 500;
}
