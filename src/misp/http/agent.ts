import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { SocksProxyAgent } from 'socks-proxy-agent';
import { type Connection, usesTls, type Proxy } from '../connection.ts';
import { asProxyError, PROXY_CANNOT_CONNECT, PROXY_REFUSED } from './network-errors.ts';
import { type ProxyTlsOptions, proxyTlsOptions, type TlsOptions, tlsOptions } from './tls.ts';

/** Requests run one after the other with the next page ahead, or three side by side. */
const AGENT_OPTIONS = { keepAlive: true, maxSockets: 4 };

/**
 * Creates the agent for connections to one MISP, with its TLS settings, client certificate, proxy and time-out.
 * @throws SettingsError for a certificate file that is unusable
 */
export function createAgent(connection: Connection): http.Agent {
  const timeout = connection.connectionTimeout * 1000;
  const tls = usesTls(connection) ? tlsOptions(connection) : undefined;
  const { proxy } = connection;
  if (!proxy) return tls ? new DirectTlsAgent(tls, timeout) : new DirectAgent(timeout);
  const url = proxyUrl(proxy);
  if (proxy.type.startsWith('socks')) return new SocksAgent(url, tls, timeout);
  const proxyTls = proxy.type === 'https' ? proxyTlsOptions(connection) : {};
  return tls
    ? new HttpsTunnelAgent(url, tls, proxyTls, timeout)
    : new HttpForwardAgent(url, proxyTls, timeout);
}

class DirectAgent extends http.Agent {
  readonly #timeout: number;
  constructor(timeout: number) {
    super(AGENT_OPTIONS);
    this.#timeout = timeout;
  }
  override createConnection(...args: Parameters<http.Agent['createConnection']>) {
    const socket = super.createConnection(...args);
    if (socket) setConnectTimeout(socket, this.#timeout);
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
    if (socket) setConnectTimeout(socket, this.#timeout);
    return socket;
  }
}

/** Connects to an HTTPS MISP with CONNECT. */
class HttpsTunnelAgent extends HttpsProxyAgent<string> {
  readonly #tls: TlsOptions;
  readonly #timeout: number;
  constructor(url: string, tls: TlsOptions, own: ProxyTlsOptions, timeout: number) {
    super(url, { ...AGENT_OPTIONS, ...own });
    this.#tls = tls;
    this.#timeout = timeout;
  }
  override async connect(...[request, options]: Parameters<HttpsProxyAgent<string>['connect']>) {
    let proxyResponse: { statusCode: number; statusText: string } | undefined;
    request.once('proxyConnect', (given: typeof proxyResponse) => (proxyResponse = given));
    const connecting = withTimeout(super.connect(request, withTargetTls(options, this.#tls)), this.#timeout);
    // Before the proxy responds, a certificate error is about the proxy.
    const socket = await connecting.catch((error: unknown) => {
      throw proxyResponse ? error : asProxyError(error);
    });
    if (proxyResponse && proxyResponse.statusCode !== 200) {
      socket.destroy();
      throw proxyRefusedError(proxyResponse);
    }
    setConnectTimeout(socket, this.#timeout);
    return socket;
  }
}

function proxyRefusedError({ statusCode, statusText }: { statusCode: number; statusText: string }): Error {
  const refusal = `${statusCode} ${statusText}`.trim();
  const hint =
    statusCode === 407 ? 'Check proxy_username and its password.' : 'Ask the administrator of the proxy.';
  return Object.assign(new Error(`the proxy refused to connect to MISP (${refusal}). ${hint}`), {
    code: statusCode >= 502 && statusCode <= 504 ? PROXY_CANNOT_CONNECT : PROXY_REFUSED,
  });
}

/** Connects to a plain HTTP MISP: the proxy receives the absolute URL. */
class HttpForwardAgent extends HttpProxyAgent<string> {
  readonly #timeout: number;
  constructor(url: string, own: ProxyTlsOptions, timeout: number) {
    super(url, { ...AGENT_OPTIONS, ...own });
    this.#timeout = timeout;
  }
  override async connect(...[request, options]: Parameters<HttpProxyAgent<string>['connect']>) {
    return withTimeout(super.connect(request, options), this.#timeout);
  }
}

class SocksAgent extends SocksProxyAgent {
  readonly #tls: TlsOptions | undefined;
  readonly #timeout: number;
  constructor(url: string, tls: TlsOptions | undefined, timeout: number) {
    super(url, AGENT_OPTIONS);
    this.#tls = tls;
    this.#timeout = timeout;
  }
  override async connect(...[request, options]: Parameters<SocksProxyAgent['connect']>) {
    const socket = await withTimeout(
      super.connect(request, withTargetTls(options, this.#tls)),
      this.#timeout,
    );
    setConnectTimeout(socket, this.#timeout);
    return socket;
  }
}

/**
 * Adds the TLS options for MISP behind a proxy. The options of an agent's constructor apply to the proxy only. The
 * identity check names the host: for an IP address Node.js would compare the certificate with `localhost`.
 */
function withTargetTls(options: ConnectOptions, tls: TlsOptions | undefined): ConnectOptions {
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
function setConnectTimeout(socket: Duplex, milliseconds: number): void {
  const { encrypted, connecting } = socket as { encrypted?: boolean; connecting?: boolean };
  if (encrypted !== true && connecting !== true) return;
  const timer = setTimeout(() => socket.destroy(connectTimeoutError()), milliseconds);
  const clear = () => {
    clearTimeout(timer);
  };
  socket.once(encrypted === true ? 'secureConnect' : 'connect', clear).once('close', clear);
}

async function withTimeout<T>(connecting: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(connectTimeoutError());
    }, milliseconds);
  });
  try {
    return await Promise.race([connecting, late]);
  } finally {
    clearTimeout(timer);
  }
}

function connectTimeoutError(): Error {
  return Object.assign(new Error('connecting took too long'), { code: 'ETIMEDOUT', syscall: 'connect' });
}
