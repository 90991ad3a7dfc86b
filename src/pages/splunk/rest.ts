import { createFetchInit } from '@splunk/splunk-utils/fetch';
import { createRESTURL } from '@splunk/splunk-utils/url';
import * as v from 'valibot';
import { APP } from '../../common/app.ts';
import { RestError } from './rest-error.ts';

export interface Entry {
  readonly name: string;
  readonly content: Readonly<Record<string, unknown>>;
  /** Whether the user may change it, from the ACL of the response. True where the response does not say. */
  readonly canWrite: boolean;
}

export type Settings = Readonly<Record<string, string | readonly string[]>>;

const EntriesResponse = v.object({
  entry: v.optional(
    v.array(
      v.object({
        name: v.string(),
        content: v.record(v.string(), v.unknown()),
        acl: v.optional(v.object({ can_write: v.optional(v.boolean(), true) })),
      }),
    ),
    [],
  ),
});

export interface Namespace {
  /** False for objects of the system, such as roles. */
  readonly inApp?: boolean;
  /** Requests only these members of the content, so that others do not reach the browser. */
  readonly only?: readonly string[];
}

/** All entries of a collection, or a single entry. @throws RestError */
export async function entriesOf(
  path: string,
  { query = {}, ...namespace }: Namespace & { readonly query?: Readonly<Record<string, string>> } = {},
): Promise<readonly Entry[]> {
  const body = await send('GET', path, { count: '0', ...query }, undefined, namespace);
  return parseResponse(EntriesResponse, body).entry.map(({ name, content, acl }) => ({
    name,
    content,
    canWrite: acl?.can_write ?? true,
  }));
}

/** @throws RestError */
export async function create(path: string, name: string, settings: Settings, namespace: Namespace = {}) {
  await send('POST', path, {}, { name, ...settings }, namespace);
}

/** Changes the given settings only. @throws RestError */
export async function update(path: string, name: string, settings: Settings, namespace: Namespace = {}) {
  await send('POST', `${path}/${encodedName(name)}`, {}, settings, namespace);
}

/** @throws RestError */
export async function remove(path: string, name: string, namespace: Namespace = {}) {
  await send('DELETE', `${path}/${encodedName(name)}`, { count: '1' }, undefined, namespace);
}

/** Deletes what a query finds, as in a collection of the KV store. @throws RestError */
export async function removeWhere(path: string, query: Readonly<Record<string, string>>): Promise<void> {
  await send('DELETE', path, query, undefined, {});
}

/** @throws RestError */
export async function post(path: string, settings: Settings): Promise<unknown> {
  return send('POST', path, {}, settings, {});
}

/** @throws RestError with splunkd's message */
async function send(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  query: Readonly<Record<string, string>>,
  form: Settings | undefined,
  { inApp = true, only = [] }: Namespace,
): Promise<unknown> {
  const search = new URLSearchParams({ output_mode: 'json', ...query });
  for (const name of only) search.append('f', name);
  const url = createRESTURL(path, inApp ? { app: APP, owner: 'nobody' } : {});
  // Splunk Web does not redirect requests for data. A redirect leads to the login page of a single sign-on.
  const init: RequestInit = {
    ...createFetchInit({ method, ...(form ? { body: encoded(form) } : {}) }),
    redirect: 'manual',
  };
  let response: Response;
  try {
    response = await fetch(`${url}?${search}`, init);
  } catch (error) {
    throw new RestError(0, 'Splunk Web does not respond. Check the network, and that Splunk runs.', {
      cause: error,
    });
  }
  if (response.type === 'opaqueredirect') throw RestError.webPage();
  return bodyOf(response, await response.text().catch(() => ''));
}

/** @throws RestError */
function bodyOf({ ok, status }: Response, text: string): unknown {
  let body: unknown;
  try {
    if (text.trim() !== '') body = JSON.parse(text);
  } catch (error) {
    if (ok && /^\s*</.test(text)) throw RestError.webPage();
    if (ok) throw new RestError(status, UNREADABLE, { cause: error });
  }
  if (!ok) throw RestError.of(status, body);
  return body;
}

const UNREADABLE =
  'Splunk sent a response that this page cannot read. Reload the page. If the message persists, check splunkd.log.';

/** @throws RestError for a response in another form than Splunk documents */
export function parseResponse<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;
  throw new RestError(200, UNREADABLE, { cause: new v.ValiError(result.issues) });
}

/** Encodes a name, optionally with an action: `<name>/disable`. */
function encodedName(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/');
}

function encoded(form: Settings): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) {
    for (const one of typeof value === 'string' ? [value] : value) params.append(name, one);
  }
  return params.toString();
}
