import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Identity } from '../certificates.ts';
import { answerKv } from './kv-rest.ts';
import type { KvCollection } from './kv-store.ts';

type Settings = Readonly<Record<string, string | number | boolean>>;

/** What an administrator set up. Instances and secrets may be changed while splunkd runs. */
export interface SplunkdState {
  /** Stanzas of misp_instances.conf. */
  readonly instances: Record<string, Settings>;
  /** Entries of storage/passwords in the realm SA-misp: `<instance>.misp_key` to the secret. */
  readonly secrets: Record<string, string>;
  /** Session keys to users. */
  readonly sessions: Record<string, { readonly username: string; readonly capabilities: readonly string[] }>;
  /** What splunkd's server is: a search head alone when absent. */
  serverRoles?: readonly string[];
  /** The KV store of the app. */
  readonly collections: Record<string, KvCollection>;
}

export interface SplunkdRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
}

export interface SplunkdRest {
  readonly uri: string;
  /** Paths asked for, in order. */
  readonly asked: string[];
  /** The same requests, with all there is to them. */
  readonly requests: SplunkdRequest[];
  close(): Promise<void>;
}

/** splunkd lists so many entries unless `count` says otherwise. */
const DEFAULT_COUNT = 30;

/** The REST of splunkd as far as the app needs it, over https on a loopback port. @param appDir the installed app */
export async function startSplunkdRest(
  state: SplunkdState,
  identity: Identity,
  appDir: string,
): Promise<SplunkdRest> {
  const asked: string[] = [];
  const requests: SplunkdRequest[] = [];
  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', headers } = incoming;
    const url = new URL(incoming.url ?? '/', 'https://localhost');
    asked.push(url.pathname);
    const request = { method, path: url.pathname, query: url.searchParams, body: await text(incoming) };
    requests.push(request);
    const { status, body } = answer(state, url, headers.authorization ?? '', (path) =>
      answerKv(state.collections, appDir, { ...request, path }),
    );
    response.writeHead(status, { 'Content-Type': 'application/json; charset=UTF-8' });
    response.end(JSON.stringify(body));
  };
  const server = https.createServer({ cert: identity.cert, key: identity.key }, (incoming, response) => {
    // A client that goes away in the middle is no failure of splunkd.
    void handle(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    uri: `https://127.0.0.1:${port}`,
    asked,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

function answer(
  state: SplunkdState,
  url: URL,
  authorization: string,
  answerOfKvStore: (path: string) => Reply,
): Reply {
  const user = state.sessions[authorization.replace(/^Splunk /, '')];
  if (!user) return refusal(401, 'call not properly authenticated');
  const path = /^\/servicesNS\/nobody\/SA-misp\/(.+)$/.exec(url.pathname)?.[1] ?? '';
  if (path === 'configs/conf-misp_instances') return list(url, Object.entries(state.instances));
  if (path === 'server/info') {
    const server_roles = state.serverRoles ?? ['search_head', 'kv_store'];
    return list(url, [['server-info', { server_roles } as never]]);
  }
  if (path === 'authentication/current-context') {
    return list(url, [['context', { username: user.username, capabilities: user.capabilities } as never]]);
  }
  const documents = /^storage\/collections\/data\/(.+)$/.exec(path)?.[1];
  if (documents !== undefined) return answerOfKvStore(documents);
  const secret = /^storage\/passwords\/(.+)$/.exec(path)?.[1];
  if (secret === undefined) return refusal(404, 'Not Found');
  if (!user.capabilities.includes('list_storage_passwords')) {
    return refusal(403, `You (user=${user.username}) do not have permission to perform this operation`);
  }
  const [realm, name] = decodeURIComponent(secret).split(':');
  const value = name === undefined ? undefined : state.secrets[name];
  if (realm !== 'SA-misp' || name === undefined || value === undefined) {
    return refusal(404, `Could not find object id=${decodeURIComponent(secret)}`);
  }
  const content = {
    realm,
    username: name,
    password: '********',
    encr_password: '$7$invented',
    clear_password: value,
  };
  return list(url, [[`${realm}:${name}:`, content]]);
}

function list(url: URL, entries: readonly (readonly [string, Settings])[]): Reply {
  const count = Number(url.searchParams.get('count') ?? DEFAULT_COUNT);
  const shown = count === 0 ? entries : entries.slice(0, count);
  return {
    status: 200,
    body: {
      origin: url.pathname,
      entry: shown.map(([name, content]) => ({
        name,
        acl: { app: 'SA-misp', owner: 'nobody', sharing: 'global' },
        content: { disabled: false, 'eai:appName': 'SA-misp', 'eai:userName': 'nobody', ...content },
      })),
      paging: { total: entries.length, perPage: count, offset: 0 },
      messages: [],
    },
  };
}

function refusal(status: number, message: string): Reply {
  return { status, body: { messages: [{ type: status === 401 ? 'WARN' : 'ERROR', text: message }] } };
}
