import type { IncomingMessage, ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Identity } from '../../../support/certificates.ts';
import type { Call } from './rest-call.ts';
import { ENDPOINTS } from './rest-endpoints.ts';
import { refusal, type Reply } from './rest-reply.ts';
import {
  type Installation,
  type SplunkdRequest,
  type SplunkdRest,
  type SplunkdState,
  SYSTEM_SESSION,
} from './state.ts';
import { ScriptedEndpoints } from './rest-scripts.ts';

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
  const reply = await endpoint({ ...caller, method, parts, query, form: new URLSearchParams(body), body });
  return withAcl(reply, caller.user.capabilities.includes('admin_all_objects'));
}

/** Each entry says whether the user may write it. Whoever has `admin_all_objects` may. */
function withAcl({ status, body }: Reply, canWrite: boolean): Reply {
  const { entry } = (body ?? {}) as { readonly entry?: readonly { readonly acl: object }[] };
  if (!entry) return { status, body };
  const entries = entry.map((one) => ({ ...one, acl: { ...one.acl, can_write: canWrite } }));
  return { status, body: { ...(body as object), entry: entries } };
}
