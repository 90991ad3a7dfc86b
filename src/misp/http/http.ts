import type { Agent } from 'node:http';
import fetch, { FetchError, type Response } from 'node-fetch';
import { createAgent } from './agent.ts';
import { readBody } from './body.ts';
import { MAX_ANSWER_BYTES, MAX_BYTES_ANSWER, MAX_ERROR_BYTES, MAX_VALUE_BYTES } from './bounds.ts';
import type { Connection } from '../connection.ts';
import { BadAnswerError, MispError, TimedOutError } from '../errors.ts';
import { errorOfAnswer, type HttpAnswer, notJson, tooDeep, tooLarge, tooManyValues } from './explain.ts';
import { type Excess, JsonScan, valueBytesOf } from './json-scan.ts';
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
  /** Makes values of the answer's bytes in a way of its own; undefined for bytes that have to be parsed. */
  readonly readBytes?: ((bytes: Buffer) => unknown) | undefined;
  /** It changes something: it is sent again only when MISP has had nothing of it. */
  readonly isWrite?: boolean;
  /** A larger answer is broken off with an AnswerTooLargeError; the limits of bounds.ts when absent. */
  readonly maxBytes?: number | undefined;
}

export interface MispAnswer {
  readonly body: unknown;
  readonly headers: Pick<Headers, 'get'>;
}

/** A page comes in whole while rows of the one before are made, not a little each time they are sent. */
const READ_AHEAD_BYTES = 16 * 1024 * 1024;

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
      const headers = this.#redactor.headers(response.headers);
      const answer = { status: response.status, headers };
      // Nothing is made of an answer before secrets that it echoes are out of it.
      if (!response.ok)
        throw errorOfAnswer(name, url, answer, this.#redactor.bytes(await readWords(response)).toString());
      const received = await readAnswer(response, name, request);
      const bytes = this.#redactor.bytes(received.bytes);
      // A 204 has none, and is no JSON that is wanted as bytes.
      if (request.asBytes === true && (bytes.length > 0 || response.status === 204))
        return { body: bytes, headers };
      const read = request.readBytes?.(bytes);
      if (read !== undefined) return { body: read, headers };
      if (request.readBytes) received.checkValues();
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

/** Estimated bytes of values that MISP's answers have a byte: 7, where there are many. */
const VALUES_A_BYTE = 8;

interface Received {
  readonly bytes: Buffer;
  /** Must come before the bytes are parsed. @throws BadAnswerError for more than there is memory for */
  readonly checkValues: () => void;
}

/** @throws BadAnswerError for more than there is memory for, before the bytes are parsed, if they are */
async function readAnswer(
  response: Response,
  name: string,
  { path, readBytes, asBytes = false, maxBytes = asBytes ? MAX_BYTES_ANSWER : MAX_ANSWER_BYTES }: MispRequest,
): Promise<Received> {
  const valueBytes = asBytes ? Infinity : Math.min(MAX_VALUE_BYTES, VALUES_A_BYTE * maxBytes);
  const scan = new JsonScan({ valueBytes });
  const isLate = readBytes !== undefined;
  const bytes = await readBody(response, maxBytes, { scan, isLate });
  const errorOf = (excess: Excess | 'bytes') => {
    if (excess === 'depth') return tooDeep(name);
    return excess === 'bytes' ? tooLarge(name, path, maxBytes) : tooManyValues(name, path);
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

/** What an error says; nothing of one that is too large: its status tells enough. */
async function readWords(response: Response): Promise<Buffer> {
  const bytes = await readBody(response, MAX_ERROR_BYTES, { scan: new JsonScan() });
  return typeof bytes === 'string' ? Buffer.alloc(0) : bytes;
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
    throw notJson(name, answer.status, text);
  }
}
