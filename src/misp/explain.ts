import type { Connection } from './connection.ts';
import * as errors from './errors.ts';

/** The code of an error whose message says how a proxy refused us; only a code comes through node-fetch. */
export const PROXY_REFUSED = 'EPROXY';

interface HttpAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
}

/** An answer that is not the JSON asked for, as an error. Source of each case: exchanges with a MISP 2.5. */
export function errorOfAnswer(name: string, url: string, answer: HttpAnswer, body: string): errors.MispError {
  const { status } = answer;
  const said = textOf(body);
  const words = said === undefined ? `HTTP ${status}` : `"${said}" (HTTP ${status})`;
  if (status >= 300 && status < 400) return redirected(name, url, answer);
  // What is wrong with what was sent is 403 too, and may be in the same words.
  const isValidation = hasErrors(body);
  if (status === 401 || (status === 403 && said !== undefined && !isValidation && isAboutKey(said))) {
    return new errors.KeyRefusedError(
      name,
      `MISP refused the API key: ${words}. Check the key of this instance, its expiry, its allowed addresses and that its user is enabled.`,
    );
  }
  if (status === 403 && said !== undefined && !isValidation && isAboutRights(said)) {
    return new errors.NoRightError(
      name,
      `the user of this API key may not do that: ${words}. Ask for a role with the right, or use another key.`,
    );
  }
  if (status === 407) {
    return new errors.ProxyError(
      name,
      `the proxy wants other credentials (HTTP 407). Check proxy_username and its password.`,
    );
  }
  if (status === 429) {
    const reset = Number(answer.headers.get('x-rate-limit-reset') ?? answer.headers.get('retry-after') ?? 60);
    return new errors.RateLimitedError(
      name,
      `MISP's rate limit is used up: ${words}. It begins anew in ${reset} seconds. Search less often, or ask for a higher limit for this key's role.`,
      { retryAfter: reset },
    );
  }
  if (status >= 500) {
    return new errors.ServerFailedError(
      name,
      `MISP failed: ${words}. Its own log says more (its database, its memory limit, or what is before it); ask its administrator.`,
      status >= 502 && status <= 504 ? { retryAfter: 0 } : {},
    );
  }
  // Of attributes MISP says so with 405.
  if (said !== undefined && (status === 404 || /^Invalid attribute/i.test(said)))
    return new errors.NotFoundError(name, `MISP has no such thing, or none for this key: ${words}.`);
  if (status === 404 || (status === 403 && said === undefined)) {
    return new errors.NotMispError(
      name,
      `no MISP answers at misp_url: ${words}. Check the address, its path included, and the proxy.`,
    );
  }
  if (status >= 400) return new errors.RequestRefusedError(name, `MISP did not take the request: ${words}.`);
  if (/^\s*</.test(body)) {
    return new errors.NotMispError(
      name,
      'a web page came instead of data. misp_url must be the address of MISP itself, not of a login portal or proxy before it.',
    );
  }
  return new errors.BadAnswerError(
    name,
    `the answer is cut short or is not JSON (HTTP ${status}, ${Buffer.byteLength(body)} bytes). Try again; if it stays, look at MISP and at what is before it.`,
  );
}

