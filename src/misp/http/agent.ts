import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { SocksProxyAgent } from 'socks-proxy-agent';
import { type Connection, isHttps, type Proxy } from '../connection.ts';
import { ofProxy, PROXY_CANNOT_CONNECT, PROXY_REFUSED } from './network-errors.ts';
import { type ProxyTlsOptions, proxyTlsOptions, type TlsOptions, tlsOptions } from './tls.ts';

/** One request at a time and the next page ahead; two sockets are enough. */
const AGENT_OPTIONS = { keepAlive: true, maxSockets: 4 };

/** The agent that opens the connections to one MISP: TLS, client certificate, proxy, connection time-out. */
export function createAgent(connection: Connection): http.Agent {
  const timeout = connection.connectionTimeout * 1000;
  const tls = isHttps(connection) ? tlsOptions(connection) : undefined;
  const { proxy } = connection;
  if (!proxy) return tls ? new DirectTlsAgent(tls, timeout) : new DirectAgent(timeout);
  const url = proxyUrl(proxy);
  if (proxy.type.startsWith('socks')) return new Socks(url, tls, timeout);
  const own = proxy.type === 'https' ? proxyTlsOptions(connection) : {};
  return tls ? new Tunnel(url, tls, own, timeout) : new Forward(url, own, timeout);
}

class DirectAgent extends http.Agent {
  readonly #timeout: number;
  constructor(timeout: number) {
    super(AGENT_OPTIONS);
    this.#timeout = timeout;
  }
  override createConnection(...args: Parameters<http.Agent['createConnection']>) {
    const socket = super.createConnection(...args);
    if (socket) limitConnecting(socket, this.#timeout);
    return socket;
  }
}

class DirectTlsAgent extends https.Agent {
  readonly #timeout: number;
  constructor(tls: TlsOptions, timeout: number) {
    super({ ...AGENT_OPTIONS, ...tls });
    this.#timeout = timeout;
  }
  override createConnection(...args: Parameters<https.Agent['createConnection']>) {
    const socket = super.createConnection(...args);
    if (socket) limitConnecting(socket, this.#timeout);
    return socket;
  }
}

/** An https MISP through CONNECT. */
class Tunnel extends HttpsProxyAgent<string> {
  readonly #tls: TlsOptions;
  readonly #timeout: number;
  constructor(url: string, tls: TlsOptions, own: ProxyTlsOptions, timeout: number) {
    super(url, { ...AGENT_OPTIONS, ...own });
    this.#tls = tls;
    this.#timeout = timeout;
  }
  override async connect(...[request, options]: Parameters<HttpsProxyAgent<string>['connect']>) {
    let answer: { statusCode: number; statusText: string } | undefined;
    request.once('proxyConnect', (given: typeof answer) => (answer = given));
    const connecting = within(super.connect(request, throughTunnel(options, this.#tls)), this.#timeout);
    // Before the proxy has answered, there is no other certificate than its own.
    const socket = await connecting.catch((error: unknown) => {
      throw answer ? error : ofProxy(error);
    });
    if (answer && answer.statusCode !== 200) {
      socket.destroy();
      throw proxyRefused(answer);
    }
    limitConnecting(socket, this.#timeout);
    return socket;
  }
}

function proxyRefused({ statusCode, statusText }: { statusCode: number; statusText: string }): Error {
  const refusal = `${statusCode} ${statusText}`.trim();
  const hint = statusCode === 407 ? 'Check proxy_username and its password.' : 'Ask who runs the proxy.';
  return Object.assign(new Error(`the proxy refused to connect to MISP (${refusal}). ${hint}`), {
    code: statusCode >= 502 && statusCode <= 504 ? PROXY_CANNOT_CONNECT : PROXY_REFUSED,
  });
}

/** An http MISP: the proxy is asked for the whole address. */
class Forward extends HttpProxyAgent<string> {
  readonly #timeout: number;
  constructor(url: string, own: ProxyTlsOptions, timeout: number) {
    super(url, { ...AGENT_OPTIONS, ...own });
    this.#timeout = timeout;
  }
  override async connect(...[request, options]: Parameters<HttpProxyAgent<string>['connect']>) {
    return within(super.connect(request, options), this.#timeout);
  }
}

class Socks extends SocksProxyAgent {
  readonly #tls: TlsOptions | undefined;
  readonly #timeout: number;
  constructor(url: string, tls: TlsOptions | undefined, timeout: number) {
    super(url, AGENT_OPTIONS);
    this.#tls = tls;
    this.#timeout = timeout;
  }
  override async connect(...[request, options]: Parameters<SocksProxyAgent['connect']>) {
    const socket = await within(super.connect(request, throughTunnel(options, this.#tls)), this.#timeout);
    limitConnecting(socket, this.#timeout);
    return socket;
  }
}

/**
 * The TLS options for what is behind a proxy: those given to an agent's constructor do not reach it, and without a
 * name to ask for, as with an IP address, its certificate would be held against `localhost`.
 */
function throughTunnel(options: ConnectOptions, tls: TlsOptions | undefined): ConnectOptions {
  if (!tls) return options;
  const host = options.host ?? '';
  const identity = (_name: string, certificate: PeerCertificate) => checkServerIdentity(host, certificate);
  const merged = { ...options, ...tls, checkServerIdentity: identity };
  return merged;
}

type ConnectOptions = Parameters<SocksProxyAgent['connect']>[1];

function proxyUrl(proxy: Proxy): string {
  const user = proxy.username === undefined ? '' : encodeURIComponent(proxy.username);
  const password = proxy.password === undefined ? '' : `:${encodeURIComponent(proxy.password)}`;
  const host = proxy.host.includes(':') ? `[${proxy.host}]` : proxy.host;
  return `${proxy.type}://${user || password ? `${user}${password}@` : ''}${host}:${proxy.port}`;
}

/** Destroys a socket that has not finished its TCP and TLS handshakes in time. */
function limitConnecting(socket: Duplex, milliseconds: number): void {
  const { encrypted, connecting } = socket as { encrypted?: boolean; connecting?: boolean };
  if (encrypted !== true && connecting !== true) return;
  const timer = setTimeout(() => socket.destroy(connectTimeout()), milliseconds);
  const clear = () => {
    clearTimeout(timer);
  };
  socket.once(encrypted === true ? 'secureConnect' : 'connect', clear).once('close', clear);
}

async function within<T>(connecting: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(connectTimeout());
    }, milliseconds);
  });
  try {
    return await Promise.race([connecting, late]);
  } finally {
    clearTimeout(timer);
  }
}

function connectTimeout(): Error {
  return Object.assign(new Error('connecting took too long'), { code: 'ETIMEDOUT', syscall: 'connect' });
}
