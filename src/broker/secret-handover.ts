import { Access } from '../splunkd/access.ts';
import { InstanceError, MissingCapabilityError, SplunkdError } from '../splunkd/errors.ts';
import { Instances } from '../splunkd/instances.ts';
import type { KeyFiles } from '../splunkd/key-files.ts';
import { missingKeyError, secretNames, StoredSecrets } from '../splunkd/secrets.ts';
import type { Session } from '../splunkd/session.ts';
import type { Splunkd } from '../splunkd/splunkd.ts';
import { errorReply, type Reply } from './reply.ts';
import { parseRequest, type Request } from './request.ts';

/** The services that the broker uses. */
export interface BrokerServices {
  /** splunkd's REST, as the owner of a session. */
  readonly splunkd: (session: Session) => Promise<Splunkd>;
  readonly keyFiles: KeyFiles;
}

/**
 * Handles one request: writes the secrets of the MISP instance that the form names to a file of the user that runs
 * Splunk, and replies with the name of the file. The secrets are never in the reply.
 */
export async function handleRequest(block: Buffer, services: BrokerServices): Promise<Reply> {
  const request = parseRequest(block);
  if (!request) return errorReply(500, "splunkd's request to the broker is not valid.");
  if (request.method !== 'POST') return errorReply(405, 'The broker accepts POST only.');
  const names = request.form.flatMap(([name, value]) => (name === 'instance' ? [value] : []));
  const [instance] = names;
  if (instance === undefined || names.length > 1)
    return errorReply(400, 'Specify one MISP instance: instance=<name>.');
  try {
    return { status: 200, body: { file: await writeSecretFile(instance, request, services) } };
  } catch (error) {
    if (error instanceof SplunkdError) return errorReply(httpStatusOf(error), error.message);
    throw error;
  }
}

/** @throws SplunkdError */
async function writeSecretFile(
  instance: string,
  { server, session, system_authtoken }: Request,
  { splunkd, keyFiles }: BrokerServices,
): Promise<string> {
  const splunkdUri = server.rest_uri;
  const user = await splunkd({ splunkdUri, sessionKey: session.authtoken });
  // splunkd has checked it by restmap.conf. The key must not depend on a line of a file that local/ can change.
  await new Access(user).assertMaySearch();
  // As the user: which instances there are for whom is up to the permissions of their stanzas.
  await new Instances(user, undefined, keyFiles).assertSingle(instance);
  const stored = new StoredSecrets(await splunkd({ splunkdUri, sessionKey: system_authtoken }));
  const values: Record<string, string> = {};
  for (const name of secretNames(instance)) {
    const value = await stored.get(name);
    if (value !== undefined) values[name] = value;
  }
  if (values[`${instance}.misp_key`] === undefined) throw missingKeyError(instance);
  return keyFiles.write(JSON.stringify(values));
}

function httpStatusOf(error: SplunkdError): number {
  if (error instanceof MissingCapabilityError) return 403;
  return error instanceof InstanceError ? 400 : 500;
}