/** A request that got no answer at all, as an error. */
export function errorOfNetwork(connection: Connection, cause: unknown): errors.MispError {
  const { name, url, proxy } = connection;
  const { host, hostname } = new URL(url);
  const code = codeOf(cause);
  const reason = reasonOf(cause);
  if (CERTIFICATE_CODES.test(code)) {
    return new errors.CertificateError(
      name,
      `the certificate of ${host} is not trusted: ${reason} (${code}). Give the CA's file as misp_ca_path, and as misp_url a name that the certificate is made out to.`,
      { cause },
    );
  }
  if (
    /^ERR_SSL|^ERR_OSSL|^EPROTO|^ERR_TLS|^ERR_CRYPTO/.test(code) ||
    CLIENT_CERTIFICATE_REASONS.test(reason)
  ) {
    return new errors.CertificateError(
      name,
      `no TLS connection to ${host}: ${reason}. Check https or http in misp_url, the client certificate and its password.`,
      { cause },
    );
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    const what = proxy ? `${proxy.host} or ${hostname}` : hostname;
    return new errors.NameNotFoundError(
      name,
      `the name ${what} is not found (${code}). Check misp_url, the proxy and DNS.`,
      {
        cause,
        ...(code === 'EAI_AGAIN' ? { retryAfter: 0 } : {}),
      },
    );
  }
  if (code === PROXY_REFUSED) return new errors.ProxyError(name, reason, { cause });
  const where = proxy ? `${host} through the proxy ${proxy.host}:${proxy.port}` : host;
  if (code === 'ECONNREFUSED' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH') {
    return new errors.ConnectionRefusedError(
      name,
      `nothing answers at ${where} (${code}). Is MISP running, and is the address right?`,
      { cause, retryAfter: 0 },
    );
  }
  if (code === 'ETIMEDOUT') {
    return new errors.TimedOutError(
      name,
      `no connection to ${where} within ${connection.connectionTimeout} seconds (connection_timeout). Check the address and the firewalls.`,
      { cause, retryAfter: 0 },
    );
  }
  if (proxy?.type.startsWith('socks') && /socks/i.test(reason)) {
    return new errors.ProxyError(
      name,
      `the proxy ${proxy.host}:${proxy.port} did not connect us: ${reason}.`,
      { cause },
    );
  }
  return new errors.ConnectionLostError(
    name,
    `the connection to ${where} was lost (${code || reason}). Try again; if it stays, look at MISP and at what is between.`,
    { cause, retryAfter: 0 },
  );
}

const CERTIFICATE_CODES =
  /^CERT_|_CERT(_IN_CHAIN|_LOCALLY)?$|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT_ALTNAME|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH/;

function redirected(name: string, url: string, answer: HttpAnswer): errors.MispError {
  const location = answer.headers.get('location') ?? '';
  if (location.includes('/users/login')) {
    return new errors.MaintenanceError(
      name,
      `MISP sends us to its login page (HTTP ${answer.status}): it is in maintenance mode. Try again when it is live.`,
    );
  }
  return new errors.RedirectedError(
    name,
    `${url} redirects to ${location.split('?')[0] ?? ''} (HTTP ${answer.status}), which is not followed. Set misp_url to MISP's own address.`,
  );
}

function isAboutKey(said: string): boolean {
  return /auth key|authentication|api key|expired|disabled|log ?in/i.test(said);
}

function isAboutRights(said: string): boolean {
  return /permission|not allowed|not authori[sz]ed|privilege|cannot alter|only the organisation/i.test(said);
}

/** MISP's own words: `message`, else `name`, else `errors`; and `errors` after the others. */
export function textOf(body: string): string | undefined {
  try {
    return wordsIn(JSON.parse(body));
  } catch {
    return undefined;
  }
}

/** Whether MISP has a list of what is wrong, by member. */
function hasErrors(body: string): boolean {
  try {
    const { errors: list } = JSON.parse(body) as { readonly errors?: unknown };
    return typeof list === 'object' && list !== null;
  } catch {
    return false;
  }
}

export function wordsIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { message, name, errors: list } = value as Record<string, unknown>;
  const said = message ?? name ?? list;
  if (said === undefined) return undefined;
  const text = typeof said === 'string' ? said : JSON.stringify(said);
  // "Could not add Event" alone says nothing.
  const detail =
    said === list || typeof list !== 'object' || list === null ? '' : `: ${JSON.stringify(list)}`;
  return `${text}${detail}`.slice(0, 500);
}

/** The words of an error without those that node-fetch and OpenSSL put before them. */
function reasonOf(cause: unknown): string {
  const words = cause instanceof Error ? cause.message : String(cause);
  return words
    .replace(/^request to \S+ failed, reason: /, '')
    .replace(/^[0-9A-F]+:error:[0-9A-F]*:?/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** What OpenSSL says, without a code, of a client certificate that it cannot open. */
const CLIENT_CERTIFICATE_REASONS =
  /mac verify failure|bad decrypt|bad password|pkcs12|PEM routines|unsupported/i;

/** The code of the innermost error that has one: sockets wrap them. */
function codeOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string') return current.code;
  }
  return '';
}
