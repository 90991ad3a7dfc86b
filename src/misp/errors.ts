/**
 * What can go wrong between us and a MISP, one class a cause. Every message names the instance, carries MISP's own
 * words where it had some, says what to do, and can be read in a search bar. None holds a secret.
 */
export abstract class MispError extends Error {
  /** Seconds after which trying again makes sense; absent when it makes none. */
  readonly retryAfter: number | undefined;
  /** There was no connection to MISP: it has had nothing of the request, so that even a write may be sent again. */
  readonly isUnreached: boolean;

  constructor(instance: string, text: string, options?: MispErrorOptions) {
    super(`MISP instance ${instance}: ${text}`, options);
    this.name = new.target.name;
    this.retryAfter = options?.retryAfter;
    this.isUnreached = options?.isUnreached ?? false;
  }
}

interface MispErrorOptions extends ErrorOptions {
  readonly retryAfter?: number;
  readonly isUnreached?: boolean;
}

/** 401, or 403 about the key: wrong, expired, missing, bound to another address, or of a disabled user. */
export class KeyRefusedError extends MispError {}
/** 403 about a right: the key is good, its role may not do this. */
export class NoRightError extends MispError {}
/** 302 to the login page: MISP is in maintenance mode (MISP.live is off). */
export class MaintenanceError extends MispError {}
/** Any other redirection; never followed, since the key would go along. */
export class RedirectedError extends MispError {}
export class RateLimitedError extends MispError {}
/** 5xx: MISP failed, its database for example. */
export class ServerFailedError extends MispError {}
/** 4xx: MISP did not take the request. */
export class RequestRefusedError extends MispError {}
/** 404 in MISP's own words: there is no such event, attribute, … that this key may see. */
export class NotFoundError extends MispError {}
/** 404 or a web page: something answers at this address, but it is not MISP's API. */
export class NotMispError extends MispError {}
/** 200 with something else than the JSON it should be. */
export class BadAnswerError extends MispError {}
/** 200 with more than was wanted at once. */
export class AnswerTooLargeError extends BadAnswerError {}
export class CertificateError extends MispError {}
export class NameNotFoundError extends MispError {}
export class ConnectionRefusedError extends MispError {}
export class ConnectionLostError extends MispError {}
export class TimedOutError extends MispError {}
/** The proxy did not connect us. */
export class ProxyError extends MispError {}
/** The instance's settings cannot be used: a file that cannot be read, an address that is none. */
export class SettingsError extends MispError {}

/** A query that must not be sent. Its message is about the search, not about an instance. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
}
