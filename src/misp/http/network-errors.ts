import { plural } from '../../common/plural.ts';
import { type Connection, usesTls } from '../connection.ts';
import * as errors from '../errors.ts';

/** Error codes for a proxy that refused the connection. node-fetch passes on only a code. */
export const PROXY_REFUSED = 'EPROXY';
/** The proxy could not reach MISP. A retry may succeed. */
export const PROXY_CANNOT_CONNECT = 'EPROXYAGAIN';

/** The certificate of the proxy is not trusted. The message has the reason of Node.js. */
const PROXY_CERTIFICATE = 'EPROXYCERT';

/** Marks a certificate error as one of the proxy, not of MISP. */
export function asProxyError(error: unknown): unknown {
  const code = codeOf(error);
  return error instanceof Error && CERTIFICATE_CODES.test(code)
    ? Object.assign(new Error(`${error.message} (${code})`, { cause: error }), { code: PROXY_CERTIFICATE })
    : error;
}

/** A retry may reach MISP, which received nothing of this request. */
const TRANSIENT = { retryAfter: 0, isUnsent: true } as const;

/**
 * The error for a request without a response.
 *
 * @param redact removes secrets from text of a server or proxy
 */
export function errorFromNetwork(
  connection: Connection,
  cause: unknown,
  redact: (text: string) => string,
): errors.MispError {
  const { name } = connection;
  const code = codeOf(cause);
  const reason = redact(reasonOf(cause));
  if (UNSENDABLE_REQUEST.test(code)) {
    return new errors.SettingsError(
      name,
      `no request can be sent with these settings (${code}). An API key has letters and digits only: copy it from MISP again. Check misp_url too.`,
      { cause },
    );
  }
  if (code.startsWith('HPE_')) {
    return new errors.BadResponseError(
      name,
      `the response from ${destinationOf(connection)} is not valid HTTP (${code}). ${lostConnectionAdvice(connection)}`,
      { cause },
    );
  }
  return (
    tlsError(connection, code, reason, cause) ??
    connectError(connection, code, reason, cause) ??
    new errors.ConnectionLostError(
      name,
      `the connection to ${destinationOf(connection)} was lost (${code || reason}). ${lostConnectionAdvice(connection)}`,
      { cause, retryAfter: 0, isUnsent: reason.includes(LOST_BEFORE_TLS) },
    )
  );
}

/** Codes of Node.js for a header or an address that it cannot send. */
const UNSENDABLE_REQUEST = /^ERR_(INVALID_|UNESCAPED_|HTTP_INVALID_)/;
const LOST_BEFORE_TLS = 'before secure TLS connection';

function tlsError(
  connection: Connection,
  code: string,
  reason: string,
  cause: unknown,
): errors.MispError | undefined {
  const { name, url, proxy } = connection;
  const { host } = new URL(url);
  // With plain HTTP to MISP, the only certificate is that of the proxy.
  if (proxy && (code === PROXY_CERTIFICATE || (!usesTls(connection) && CERTIFICATE_CODES.test(code)))) {
    return new errors.ProxyError(
      name,
      `the certificate of the proxy ${proxy.host}:${proxy.port} is not trusted: ${reason}. Add its CA to the file of misp_ca_path, and set proxy_host to a name in the certificate.`,
      { cause, isUnsent: true },
    );
  }
  if (CERTIFICATE_CODES.test(code)) {
    return new errors.CertificateError(
      name,
      `the certificate of ${host} is not trusted: ${reason} (${code}). Set misp_ca_path to the file of its CA, and misp_url to a name in the certificate.`,
      { cause, isUnsent: true },
    );
  }
  if (WEAK_CERTIFICATE.test(reason)) {
    return new errors.CertificateError(
      name,
      `the certificate of ${host}, or of its CA, is too weak (${reason}). Use a certificate with a key of at least 2,048 bits (RSA) and a SHA-2 signature.`,
      { cause, isUnsent: true },
    );
  }
  if (!/^ERR_SSL|^ERR_OSSL|^EPROTO|^ERR_TLS|^ERR_CRYPTO/.test(code)) return undefined;
  return new errors.CertificateError(
    name,
    /wrong version number|packet length too long|http request/.test(reason)
      ? `${host} does not speak HTTPS (${reason}). Correct the port in misp_url, or write http:// there if that is intended.`
      : `no TLS connection to ${host}: ${reason}. Check https or http in misp_url, and the client certificate.`,
    { cause, isUnsent: /alert|handshake|version|packet length|http request/.test(reason) },
  );
}

