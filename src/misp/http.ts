import type { Agent } from 'node:http';
import { Readable } from 'node:stream';
import fetch, { FetchError, type Response } from 'node-fetch';
import { createAgent } from './agent.ts';
import type { Connection } from './connection.ts';
import { BadAnswerError, MispError, TimedOutError } from './errors.ts';
import { errorOfAnswer, type HttpAnswer, tooLarge } from './explain.ts';
import { errorOfNetwork } from './network-errors.ts';
import { Redactor } from './redactor.ts';
import { type Patience, retrying } from './retry.ts';

export interface MispRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the instance's URL: `/attributes/restSearch`. */
  readonly path: string;
  readonly body?: unknown;
  /** Whether the answer's body is wanted as its bytes: it is too large to be made values of at once. */
  readonly asBytes?: boolean;
  /** It changes something: it is sent again only when MISP has had nothing of it. */
  readonly isWrite?: boolean;
  /** A larger answer is broken off with an AnswerTooLargeError; 256 MB when absent. */
  readonly maxBytes?: number | undefined;
}

export interface MispAnswer {
  readonly body: unknown;
  readonly headers: Pick<Headers, 'get'>;
}

/** A page comes in whole while rows of the one before are made, not a little each time they are sent. */
const READ_AHEAD_BYTES = 16 * 1024 * 1024;
/** 5,000 rows with everything included are some 10 MB; what is so much larger is no page of MISP's. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;

/** Seconds in which a person's first connection to a MISP is tried again. */
const INTERACTIVE_CONNECT_SECONDS = 0.5;

/** JSON over HTTP to one MISP: retries, time-outs, errors in words. */
export class MispHttp {
  readonly #connection: Connection;
  readonly #agent: Agent;
  readonly #redactor: Redactor;
  readonly #patience: Patience;
  #hasAnswered = false;
  /** Requests sent, retries included, and seconds spent waiting for them. */
  readonly spent = { requests: 0, seconds: 0 };

  constructor(connection: Connection, patience: Patience = {}) {
    this.#connection = connection;
    this.#patience = patience;
    this.#agent = createAgent(connection);
    this.#redactor = new Redactor(connection);
  }

  /** @throws MispError */
  send(request: MispRequest, signal: AbortSignal): Promise<MispAnswer> {
    const { retryTimeout } = this.#connection;
    const { isInteractive = false, onWait } = this.#patience;
    return retrying(() => this.#attempt(request, signal), {
      secondsAfter: ({ isUnreached }) => {
        if (request.isWrite === true && !isUnreached) return 0;
        const isFirst = isUnreached && !this.#hasAnswered;
        return isInteractive && isFirst ? Math.min(INTERACTIVE_CONNECT_SECONDS, retryTimeout) : retryTimeout;
      },
      most: retryTimeout,
      signal,
      onWait,
    });
  }

  close(): void {
    this.#agent.destroy();
  }

  async #attempt(request: MispRequest, signal: AbortSignal): Promise<MispAnswer> {
    const { name, url, key, readTimeout } = this.#connection;
    const limit = new TimeLimit(readTimeout, signal);
    const started = performance.now();
    this.spent.requests += 1;
    try {
      limit.start(`did not answer within ${readTimeout} seconds (read_timeout)`);
      const response = await fetch(url + request.path, {
        method: request.method,
        redirect: 'manual',
        highWaterMark: READ_AHEAD_BYTES,
        agent: this.#agent,
        signal: limit.signal,
        headers: {
          Authorization: key,
          Accept: 'application/json',
          'User-Agent': 'SA-misp',
          ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      });
      this.#hasAnswered = true;
      limit.start(`had not sent its whole answer after ${readTimeout} seconds (read_timeout)`);
      // Nothing is made of an answer before secrets that it echoes are out of it.
      const bytes = this.#redactor.bytes(await readBytes(response, name, request));
      const headers = this.#redactor.headers(response.headers);
      const answer = { status: response.status, headers };
      if (!response.ok) throw errorOfAnswer(name, url, answer, bytes.toString());
      // A 204 has none, and is no JSON that is wanted as bytes.
      if (request.asBytes === true && (bytes.length > 0 || response.status === 204))
        return { body: bytes, headers };
      return { body: parseJson(name, answer, bytes.toString()), headers };
    } catch (error) {
      if (error instanceof MispError) throw error;
      signal.throwIfAborted();
      if (limit.exceeded !== undefined) {
        throw new TimedOutError(name, `MISP ${limit.exceeded}. Ask for less at once, or raise the limit.`, {
          cause: error,
          retryAfter: 0,
        });
      }
      throw errorOfNetwork(
        this.#connection,
        error instanceof FetchError ? (error.cause ?? error) : error,
        (text) => this.#redactor.text(text),
      );
    } finally {
      limit.stop();
      this.spent.seconds += (performance.now() - started) / 1000;
    }
  }
}

/** A time limit that starts anew for each part of an attempt. */
class TimeLimit {
  readonly #controller = new AbortController();
  readonly #seconds: number;
  readonly signal: AbortSignal;
  #timer: NodeJS.Timeout | undefined;
  exceeded: string | undefined;

  constructor(seconds: number, outer: AbortSignal) {
    this.#seconds = seconds;
    this.signal = AbortSignal.any([this.#controller.signal, outer]);
  }

  start(what: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.exceeded = what;
      this.#controller.abort();
    }, this.#seconds * 1000);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** By events, since to iterate over a stream joins its pieces once more. */
function readBytes(
  response: Response,
  name: string,
  { path, maxBytes = MAX_ANSWER_BYTES }: MispRequest,
): Promise<Buffer> {
  const { body } = response;
  if (!body) return Promise.resolve(Buffer.alloc(0));
  // Where the length is known, pieces go to their place: joined in the end, they would be in memory twice.
  const length = lengthOf(response);
  const whole = length !== undefined && length <= maxBytes ? Buffer.allocUnsafe(length) : undefined;
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    body.on('data', (part: Buffer) => {
      if (whole) part.copy(whole, size);
      else parts.push(part);
      size += part.length;
      if (size > maxBytes) {
        parts.length = 0;
        reject(tooLarge(name, path, maxBytes));
        if (body instanceof Readable) body.destroy();
      }
    });
    body.on('error', reject);
    body.on('end', () => {
      if (whole) resolve(whole.subarray(0, size));
      else resolve(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts, size));
    });
  });
}

/** Undefined for an answer that is packed, or sent in chunks. */
function lengthOf({ headers }: Response): number | undefined {
  const text = headers.get('content-length');
  return text !== null && /^\d+$/.test(text) && !headers.has('content-encoding') ? Number(text) : undefined;
}

function parseJson(name: string, answer: HttpAnswer, text: string): unknown {
  if (text === '' && answer.status === 204) return null;
  if (text === '')
    throw new BadAnswerError(
      name,
      'the answer is empty (200 without a body). Look at MISP and what is before it.',
    );
  try {
    return JSON.parse(text);
  } catch {
    throw errorOfAnswer(name, '', answer, text);
  }
}
