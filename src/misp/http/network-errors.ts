import { type Connection, isHttps } from '../connection.ts';
import * as errors from '../errors.ts';

/** Codes of errors whose messages say how a proxy refused us; only a code comes through node-fetch. */
export const PROXY_REFUSED = 'EPROXY';
/** The proxy would, but could not reach MISP, or not now. */
export const PROXY_CANNOT_CONNECT = 'EPROXYAGAIN';

/** The proxy's own certificate is not trusted; what Node.js said of it is in the message. */
const PROXY_CERTIFICATE = 'EPROXYCERT';

/** An error of the connection to the proxy itself: its certificate is not MISP's. */
export function ofProxy(error: unknown): unknown {
  const code = codeOf(error);
  return error instanceof Error && CERTIFICATE_CODES.test(code)
    ? Object.assign(new Error(`${error.message} (${code})`, { cause: error }), { code: PROXY_CERTIFICATE })
    : error;
}

/** The next try may reach MISP, which has had nothing of this one. */
const MAY_PASS = { retryAfter: 0, isUnreached: true } as const;

/**
 * A request that got no answer at all, as an error.
 *
 * @param redact takes secrets out of what a server or proxy said
 */
export function errorOfNetwork(
  connection: Connection,
  cause: unknown,
  redact: (text: string) => string,
): errors.MispError {
  const { name } = connection;
  const code = codeOf(cause);
  const reason = redact(reasonOf(cause));
  if (UNSENDABLE.test(code)) {
    return new errors.SettingsError(
      name,
      `no request can be made with these settings (${code}). An API key has letters and digits only: copy it from MISP anew. Check misp_url, too.`,
      { cause },
    );
  }
  if (code.startsWith('HPE_')) {
    return new errors.BadAnswerError(
      name,
      `what answers at ${placeOf(connection)} breaks the rules of HTTP (${code}). ${hintOfLoss(connection)}`,
      { cause },
    );
  }
  return (
    errorOfTls(connection, code, reason, cause) ??
    errorOfConnecting(connection, code, reason, cause) ??
    new errors.ConnectionLostError(
      name,
      `the connection to ${placeOf(connection)} was lost (${code || reason}). ${hintOfLoss(connection)}`,
      { cause, retryAfter: 0, isUnreached: reason.includes(BEFORE_TLS) },
    )
  );
}

/** What Node.js says of a header or address that it cannot send. */
const UNSENDABLE = /^ERR_(INVALID_|UNESCAPED_|HTTP_INVALID_)/;
const BEFORE_TLS = 'before secure TLS connection';

function errorOfTls(
  connection: Connection,
  code: string,
  reason: string,
  cause: unknown,
): errors.MispError | undefined {
  const { name, url, proxy } = connection;
  const { host } = new URL(url);
  // Of an http MISP there is no other certificate than the proxy's.
  if (proxy && (code === PROXY_CERTIFICATE || (!isHttps(connection) && CERTIFICATE_CODES.test(code)))) {
    return new errors.ProxyError(
      name,
      `the certificate of the proxy ${proxy.host}:${proxy.port} is not trusted: ${reason}. Put its CA into the file of misp_ca_path, and give as proxy_host a name that it is made out to.`,
      { cause, isUnreached: true },
    );
  }
  if (CERTIFICATE_CODES.test(code)) {
    return new errors.CertificateError(
      name,
      `the certificate of ${host} is not trusted: ${reason} (${code}). Give the CA's file as misp_ca_path, and as misp_url a name that the certificate is made out to.`,
      { cause, isUnreached: true },
    );
  }
  if (TOO_WEAK.test(reason)) {
    return new errors.CertificateError(
      name,
      `the certificate of ${host}, or of its authority, is too weak to be safe (${reason}): it needs a key of at least 2,048 bits (RSA), signed by SHA-2.`,
      { cause, isUnreached: true },
    );
  }
  if (!/^ERR_SSL|^ERR_OSSL|^EPROTO|^ERR_TLS|^ERR_CRYPTO/.test(code)) return undefined;
  return new errors.CertificateError(
    name,
    /wrong version number|packet length too long|http request/.test(reason)
      ? `no https is spoken at ${host} (${reason}). Correct the port in misp_url, or write http:// there if that is meant.`
      : `no TLS connection to ${host}: ${reason}. Check https or http in misp_url, and the client certificate.`,
    { cause, isUnreached: /alert|handshake|version|packet length|http request/.test(reason) },
  );
}

