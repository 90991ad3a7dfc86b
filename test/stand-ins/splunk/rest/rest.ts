import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Identity } from '../../../support/certificates.ts';
import type { KvCollection } from './kv-store.ts';
import type { Call } from './rest-call.ts';
import { ENDPOINTS } from './rest-endpoints.ts';
import type { PersistentDriver } from '../programs/persistent-driver.ts';
import { refusal, type Reply } from './rest-reply.ts';
import { ScriptedEndpoints } from './rest-scripts.ts';
import type { SplResult } from '../spl/run.ts';

type Settings = Readonly<Record<string, string | number | boolean>>;

/** What an administrator set up. All of it may be changed while splunkd runs. */
export interface SplunkdState {
  /** Stanzas of misp_instances.conf. */
  readonly instances: Record<string, Settings>;
  /** Entries of storage/passwords in the realm SA-misp: `<instance>.misp_key` to the secret. */
  readonly secrets: Record<string, string>;
  /** Session keys to users. */
  readonly sessions: Record<
    string,
    {
      readonly username: string;
      readonly capabilities: readonly string[];
      /** Those that ACLs are held against, imported ones too; an administrator's when absent. */
      readonly roles?: readonly string[];
    }
  >;
  /** What splunkd's server is: a search head alone when absent. */
  serverRoles?: readonly string[];
  /** When splunkd started, Unix seconds. */
  startupTime?: number;
  /** The KV store of the app. */
  readonly collections: Record<string, KvCollection>;
  /** Stanzas `[misp://<name>]` of inputs.conf, by name. */
  readonly inputs: Record<string, Readonly<Record<string, string>>>;
  readonly roles: Record<string, Role>;
  readonly users: Record<string, { readonly roles: readonly string[] }>;
  readonly indexes: string[];
  /** Other apps that are installed. */
  readonly apps: string[];
  /** Asks the app about the settings of an input: what is wrong, undefined when nothing is. */
  readonly validate: (
    name: string,
    settings: Readonly<Record<string, string>>,
  ) => Promise<string | undefined>;
  /** Runs a search for search/v2/jobs. */
  readonly run: (
    search: string,
    options: { readonly sessionKey: string; readonly earliest: string },
  ) => Promise<SplResult>;
}

export interface Role {
  readonly imported_roles: readonly string[];
  readonly capabilities: readonly string[];
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
  /** The same answers, for what hands requests over: Splunk Web. */
  readonly answer: (request: SplunkdRequest, sessionKey: string) => Promise<Reply>;
  /** Processes of the app's own endpoints. */
  readonly drivers: readonly PersistentDriver[];
  close(): Promise<void>;
}

/** The session of splunkd itself, which may do everything. */
export const SYSTEM_SESSION = 'session-of-splunk-system-user';

export interface Installation {
  readonly splunkHome: string;
  /** The installed app. */
  readonly appDir: string;
}

/** The REST of splunkd as far as the app needs it, over https on a loopback port. */
export async function startSplunkdRest(
  state: SplunkdState,
  identity: Identity,
  { splunkHome, appDir }: Installation,
): Promise<SplunkdRest> {
  const asked: string[] = [];
  const requests: SplunkdRequest[] = [];
  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', headers } = incoming;
    const url = new URL(incoming.url ?? '/', 'https://localhost');
    asked.push(url.pathname);
    const request = { method, path: url.pathname, query: url.searchParams, body: await text(incoming) };
    requests.push(request);
    const { status, body } = await answered(request, sessionKeyIn(headers.authorization));
    response.writeHead(status, { 'Content-Type': 'application/json; charset=UTF-8' });
    response.end(JSON.stringify(body));
  };
  const server = https.createServer({ cert: identity.cert, key: identity.key }, (incoming, response) => {
    // A client that goes away in the middle is no failure of splunkd.
    void handle(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const uri = `https://127.0.0.1:${port}`;
  const scripted = new ScriptedEndpoints({ appDir, splunkHome, uri, systemToken: SYSTEM_SESSION });
  const answered: SplunkdRest['answer'] = async (request, sessionKey) => {
    const user = state.sessions[sessionKey];
    if (!user) return refusal(401, 'call not properly authenticated');
    return (
      (await scripted.answer({ ...request, user, sessionKey })) ??
      (await answer({ state, appDir, user, sessionKey }, request))
    );
  };
  return {
    uri,
    asked,
    requests,
    answer: answered,
    drivers: scripted.drivers,
    close: async () => {
      await scripted.close();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      });
    },
  };
}

function sessionKeyIn(authorization = ''): string {
  return authorization.replace(/^Splunk /, '');
}

/** In the app's own context, or in none. */
const NAMESPACE = /^\/services(?:NS\/[^/]+\/SA-misp)?\/(.+)$/;

/** What all of Splunk's own programs ask for without a namespace: whether it is there with one is not documented. */
const OF_NO_APP = ['authentication/current-context', 'server/info'];

async function answer(
  caller: Pick<Call, 'state' | 'appDir' | 'user' | 'sessionKey'>,
  { method, path, query, body }: SplunkdRequest,
): Promise<Reply> {
  const wanted = NAMESPACE.exec(path)?.[1] ?? '';
  if (OF_NO_APP.includes(wanted) && !path.startsWith('/services/')) return refusal(404, 'Not Found');
  const found = Object.keys(ENDPOINTS).find((one) => wanted === one || wanted.startsWith(`${one}/`));
  const endpoint = found === undefined ? undefined : ENDPOINTS[found];
  if (found === undefined || !endpoint) return refusal(404, 'Not Found');
  const parts = wanted.slice(found.length).split('/').slice(1).map(decodeURIComponent);
  return endpoint({ ...caller, method, parts, query, form: new URLSearchParams(body), body });
}
