import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import type { Identity } from '../certificates.ts';
import { demoStore } from './dataset.ts';
import { answerWithFault, type Fault, takeFault } from './faults.ts';
import { failure, type Reply, restSearch } from './rest-search.ts';
import type { MispStore } from './store.ts';

export interface MispOptions {
  /** Invented indicators when absent. */
  readonly store?: MispStore;
  /** Unix seconds; the clock's when absent. */
  readonly now?: number;
  readonly tls?: Identity & { readonly ca?: string; readonly requestCert?: boolean };
  readonly gzip?: boolean;
  readonly maxLimit?: number;
  readonly latencyMs?: number;
  /** So many requests, then 429 until the reset. */
  readonly rateLimit?: { readonly limit: number; readonly resetSeconds: number };
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
  /** API keys by who has them. */
  readonly keys: Readonly<Record<string, string>>;
  readonly store: MispStore;
  /** All requests, oldest first. */
  readonly requests: SeenRequest[];
  /** What is to go wrong; may be added to at any time. */
  readonly faults: Fault[];
  /** What can be switched while it runs. */
  readonly state: { maintenance: boolean; databaseDown: boolean };
  close(): Promise<void>;
}

/** Invented; forty characters, as MISP's are. */
const KEYS = Object.fromEntries(
  ['automation', 'readonly', 'expired', 'disabled', 'ipRestricted'].map((who) => [who, who.padEnd(40, '0')]),
);

const WRONG_KEY =
  'Authentication failed. Please make sure you pass the API key of an API enabled user along in the Authorization header.';
const REFUSALS: Readonly<Record<string, string>> = {
  [KEYS['expired'] ?? '']: WRONG_KEY,
  [KEYS['disabled'] ?? '']: 'Authentication failed. Your user account has been disabled.',
  [KEYS['ipRestricted'] ?? '']: 'It is not possible to use this Auth key from your IP address',
};

/** A MISP on a loopback port, as far as attributes/restSearch goes; it behaves as a MISP 2.5.1 was seen to. */
export async function startMisp(options: MispOptions = {}): Promise<MispServer> {
  const now = () => options.now ?? Math.floor(Date.now() / 1000);
  const store = options.store ?? demoStore(now());
  const state = { maintenance: false, databaseDown: false };
  const requests: SeenRequest[] = [];
  const faults: Fault[] = [];
  let used = 0;

  const handle = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const text = await readBody(request);
    const body = request.headers['content-type']?.includes('json') ? text : '';
    const path = request.url ?? '/';
    requests.push({ method: request.method ?? '', path, headers: request.headers, body: parse(body), client: clientOf(request) });
    if (options.latencyMs) await new Promise((resolve) => setTimeout(resolve, options.latencyMs));
    response.setHeader('Server', 'Apache/2.4.71 (Debian) OpenSSL/3.0.22');
    response.setHeader('Set-Cookie', ['CAKEPHP=invented1; path=/; HttpOnly', 'CAKEPHP=invented2; path=/; HttpOnly']);
    const refused = refusal(request, path);
    const limit = options.rateLimit;
    if (limit && !refused) {
      response.setHeader('X-Rate-Limit-Limit', limit.limit);
      response.setHeader('X-Rate-Limit-Remaining', Math.max(0, limit.limit - ++used));
      response.setHeader('X-Rate-Limit-Reset', limit.resetSeconds);
      if (used > limit.limit) {
        setTimeout(() => (used = 0), limit.resetSeconds * 1000).unref();
        send(request, response, failure(429, 'Rate limit exceeded.', path));
        return;
      }
    }
    const reply = refused ?? route(request.method ?? '', path, body);
    const fault = takeFault(faults, Number((parse(body) as { page?: number } | undefined)?.page ?? 1));
    if (fault) answerWithFault(fault, response, reply);
    else send(request, response, reply);
  };

  const refusal = (request: http.IncomingMessage, path: string): Reply | undefined => {
    if (state.databaseDown) return failure(500, 'An Internal Error Has Occurred.', path);
    if (state.maintenance) return { status: 302, headers: { Location: `${url}/users/login`, 'Content-Type': 'text/html; charset=UTF-8' }, body: '' };
    const key = request.headers.authorization?.trim() ?? '';
    const isKnown = Object.values(KEYS).includes(key);
    const said = isKnown ? REFUSALS[key] : WRONG_KEY;
    if (said === undefined) return undefined;
    if (request.headers.accept?.includes('json')) return failure(403, said, path);
    return { status: 403, headers: { 'Content-Type': 'text/html; charset=UTF-8' }, body: `<!DOCTYPE html>\n<title>Errors - MISP</title>` };
  };

  const route = (method: string, path: string, body: string): Reply => {
    if (/^\/attributes\/restSearch(\.json|\/)?$/.test(path)) {
      if (method === 'GET') return failure(400, 'Restsearch queries using GET and no parameters are not allowed. If you have passed parameters via a JSON body, make sure you use POST requests.', path);
      if (body !== '' && parse(body) === undefined) {
        return failure(405, 'Invalid JSON input. Make sure that the JSON input is a correctly formatted JSON string. This request has been blocked to avoid an unfiltered request.', path);
      }
      return restSearch(store.attributes, parse(body), { now: now(), ...(options.maxLimit === undefined ? {} : { maxLimit: options.maxLimit }) });
    }
    if (path === '/servers/getVersion') {
      return { status: 200, headers: { 'Content-Type': 'application/json; charset=UTF-8' }, body: JSON.stringify({ version: '2.5.1', perm_sync: true, perm_sighting: true }) };
    }
    return failure(404, 'Not Found', path);
  };

  const send = (request: http.IncomingMessage, response: http.ServerResponse, { status, headers, body }: Reply): void => {
    if (options.gzip && request.headers['accept-encoding']?.includes('gzip')) {
      response.writeHead(status, { ...headers, 'Content-Encoding': 'gzip' }).end(gzipSync(body));
    } else {
      response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) }).end(body);
    }
  };

  const listener = (request: http.IncomingMessage, response: http.ServerResponse) => {
    // A client that goes away in the middle is no failure of the server.
    void handle(request, response).catch(() => response.destroy());
  };
  const { tls } = options;
  const server = tls ? https.createServer({ ...tls, rejectUnauthorized: tls.requestCert === true }, listener) : http.createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  return {
    url,
    keys: KEYS,
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

async function readBody(request: http.IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function clientOf(request: http.IncomingMessage): string | undefined {
  const socket = request.socket as Partial<TLSSocket>;
  const name = socket.getPeerCertificate?.().subject?.CN;
  return Array.isArray(name) ? name[0] : name;
}
