import type { Agent } from 'node:http';
import fetch, { FetchError, type Response } from 'node-fetch';
import { APP } from '../../common/app.ts';
import { createAgent } from './agent.ts';
import { readBody } from './body.ts';
import { MAX_RESPONSE_BYTES, MAX_RAW_RESPONSE_BYTES, MAX_ERROR_BYTES, MAX_VALUE_BYTES } from './bounds.ts';
import type { Connection } from '../connection.ts';
import { BadResponseError, MispError, TimedOutError } from '../errors.ts';
import {
  errorFromResponse,
  type HttpResponse,
  notJsonError,
  tooDeepError,
  responseTooLargeError,
  tooManyValuesError,
} from './http-errors.ts';
import { type Excess, JsonScan, valueBytesOf } from './json-scan.ts';
import { errorFromNetwork } from './network-errors.ts';
import { Redactor } from './redactor.ts';
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

  async #attempt(request: MispRequest, signal: AbortSignal): Promise<MispResponse> {
    const { name, url, key, readTimeout } = this.#connection;
    const limit = new AttemptTimeout(readTimeout, signal);
    const started = performance.now();
    this.requestStats.requests += 1;
    try {
      limit.start(`did not respond within ${readTimeout} seconds (read_timeout)`);
      const response = await fetch(url + request.path, {
        method: request.method,
        redirect: 'manual',
        highWaterMark: READ_AHEAD_BYTES,
        agent: this.#agent,
        signal: limit.signal,
        headers: {
          Authorization: key,
          Accept: 'application/json',
          'User-Agent': APP,
          ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      });
      this.#hasResponded = true;
      limit.start(`had not sent its whole response after ${readTimeout} seconds (read_timeout)`);
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
      const received = await readResponse(response, name, request);
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
      if (limit.timedOutBecause !== undefined) {
        throw new TimedOutError(
          name,
          `MISP ${limit.timedOutBecause}. Request less data at once, or raise the limit.`,
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
      limit.stop();
      this.requestStats.seconds += (performance.now() - started) / 1000;
    }
  }
}

/** A time limit that restarts for each phase of an attempt. */
class AttemptTimeout {
  readonly #controller = new AbortController();
  readonly #seconds: number;
  readonly signal: AbortSignal;
  #timer: NodeJS.Timeout | undefined;
  timedOutBecause: string | undefined;

  constructor(seconds: number, outer: AbortSignal) {
    this.#seconds = seconds;
    this.signal = AbortSignal.any([this.#controller.signal, outer]);
  }

  start(what: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.timedOutBecause = what;
      this.#controller.abort();
    }, this.#seconds * 1000);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** Estimated bytes of parsed values for each byte of JSON. Measured: 7 for responses with many values. */
const VALUE_BYTES_PER_BYTE = 8;

interface Received {
  readonly bytes: Buffer;
  /** Call it before the bytes are parsed. @throws BadResponseError when the values need more memory than allowed */
  readonly checkValues: () => void;
}

/** Reads a body. Checks its values, or leaves that to `checkValues` for a request with `readBytes`. @throws BadResponseError */
async function readResponse(
  response: Response,
  name: string,
  {
    path,
    readBytes,
    asBytes = false,
    maxBytes = asBytes ? MAX_RAW_RESPONSE_BYTES : MAX_RESPONSE_BYTES,
  }: MispRequest,
): Promise<Received> {
  const valueBytes = asBytes ? Infinity : Math.min(MAX_VALUE_BYTES, VALUE_BYTES_PER_BYTE * maxBytes);
  const scan = new JsonScan({ valueBytes });
  const isLate = readBytes !== undefined;
  const bytes = await readBody(response, maxBytes, { scan, isLate });
  const errorOf = (excess: Excess | 'bytes') => {
    if (excess === 'depth') return tooDeepError(name);
    return excess === 'bytes' ? responseTooLargeError(name, path, maxBytes) : tooManyValuesError(name, path);
  };
  if (typeof bytes === 'string') throw errorOf(bytes);
  const checkValues = () => {
    const excess = isLate ? scan.push(bytes) : undefined;
    if (excess !== undefined) throw errorOf(excess);
    if (!scan.isSure && valueBytesOf(bytes) > valueBytes) throw errorOf('size');
  };
  if (!isLate) checkValues();
  return { bytes, checkValues };
}

/** The body of an error response. Empty when it is too large: the status says enough. */
async function readErrorBody(response: Response): Promise<Buffer> {
  const bytes = await readBody(response, MAX_ERROR_BYTES, { scan: new JsonScan() });
  return typeof bytes === 'string' ? Buffer.alloc(0) : bytes;
}

function parseJson(name: string, response: HttpResponse, text: string): unknown {
  if (text === '' && response.status === 204) return null;
  if (text === '')
    throw new BadResponseError(
      name,
      'the response is empty (200 without a body). Check MISP and any proxy in front of it.',
    );
  try {
    return JSON.parse(text);
  } catch {
    throw notJsonError(name, response.status, text);
  }
}
