import { MAX_DEPTH } from './bounds.ts';
import * as errors from '../errors.ts';
import { rateLimitError } from './rate-limit.ts';

export interface HttpResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
}

/** The error for a response whose status is not 2xx. Source of each case: exchanges with MISP 2.5. */
export function errorFromResponse(
  name: string,
  url: string,
  response: HttpResponse,
  body: string,
): errors.MispError {
  const { status } = response;
  const value = tryParseJson(body);
  const said = errorMessageIn(value);
  const words = said === undefined ? `HTTP ${status}` : `"${said}" (HTTP ${status})`;
  if (status >= 300 && status < 400) return redirectError(name, url, response);
  // A validation failure is a 403 too, and may use the same words.
  const isValidation = hasValidationErrors(value);
  if (status === 401 || (status === 403 && said !== undefined && !isValidation && isAboutKey(said))) {
    return new errors.InvalidKeyError(
      name,
      `MISP refused the API key: ${words}. Check the key of this instance, its expiry, its allowed addresses and that its user is enabled.`,
    );
  }
  if (status === 403 && said !== undefined && !isValidation && isAboutPermissions(said)) {
    return new errors.PermissionError(
      name,
      `the user of this API key lacks the permission: ${words}. Ask for a role with the permission, or use another key.`,
    );
  }
  if (status === 407) {
    return new errors.ProxyError(
      name,
      `the proxy rejected the credentials (HTTP 407). Check proxy_username and its password.`,
    );
  }
  if (status === 429) return rateLimitError(name, words, response.headers);
  if (status >= 500) {
    return new errors.ServerError(
      name,
      `MISP failed: ${words}. Ask its administrator to check its log, its database, its memory limit and any proxy in front of it.`,
      status >= 502 && status <= 504 ? { retryAfter: 0 } : {},
    );
  }
  if (said !== undefined && ((status === 404 && isMispError(value)) || /^Invalid attribute/i.test(said)))
    return notFoundError(name, said, words);
  if (status === 404 || (status === 403 && said === undefined)) {
    return new errors.NotMispError(
      name,
      `no MISP answers at misp_url: ${words}. Check the address with its path, the proxy, and the path of the request if you gave one.`,
    );
  }
  if (status === 400 && PLAIN_HTTP_TO_TLS_PORT.test(body)) {
    return new errors.NotMispError(
      name,
      `${new URL(url).host} expects HTTPS: write https:// in misp_url (HTTP 400).`,
    );
  }
  return new errors.RequestRejectedError(name, `MISP rejected the request: ${words}.`);
}

/** The error for a successful response whose body is not JSON. */
export function notJsonError(name: string, status: number, body: string): errors.MispError {
  if (/^\s*</.test(body)) {
    return new errors.NotMispError(
      name,
      'the response is a web page, not data. Set misp_url to the address of MISP itself, not of a login portal or proxy in front of it.',
    );
  }
  return new errors.BadResponseError(
    name,
    `the response is truncated or not JSON (HTTP ${status}, ${Buffer.byteLength(body)} bytes). Try again; if the error persists, check MISP and any proxy in front of it.`,
  );
}

/** The error for a response larger than allowed. @param path of the request @param bytes the limit */
export function responseTooLargeError(
  name: string,
  path: string,
  bytes: number,
): errors.ResponseTooLargeError {
  return new errors.ResponseTooLargeError(
    name,
    `the response is larger than ${bytes} bytes. ${adviceFor(path)}`,
  );
}

/** The error for a response whose values need more memory than allowed. @param path of the request */
export function tooManyValuesError(name: string, path: string): errors.ResponseTooLargeError {
  return new errors.ResponseTooLargeError(
    name,
    `the response has more values than fit into memory. ${adviceFor(path)}`,
  );
}

export function tooDeepError(name: string): errors.BadResponseError {
  return new errors.BadResponseError(
    name,
    `the response is nested more than ${MAX_DEPTH} levels deep, unlike any response of MISP. Check MISP and any proxy in front of it.`,
  );
}

/** The error for a page with more rows than requested: such a server may send any number. @param what `2 rows, but 1 was requested` */
export function tooManyRowsError(name: string, what: string): errors.BadResponseError {
  return new errors.BadResponseError(
    name,
    `MISP sent ${what}. Check the proxy in front of it: it may change requests or respond from a cache.`,
  );
}

function adviceFor(path: string): string {
  if (path.startsWith('/attributes/restSearch'))
    return 'Lower page_size, or include less with each attribute.';
  if (path.startsWith('/events/restSearch'))
    return 'Request fewer events at once (a lower limit), or events without their attributes.';
  if (path.startsWith('/events/')) return 'The event is too large to read whole: search for its attributes.';
  if (path.startsWith('/sightings/')) return 'Request a shorter time range.';
  return 'Request less at once.';
}

/** The text of nginx and Apache for plain HTTP on an HTTPS port. */
const PLAIN_HTTP_TO_TLS_PORT =
  /plain HTTP request was sent to HTTPS port|speaking plain HTTP to an SSL-enabled/i;

/**
 * MISP reports a missing attribute with 405. CakePHP reports a missing page, also the page after the last page of a list.
 */
function notFoundError(name: string, said: string, words: string): errors.NotFoundError {
  return new errors.NotFoundError(
    name,
    /^not found\b|controller|^action /i.test(said)
      ? `MISP has no such page at misp_url: ${words}. Check the address with its path, and the path of the request if you gave one.`
      : `MISP found nothing that this key may see: ${words}.`,
  );
}

/** Whether an error has the format of CakePHP, the framework of MISP. */
function isMispError(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['name', 'message', 'url'].every((name) => Object.hasOwn(value, name))
  );
}

function redirectError(name: string, url: string, answer: HttpResponse): errors.MispError {
  const location = answer.headers.get('location') ?? '';
  if (location.includes('/users/login')) {
    return new errors.MaintenanceError(
      name,
      `MISP redirects to its login page (HTTP ${answer.status}): it is in maintenance mode. Try again when it is live.`,
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

function isAboutPermissions(said: string): boolean {
  return /permission|not allowed|not authori[sz]ed|privilege|cannot alter|only the organisation/i.test(said);
}

/** The error message in a response body; see `errorMessageIn`. */
export function errorMessageInText(body: string): string | undefined {
  return errorMessageIn(tryParseJson(body));
}

/** Undefined when the text is not JSON. */
function tryParseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Whether the response lists validation errors by member. */
function hasValidationErrors(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { errors: list } = value as { readonly errors?: unknown };
  return typeof list === 'object' && list !== null;
}

/** The error message of MISP: `message`, else `name`, followed by `errors`. At most 500 characters. */
export function errorMessageIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { message, name, errors: list } = value as Record<string, unknown>;
  const said = message ?? name ?? list;
  if (said === undefined) return undefined;
  const text = typeof said === 'string' ? said : JSON.stringify(said);
  // "Could not add Event" alone does not help.
  const detail =
    said === list || typeof list !== 'object' || list === null ? '' : `: ${JSON.stringify(list)}`;
  return `${text}${detail}`.slice(0, 500);
}