/** Of OpenSSL's own words: its codes are of several kinds, or none. */
const TOO_WEAK = /key too (?:weak|small)|(?:md|algorithm) too weak/i;

const CERTIFICATE_CODES =
  /^CERT_|_CERT(_IN_CHAIN|_LOCALLY)?$|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT_ALTNAME|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH/;

function errorOfConnecting(
  connection: Connection,
  code: string,
  reason: string,
  cause: unknown,
): errors.MispError | undefined {
  // The same codes come of connections that there were, when a cable is pulled.
  if (/^(read|write) /.test(reason)) return undefined;
  const { name, url, proxy, connectionTimeout } = connection;
  const mayPass = { cause, ...MAY_PASS };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    const { hostname } = new URL(url);
    const what = proxy ? `${proxy.host} or ${hostname}` : hostname;
    return new errors.NameNotFoundError(
      name,
      `the name ${what} is not found (${code}). Check misp_url, the proxy and DNS.`,
      mayPass,
    );
  }
  if (code === PROXY_REFUSED) return new errors.ProxyError(name, reason, { cause, isUnreached: true });
  if (code === PROXY_CANNOT_CONNECT) return new errors.ProxyError(name, reason, mayPass);
  const where = placeOf(connection);
  if (code === 'ECONNREFUSED' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH') {
    return new errors.ConnectionRefusedError(
      name,
      `nothing answers at ${where} (${code}). Is MISP running, and is the address right?`,
      mayPass,
    );
  }
  if (code === 'ETIMEDOUT') {
    return new errors.TimedOutError(
      name,
      `no connection to ${where} within ${connectionTimeout} seconds (connection_timeout). Check the address and the firewalls.`,
      mayPass,
    );
  }
  if (proxy?.type.startsWith('socks') && /socks/i.test(reason)) {
    return new errors.ProxyError(
      name,
      `the proxy ${proxy.host}:${proxy.port} did not connect us: ${reason}.`,
      SOCKS_FOR_GOOD.test(reason) ? { cause, isUnreached: true } : mayPass,
    );
  }
  return undefined;
}

/** Of the reasons of a SOCKS proxy, those that trying again does not change. */
const SOCKS_FOR_GOOD = /auth|not ?allowed|not ?supported|invalid/i;

function placeOf({ url, proxy }: Connection): string {
  const { host } = new URL(url);
  return proxy ? `${host} through the proxy ${proxy.host}:${proxy.port}` : host;
}

/** An https server that gets http says nothing, and hangs up. */
function hintOfLoss(connection: Connection): string {
  return isHttps(connection)
    ? 'Try again; if it stays, look at MISP and at what is between.'
    : 'Try again; if it stays, look at MISP and at what is between, and whether misp_url has to begin with https://.';
}

/** The words of an error without those that node-fetch and OpenSSL put around them. */
export function reasonOf(cause: unknown): string {
  const words = (cause instanceof Error ? cause.message : String(cause))
    .replace(/^request to \S+ failed, reason: /, '')
    .replace(/\s+/g, ' ')
    .trim();
  // write EPROTO 80DC6ACBA97F0000:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:ssl/record.c:354:
  return /\berror:[0-9A-F]*:[^:]*:[^:]*:([^:]+)/.exec(words)?.[1]?.trim() ?? words;
}

/** The code of the innermost error that has one: sockets wrap them. */
function codeOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string') return current.code;
  }
  return '';
}
