import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import type { Identity } from '../../support/certificates.ts';
import { ACCOUNTS, refuse } from './accounts.ts';
import { demoStore } from './data/dataset.ts';
import type { Era } from './eras.ts';
import { answerWithFault, type Fault, takeFault } from './faults.ts';
import { type RateLimit, rateLimiter } from './rate-limit.ts';
import { failure, type Reply, toLogin } from './replies.ts';
import { type Incoming, jsonOf, readRequest } from './request-body.ts';
import { isRestSearch, route } from './routes.ts';
import type { MispStore } from './store/store.ts';

export interface MispOptions {
  /** Invented indicators when absent. */
  readonly store?: MispStore;
  /** Unix seconds, or what tells them; the clock's when absent. */
  readonly now?: number | (() => number);
  /** A free one when absent. */
  readonly port?: number;
  readonly tls?: Identity & { readonly ca?: string; readonly requestCert?: boolean };
  readonly gzip?: boolean;
  readonly maxLimit?: number;
  /** How attributes/restSearch counts; as today when absent. */
  readonly era?: Era;
  readonly latencyMs?: number;
  /** So many requests, then 429 until the reset. */
  readonly rateLimit?: RateLimit;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: unknown;
  /** Common name of the client certificate. */
  readonly client: string | undefined;
}

export interface MispServer {
  readonly url: string;
  /** API keys by who has them: automation, analyst, readonly, partner, admin, expiresLater; refused are expired, disabled, ipRestricted. */
  readonly keys: Readonly<Record<string, string>>;
  readonly store: MispStore;
  /** The last thousand requests, oldest first. */
  readonly requests: SeenRequest[];
  /** What is to go wrong; may be added to at any time. */
  readonly faults: Fault[];
  /** What can be switched while it runs. */
  readonly state: { maintenance: boolean; databaseDown: boolean };
  close(): Promise<void>;
}

const REMEMBERED_REQUESTS = 1000;
const SERVER_HEADERS = { Server: 'Apache/2.4.71 (Debian) OpenSSL/3.0.22' };
const TLS_HEADERS = {
  'Strict-Transport-Security': 'max-age=31536000; includeSubdomains;',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'SAMEORIGIN',
};

/** A MISP on a loopback port: what routes.ts lists, which behaves as a MISP 2.5.1 was seen to. */
export async function startMisp(options: MispOptions = {}): Promise<MispServer> {
  const clock = options.now ?? (() => Math.floor(Date.now() / 1000));
  const now = () => (typeof clock === 'number' ? clock : clock());
  const store = options.store ?? demoStore(now());
  const state = { maintenance: false, databaseDown: false };
  const requests: SeenRequest[] = [];
  const faults: Fault[] = [];
  let searches = 0;
  const limited = rateLimiter(options.rateLimit);

  const handle = async (incoming: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    const { method, path, headers } = request;
    const body = jsonOf(request);
    requests.push({ method, path, headers, body, client: clientOf(incoming) });
    if (requests.length > REMEMBERED_REQUESTS) requests.shift();
    if (isRestSearch(path)) searches += 1;
    const { page = 1 } = (body ?? {}) as { page?: unknown };
    const fault = takeFault(faults, {
      path,
      search: isRestSearch(path) ? { number: searches, page: Number(page) } : undefined,
    });
    if (options.latencyMs) await new Promise((resolve) => setTimeout(resolve, options.latencyMs));
    response.setHeader('Date', new Date(now() * 1000).toUTCString());
    for (const [name, value] of Object.entries({ ...SERVER_HEADERS, ...(options.tls && TLS_HEADERS) }))
      response.setHeader(name, value);
    const reply =
      fault?.isUndone === true
        ? failure(500, 'An Internal Error Has Occurred.', path)
        : answer(request, response);
    if (fault) answerWithFault(fault, response, reply);
    else send(request, response, reply);
  };

  const answer = (request: Incoming, response: http.ServerResponse): Reply => {
    const { path, headers } = request;
    if (state.databaseDown)
      return failure(500, 'An Internal Error Has Occurred.', path, { Connection: 'close' });
    const key = headers.authorization?.trim();
    if (key !== undefined) response.setHeader('Set-Cookie', COOKIES);
    const account = ACCOUNTS.find((one) => one.key === key);
    if (state.maintenance && account?.name !== 'admin') return toLogin(url);
    if (!account || account.refusal !== undefined) return refuse(request, account, url);
    if (account.expiration !== undefined) response.setHeader('X-Auth-Key-Expiration', account.expiration);
    return (
      limited(path, response) ??
      route(request, { store, account, now: now(), url, maxLimit: options.maxLimit, era: options.era })
    );
  };

  const send = (request: Incoming, response: http.ServerResponse, { status, headers, body }: Reply): void => {
    const isPacked = options.gzip && request.headers['accept-encoding']?.includes('gzip');
    const all = { ...headers, ...(options.gzip && { Vary: 'Accept-Encoding' }) };
    if (isPacked) response.writeHead(status, { ...all, 'Content-Encoding': 'gzip' }).end(gzipSync(body));
    else response.writeHead(status, { ...all, 'Content-Length': Buffer.byteLength(body) }).end(body);
  };

  const listener = (request: http.IncomingMessage, response: http.ServerResponse) => {
    // A client that goes away in the middle is no failure of the server.
    void handle(request, response).catch(() => response.destroy());
  };
  const { tls } = options;
  const server = tls
    ? https.createServer({ ...tls, rejectUnauthorized: tls.requestCert === true }, listener)
    : http.createServer(listener);
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  return {
    url,
    keys: Object.fromEntries(ACCOUNTS.map(({ name, key }) => [name, key])),
    store,
    requests,
    faults,
    state,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** MISP sets its session cookie several times over. */
const COOKIES = ['1', '1', '2'].map(
  (n) => `CAKEPHP=invented${n}; Max-Age=3600; path=/; HttpOnly; SameSite=Lax`,
);

function clientOf(request: http.IncomingMessage): string | undefined {
  const socket = request.socket as Partial<TLSSocket>;
  // Without a certificate there is no subject.
  const { subject } = (socket.getPeerCertificate?.() ?? {}) as { subject?: { CN?: string | string[] } };
  const name = subject?.CN;
  return Array.isArray(name) ? name[0] : name;
}
