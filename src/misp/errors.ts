/**
 * Errors of requests to MISP, one class for each cause. Every message names the instance, quotes MISP's own message,
 * says what to do, and fits into a search bar. No message has a secret.
 */
export abstract class MispError extends Error {
  /** Seconds to wait before a retry. Undefined when a retry cannot succeed. */
  readonly retryAfter: number | undefined;
  /** MISP received nothing of the request, so even a write may be sent again. */
  readonly isUnsent: boolean;

  constructor(instance: string, text: string, options?: MispErrorOptions) {
    super(`MISP instance ${instance}: ${text}`, options);
    this.name = new.target.name;
    this.retryAfter = options?.retryAfter;
    this.isUnsent = options?.isUnsent ?? false;
  }
}

interface MispErrorOptions extends ErrorOptions {
  readonly retryAfter?: number;
  readonly isUnsent?: boolean;
}

/** 401, or 403 about the key: it is wrong, expired, missing, bound to another address, or its user is disabled. */
export class InvalidKeyError extends MispError {}
/** 403 about a permission: the key is valid, but its role lacks the permission. */
export class PermissionError extends MispError {}
/** 302 to the login page: MISP is in maintenance mode (MISP.live is off). */
export class MaintenanceError extends MispError {}
/** Any other redirect. It is not followed, since the request carries the key. */
export class RedirectedError extends MispError {}
export class RateLimitedError extends MispError {}
/** 5xx: MISP failed, its database for example. */
export class ServerError extends MispError {}
/** 4xx: MISP rejected the request. */
export class RequestRejectedError extends MispError {}
/** 404 from MISP: the event, attribute, … does not exist or is not visible to this key. */
export class NotFoundError extends MispError {}
/** 404 or a web page: the address is not that of MISP's API. */
export class NotMispError extends MispError {}
/** 200 without the expected JSON. */
export class BadResponseError extends MispError {}
/** 200 with a body above the size limit. */
export class ResponseTooLargeError extends BadResponseError {}
export class CertificateError extends MispError {}
export class NameNotFoundError extends MispError {}
export class ConnectionRefusedError extends MispError {}
export class ConnectionLostError extends MispError {}
export class TimedOutError extends MispError {}
/** The proxy did not connect to MISP. */
export class ProxyError extends MispError {}
/** The settings of the instance are unusable: an unreadable file, an invalid address. */
export class SettingsError extends MispError {}

/** A query that must not be sent. Its message is about the search, not an instance. */
export class QueryError extends Error {
  override readonly name = 'QueryError';
}