/** Texts of OpenSSL. Its error codes are not uniform, or missing. */
const WEAK_CERTIFICATE = /key too (?:weak|small)|(?:md|algorithm) too weak/i;

const CERTIFICATE_CODES =
  /^CERT_|_CERT(_IN_CHAIN|_LOCALLY)?$|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT_ALTNAME|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH/;

function connectError(
  connection: Connection,
  code: string,
  reason: string,
  cause: unknown,
): errors.MispError | undefined {
  // An established connection that breaks has the same codes.
  if (/^(read|write) /.test(reason)) return undefined;
  const { name, url, proxy, connectionTimeout } = connection;
  const transient = { cause, ...TRANSIENT };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    const { hostname } = new URL(url);
    const what = proxy ? `${proxy.host} or ${hostname}` : hostname;
    return new errors.NameNotFoundError(
      name,
      `the name ${what} is not found (${code}). Check misp_url, the proxy and DNS.`,
      transient,
    );
  }
  if (code === PROXY_REFUSED) return new errors.ProxyError(name, reason, { cause, isUnsent: true });
  if (code === PROXY_CANNOT_CONNECT) return new errors.ProxyError(name, reason, transient);
  const where = destinationOf(connection);
  if (code === 'ECONNREFUSED' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH') {
    return new errors.ConnectionRefusedError(
      name,
      `nothing answers at ${where} (${code}). Check that MISP runs and that the address is correct.`,
      transient,
    );
  }
  if (code === 'ETIMEDOUT') {
    return new errors.TimedOutError(
      name,
      `no connection to ${where} within ${plural(connectionTimeout, 'second')} (connection_timeout). Check the address and the firewalls.`,
      transient,
    );
  }
  if (proxy?.type.startsWith('socks') && /socks/i.test(reason)) {
    return new errors.ProxyError(
      name,
      `the proxy ${proxy.host}:${proxy.port} did not connect: ${reason}. Check proxy_type, proxy_username and its password, and the rules of the proxy.`,
      PERMANENT_SOCKS_FAILURE.test(reason) ? { cause, isUnsent: true } : transient,
    );
  }
  return undefined;
}

/** Reasons of a SOCKS proxy that a retry does not change. */
const PERMANENT_SOCKS_FAILURE = /auth|not ?allowed|not ?supported|invalid/i;

function destinationOf({ url, proxy }: Connection): string {
  const { host } = new URL(url);
  return proxy ? `${host} through the proxy ${proxy.host}:${proxy.port}` : host;
}

/** An HTTPS server that receives plain HTTP closes the connection without a response. */
function lostConnectionAdvice(connection: Connection): string {
  return usesTls(connection)
    ? 'Try again; if the error persists, check MISP and the network.'
    : 'Try again; if the error persists, check MISP, the network, and whether misp_url must begin with https://.';
}

/** The message of an error, without the text that node-fetch and OpenSSL add. */
export function reasonOf(cause: unknown): string {
  const words = (cause instanceof Error ? cause.message : String(cause))
    .replace(/^request to \S+ failed, reason: /, '')
    .replace(/\s+/g, ' ')
    .trim();
  // write EPROTO 80DC6ACBA97F0000:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:ssl/record.c:354:
  return /\berror:[0-9A-F]*:[^:]*:[^:]*:([^:]+)/.exec(words)?.[1]?.trim() ?? words;
}

/** The code of the outermost error that has one: sockets wrap errors. */
function codeOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string') return current.code;
  }
  return '';
}
