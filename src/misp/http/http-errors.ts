import { MAX_DEPTH } from './bounds.ts';
import * as errors from '../errors.ts';
import { rateLimited } from './rate-limit.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
}

/** An answer of another status than 2xx, as an error. Source of each case: exchanges with a MISP 2.5. */
export function errorOfAnswer(name: string, url: string, answer: HttpAnswer, body: string): errors.MispError {
  const { status } = answer;
  const value = parsedOf(body);
  const said = wordsIn(value);
  const words = said === undefined ? `HTTP ${status}` : `"${said}" (HTTP ${status})`;
  if (status >= 300 && status < 400) return redirected(name, url, answer);
  // What is wrong with what was sent is 403 too, and may be in the same words.
  const isValidation = hasErrors(value);
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
  if (status === 429) return rateLimited(name, words, answer.headers);
  if (status >= 500) {
    return new errors.ServerFailedError(
      name,
      `MISP failed: ${words}. Its own log says more (its database, its memory limit, or what is before it); ask its administrator.`,
      status >= 502 && status <= 504 ? { retryAfter: 0 } : {},
    );
  }
  if (said !== undefined && ((status === 404 && isOfMisp(value)) || /^Invalid attribute/i.test(said)))
    return notFound(name, said, words);
  if (status === 404 || (status === 403 && said === undefined)) {
    return new errors.NotMispError(
      name,
      `no MISP answers at misp_url: ${words}. Check the address, its path included, and the proxy; or the path that was asked for, if you gave one.`,
    );
  }
  if (status === 400 && PLAIN_HTTP.test(body)) {
    return new errors.NotMispError(
      name,
      `https is spoken at ${new URL(url).host}: write https:// in misp_url (HTTP 400).`,
    );
  }
  return new errors.RequestRefusedError(name, `MISP did not take the request: ${words}.`);
}

/** An answer without an error that is not the JSON asked for. */
export function notJson(name: string, status: number, body: string): errors.MispError {
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

/** An answer that there is no room for. @param path that was asked for */
export function tooLarge(name: string, path: string, bytes: number): errors.AnswerTooLargeError {
  return new errors.AnswerTooLargeError(name, `an answer is larger than ${bytes} bytes. ${remedyOf(path)}`);
}

/** An answer of so many values that there is no room for them. @param path that was asked for */
export function tooManyValues(name: string, path: string): errors.AnswerTooLargeError {
  return new errors.AnswerTooLargeError(
    name,
    `an answer has more values than there is memory for. ${remedyOf(path)}`,
  );
}

export function tooDeep(name: string): errors.BadAnswerError {
  return new errors.BadAnswerError(
    name,
    `the answer is nested more than ${MAX_DEPTH} levels deep, as nothing of MISP's is. Look at MISP and at what is before it.`,
  );
}

/** A page of more rows than were asked for: what sends those may send any number. @param what `2 rows, where 1 was asked for` */
export function tooManyRows(name: string, what: string): errors.BadAnswerError {
  return new errors.BadAnswerError(
    name,
    `MISP sent ${what}. Look at what is before it: it may change requests, or answer with what it remembers.`,
  );
}

function remedyOf(path: string): string {
  if (path.startsWith('/attributes/restSearch'))
    return 'Lower page_size, or ask for less with each attribute.';
  if (path.startsWith('/events/restSearch'))
    return 'Ask for fewer events at once (a lower limit), or for events alone, without their attributes.';
  if (path.startsWith('/events/')) return 'The event is too large to be had whole: ask for its attributes.';
  if (path.startsWith('/sightings/')) return 'Ask for a shorter time.';
  return 'Ask for less at once.';
}

/** What nginx and Apache say of http at a port for https. */
const PLAIN_HTTP = /plain HTTP request was sent to HTTPS port|speaking plain HTTP to an SSL-enabled/i;

/** Of an attribute MISP says so with 405. Of a page that it does not have, the one behind the last of a list too, CakePHP does. */
function notFound(name: string, said: string, words: string): errors.NotFoundError {
  return new errors.NotFoundError(
    name,
    /^not found\b|controller|^action /i.test(said)
      ? `no such page of MISP is at misp_url: ${words}. Check the address, its path included; or the path that was asked for, if you gave one.`
      : `MISP has no such thing, or none for this key: ${words}.`,
  );
}

/** Whether an error has the form of CakePHP, of which MISP is made. */
function isOfMisp(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['name', 'message', 'url'].every((name) => Object.hasOwn(value, name))
  );
}

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
  return wordsIn(parsedOf(body));
}

/** Undefined for what is no JSON. */
function parsedOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Whether MISP has a list of what is wrong, by member. */
function hasErrors(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { errors: list } = value as { readonly errors?: unknown };
  return typeof list === 'object' && list !== null;
}

/** What an answer says in words: its message, else its name, else its errors; and its errors after the others. */
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
