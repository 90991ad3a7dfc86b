import { MAX_SMALL_RESPONSE_BYTES } from '../../misp/http/bounds.ts';
import { certificateExpiry } from '../../misp/http/certificate.ts';
import { MispClient } from '../../misp/client.ts';
import { concurrently } from '../../misp/concurrently.ts';
import { MispError } from '../../misp/errors.ts';
import { findExposures } from '../../misp/http/exposures.ts';
import { withTestTimeout } from '../../misp/http/test-timeout.ts';
import type { MispResponse } from '../../misp/http/http.ts';
import type { Row } from '../../protocol/rows.ts';
import { SplunkdError } from '../../splunkd/errors.ts';
import type { Instance, Instances } from '../../splunkd/instances.ts';

const DAY_MS = 86_400_000;

/** Enough concurrency that one instance that does not respond delays few others. */
const CONCURRENT_INSTANCES = 10;

/** A row for each instance, in the order of `names`. */
export async function statusesOf(
  names: readonly string[],
  instances: Instances,
  now: () => number,
  signal: AbortSignal,
): Promise<readonly Row[]> {
  const rows = new Map<string, Row>();
  await concurrently(names, CONCURRENT_INSTANCES, async (name) => {
    rows.set(name, await statusOf(name, instances, now, signal));
  });
  return names.map((name) => rows.get(name) ?? {});
}

/** The row of one instance. An error does not fail the search: its message is in the field `error`. */
async function statusOf(
  name: string,
  instances: Instances,
  now: () => number,
  signal: AbortSignal,
): Promise<Row> {
  const row: Row = { _time: String(Math.floor(now() / 1000)), misp_instance: name };
  let client: MispClient | undefined;
  try {
    const { connection } = await instances.get(name);
    row['misp_url'] = connection.url;
    const exposures = findExposures(connection);
    if (exposures.length > 0) row['insecure'] = exposures;
    // The status is that of this moment, so do not retry.
    const sentAt = (client = new MispClient({ ...connection, retryTimeout: 0 }));
    const facts = await withTestTimeout(name, signal, (limited) => factsOf(sentAt, connection, now, limited));
    return { ...row, reachable: 'True', ...facts };
  } catch (error) {
    if (!(error instanceof MispError) && !(error instanceof SplunkdError)) throw error;
    return { ...row, reachable: 'False', error: error.message };
  } finally {
    client?.close();
  }
}

async function factsOf(
  client: MispClient,
  connection: Instance['connection'],
  now: () => number,
  signal: AbortSignal,
): Promise<Row> {
  const get = (path: string) =>
    client.call({ method: 'GET', path, maxBytes: MAX_SMALL_RESPONSE_BYTES }, signal);
  const asked = now();
  const version = await get('/servers/getVersion');
  const receivedAt = now();
  const [me, lists, end] = await Promise.all([
    get('/users/view/me'),
    get('/warninglists/index/enabled:1'),
    certificateExpiry(connection).catch(() => undefined),
  ]);
  return {
    ...textFields({
      version: member(version.body, 'version'),
      user: member(me.body, 'User', 'email'),
      organisation: member(me.body, 'Organisation', 'name'),
      role: member(me.body, 'Role', 'name'),
      key_expires: version.headers.get('x-auth-key-expiration') ?? 'never',
    }),
    rights: rightsIn(me.body),
    warning_lists: String(countOf(lists.body)),
    ...clockDifference(version, (asked + receivedAt) / 2),
    ...(end !== undefined && { certificate_days_left: String(Math.floor((end - now()) / DAY_MS)) }),
  };
}

/** Seconds that MISP's clock is ahead of this machine's; the Date header has whole seconds. */
function clockDifference({ headers }: MispResponse, now: number): Row {
  const theirs = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(theirs) ? {} : { clock_difference: String(Math.round((theirs - now) / 1000)) };
}

/** The permissions of the role: its members `perm_…` that are true, without the prefix. */
function rightsIn(me: unknown): readonly string[] {
  const role = member(me, 'Role');
  if (typeof role !== 'object' || role === null) return [];
  return Object.entries(role)
    .filter(([name, value]) => name.startsWith('perm_') && value === true)
    .map(([name]) => name.slice('perm_'.length))
    .sort();
}

function countOf(lists: unknown): number {
  const list = member(lists, 'Warninglists');
  return Array.isArray(list) ? list.length : 0;
}

function member(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (current, name) =>
      typeof current === 'object' && current !== null
        ? (current as Readonly<Record<string, unknown>>)[name]
        : undefined,
    value,
  );
}

function textFields(fields: Readonly<Record<string, unknown>>): Row {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
    ),
  );
}
