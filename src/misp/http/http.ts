import type { Agent } from 'node:http';
import fetch, { FetchError } from 'node-fetch';
import { APP } from '../../common/app.ts';
import { plural } from '../../common/plural.ts';
import { createAgent } from './agent.ts';
import { AttemptTimeout } from './attempt-timeout.ts';
import type { Connection } from '../connection.ts';
import { MispError, TimedOutError } from '../errors.ts';
import { errorFromResponse } from './http-errors.ts';
import { errorFromNetwork } from './network-errors.ts';
import { Redactor } from './redactor.ts';
import { parseJson, readErrorBody, readResponseBody } from './response-body.ts';
import { type RetryOptions, withRetries } from './retry.ts';

export interface MispRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the instance's URL: `/attributes/restSearch`. */
  readonly path: string;
  readonly body?: unknown;
  /** Return the body as bytes: it is too large to parse at once. */
  readonly asBytes?: boolean;
  /** Reads the values of the body without JSON.parse. Returns undefined for a body that must be parsed. */
  readonly readBytes?: ((bytes: Buffer) => unknown) | undefined;
  /** Called when the response has begun, without an error status. Called again after a retry. */
  readonly onHeaders?: ((headers: MispResponse['headers']) => void) | undefined;
  /** The request changes something in MISP. It is retried only when MISP did not receive any of it. */
  readonly isWrite?: boolean;
  /** Bytes. A larger response ends in a ResponseTooLargeError. The default is a limit of bounds.ts. */
  readonly maxBytes?: number | undefined;
}

export interface MispResponse {
  readonly body: unknown;
  readonly headers: Pick<Headers, 'get'>;
}

/** Large enough to receive a whole page while the rows of the previous page are encoded. */
const READ_AHEAD_BYTES = 16 * 1024 * 1024;

/** Seconds for which the first connection of an interactive search is retried. */
const INTERACTIVE_RETRY_SECONDS = 0.5;

/** JSON over HTTP to one MISP, with retries, time-outs and readable errors. */
export class MispHttp {
  readonly #connection: Connection;
  readonly #agent: Agent;
  readonly #redactor: Redactor;
  readonly #retryOptions: RetryOptions;
  #hasResponded = false;
  /** Number of requests sent, retries included, and seconds spent waiting for responses. */
  readonly requestStats = { requests: 0, seconds: 0 };

  constructor(connection: Connection, retryOptions: RetryOptions = {}) {
    this.#connection = connection;
    this.#retryOptions = retryOptions;
    this.#agent = createAgent(connection);
    this.#redactor = new Redactor(connection);
  }

  /** @throws MispError */
  send(request: MispRequest, signal: AbortSignal): Promise<MispResponse> {
    const { retryTimeout } = this.#connection;
    const { isInteractive = false, onRetry } = this.#retryOptions;
    return withRetries(() => this.#attempt(request, signal), {
      retryWindow: ({ isUnsent }) => {
        if (request.isWrite === true && !isUnsent) return 0;
        const isFirstContact = isUnsent && !this.#hasResponded;
        return isInteractive && isFirstContact
          ? Math.min(INTERACTIVE_RETRY_SECONDS, retryTimeout)
          : retryTimeout;
      },
      maxSeconds: retryTimeout,
      signal,
      onRetry,
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Sends a request once. */
  async #attempt(request: MispRequest, signal: AbortSignal): Promise<MispResponse> {
    const { name, url, key, readTimeout } = this.#connection;
    const timeout = new AttemptTimeout(readTimeout, signal);
    const started = performance.now();
    this.requestStats.requests += 1;
    try {
      timeout.start(`did not respond within ${plural(readTimeout, 'second')} (read_timeout)`);
      const response = await fetch(url + request.path, {
        method: request.method,
        redirect: 'manual',
        highWaterMark: READ_AHEAD_BYTES,
        agent: this.#agent,
        signal: timeout.signal,
        headers: {
          Authorization: key,
          Accept: 'application/json',
          'User-Agent': APP,
          ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      });
      this.#hasResponded = true;
      timeout.start(`did not send its whole response within ${plural(readTimeout, 'second')} (read_timeout)`);
      const headers = this.#redactor.headers(response.headers);
      // Errors quote headers and body, and the response may echo a secret: use the redacted ones only.
      const redacted = { status: response.status, headers };
      if (!response.ok)
        throw errorFromResponse(
          name,
          url,
          redacted,
          this.#redactor.bytes(await readErrorBody(response)).toString(),
        );
      request.onHeaders?.(headers);
      const received = await readResponseBody(response, name, {
        ...request,
        defersCheck: request.readBytes !== undefined,
      });
      const bytes = this.#redactor.bytes(received.bytes);
      // Without a body, only a 204 is returned as bytes.
      if (request.asBytes === true && (bytes.length > 0 || response.status === 204))
        return { body: bytes, headers };
      const read = request.readBytes?.(bytes);
      if (read !== undefined) return { body: read, headers };
      if (request.readBytes) received.checkValues();
      return { body: parseJson(name, redacted, bytes.toString()), headers };
    } catch (error) {
      if (error instanceof MispError) throw error;
      signal.throwIfAborted();
      if (timeout.timedOutBecause !== undefined) {
        throw new TimedOutError(
          name,
          `MISP ${timeout.timedOutBecause}. Request less data at once, or raise the timeout.`,
          {
            cause: error,
            retryAfter: 0,
          },
        );
      }
      throw errorFromNetwork(
        this.#connection,
        error instanceof FetchError ? (error.cause ?? error) : error,
        (text) => this.#redactor.text(text),
      );
    } finally {
      timeout.stop();
      this.requestStats.seconds += (performance.now() - started) / 1000;
    }
  }
}
