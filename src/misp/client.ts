import { countHeader, rowsOf } from './http/responses.ts';
import { type AttributePage, AttributeWalk } from './walks/attribute-walk.ts';
import { readClock } from './http/clock.ts';
import type { Connection } from './connection.ts';
import { exposureWarnings } from './http/exposures.ts';
import { BadResponseError } from './errors.ts';
import { EventWalk } from './walks/event-walk.ts';
import type { MispEvent } from './rows/event-types.ts';
import {
  errorMessageInText,
  tooManyRowsError,
  tooManyValuesError,
  errorMessageIn,
} from './http/http-errors.ts';
import { type MispResponse, MispHttp, type MispRequest } from './http/http.ts';
import { PartTooLargeError } from './walks/json-slices.ts';
import { Warnings } from './warnings.ts';
import {
  EndlessWalkError,
  type Extent,
  MAX_PAGE_SIZE,
  type PageHead,
  type PageRequest,
} from './walks/pages.ts';
import type { SearchScope } from './query/filters.ts';
import { isRelative, prepareQuery, type Query } from './query/query.ts';
import type { RetryOptions } from './http/retry.ts';
import type { AttributeList } from './rows/attribute-list.ts';
import type { Attribute } from './rows/types.ts';
import { walkWholeEvents } from './walks/whole-event-walk.ts';
import { TooManyEventsError, type WholeEvent } from './walks/whole-events.ts';

interface WalkExtent extends Extent {
  /** The page to begin with. */
  readonly start?: PageRequest | undefined;
  readonly onlyDeclared?: boolean;
}

/** The client of one MISP instance. */
export class MispClient {
  /** Warnings about the connection and about rows that are unusable. */
  readonly warnings = new Warnings();
  readonly #connection: Connection;
  readonly #http: MispHttp;

  constructor(connection: Connection, patience?: RetryOptions) {
    this.#connection = connection;
    for (const sentence of exposureWarnings(connection))
      this.warnings.add(`MISP instance ${connection.name}: ${sentence}`);
    this.#http = new MispHttp(connection, patience);
  }

  get requestStats(): MispHttp['requestStats'] {
    return this.#http.requestStats;
  }

  close(): void {
    this.#http.close();
  }

  /** Sends any other request. Returns the JSON and the headers as they are. @throws MispError */
  call(request: MispRequest, signal: AbortSignal): Promise<MispResponse> {
    return this.#http.send(request, signal);
  }

  /**
   * Yields the attributes that a query matches, a page at a time, each once, ordered by id. Attributes that were missed
   * because rows left the result meanwhile come last. At most one page is requested ahead.
   *
   * @throws QueryError before anything is sent; MispError
   */
  async *attributes(query: Query, extent: Extent, signal: AbortSignal): AsyncGenerator<readonly Attribute[]> {
    for await (const page of this.#attributeLists(query, extent, signal)) yield page.slice();
  }

  /** The same attributes with declared members only. They are parsed in half the time, when they are accessed. */
  declaredAttributes(query: Query, extent: Extent, signal: AbortSignal): AsyncGenerator<AttributeList> {
    return this.#attributeLists(query, { ...extent, onlyDeclared: true }, signal);
  }

  /**
   * Yields pages of attributes with declared members, and their requests, so that an interrupted walk can resume.
   * @param extent with the page to start at
   */
  async *attributePages(
    query: Query,
    extent: { readonly pageSize?: number; readonly start?: PageRequest | undefined },
    signal: AbortSignal,
  ): AsyncGenerator<AttributePage> {
    yield* this.#abortRequestsAtEnd(signal, async (requestSignal) =>
      (await this.#attributeWalk(query, { ...extent, onlyDeclared: true }, requestSignal)).pages(),
    );
  }

  /**
   * Yields the events that a query matches, a page at a time, each once, ordered by id.
   * @throws QueryError before anything is sent; MispError
   */
  async *events(query: Query, extent: Extent, signal: AbortSignal): AsyncGenerator<readonly MispEvent[]> {
    yield* this.#abortRequestsAtEnd(signal, async (requestSignal) => {
      const prepared = await this.#prepareQuery(query, 'events', requestSignal);
      return this.#eventWalk(prepared, extent, requestSignal).pages();
    });
  }

  /**
   * Yields the same events one by one, with their attributes and objects.
   * @throws QueryError before anything is sent; MispError
   */
  async *wholeEvents(query: Query, extent: Extent, signal: AbortSignal): AsyncGenerator<WholeEvent> {
    yield* this.#abortRequestsAtEnd(signal, async (requestSignal) => {
      const prepared = await this.#prepareQuery(query, 'events', requestSignal);
      const metadataQuery = prepareQuery({ ...prepared, metadata: true, excludeGalaxy: true }, 'events', 0);
      return walkWholeEvents({
        query: prepared,
        walk: this.#eventWalk(metadataQuery, extent, requestSignal),
        warnings: this.warnings,
        send: (request) => this.#http.send(request, requestSignal),
        toReadableError: (error, body) => {
          if (error instanceof PartTooLargeError)
            return tooManyValuesError(this.#connection.name, EVENTS_PATH);
          if (error instanceof TooManyEventsError)
            return tooManyRowsError(this.#connection.name, error.message);
          if (!(error instanceof SyntaxError)) return error;
          return this.#badResponseError(body.toString('utf8', 0, MAX_QUOTED_BYTES), 'events', error);
        },
      });
    });
  }

  async *#attributeLists(
    query: Query,
    extent: WalkExtent,
    signal: AbortSignal,
  ): AsyncGenerator<AttributeList> {
    yield* this.#abortRequestsAtEnd(signal, async (requestSignal) => {
      const walk = await this.#attributeWalk(query, extent, requestSignal);
      return extent.only ? walk.only(extent.only) : walk.rows();
    });
  }

  #eventWalk(query: Query, extent: Extent, signal: AbortSignal): EventWalk {
    return new EventWalk({
      query,
      extent,
      warnings: this.warnings,
      send: (request) => this.#http.send(request, signal),
      rowsOf: (response, limit) => this.#rowsOf(response, 'Event', limit),
    });
  }

  async #attributeWalk(
    query: Query,
    { pageSize, start, maxBytes, onlyDeclared }: WalkExtent,
    signal: AbortSignal,
  ): Promise<AttributeWalk> {
    return new AttributeWalk({
      query: await this.#prepareQuery(query, 'attributes', signal),
      pageSize: Math.min(pageSize ?? this.#connection.pageSize, MAX_PAGE_SIZE),
      startsSmall: pageSize === undefined,
      start,
      maxBytes,
      onlyDeclared,
      warnings: this.warnings,
      signal,
      send: (request) => this.#http.send(request, signal),
      headOf: pageHeadOf,
      pageOf: (response, limit) => ({
        rows: this.#rowsOf(response, 'Attribute', limit),
        ...pageHeadOf(response.headers),
      }),
    });
  }

  /** Resolves relative times by MISP's clock, which is read only when the query needs it. */
  async #prepareQuery(query: Query, scope: SearchScope, signal: AbortSignal): Promise<Query> {
    const absolute = prepareQuery(query, scope, 0);
    if (!isRelative(query)) return absolute;
    const { now } = await readClock((request) => this.#http.send(request, signal), Date.now);
    return prepareQuery(query, scope, now);
  }

  /** Aborts pending requests when the consumer stops early. */
  async *#abortRequestsAtEnd<T>(
    signal: AbortSignal,
    start: (requestSignal: AbortSignal) => Promise<AsyncGenerator<T>>,
  ): AsyncGenerator<T> {
    const stop = new AbortController();
    try {
      yield* await start(AbortSignal.any([signal, stop.signal]));
    } catch (error) {
      if (!(error instanceof EndlessWalkError)) throw error;
      throw new BadResponseError(
        this.#connection.name,
        `${error.message} Request less, with warning_list=false, or check MISP and any proxy in front of it.`,
        { cause: error },
      );
    } finally {
      stop.abort();
    }
  }

  #rowsOf({ body }: MispResponse, member: 'Attribute' | 'Event', limit: number): readonly unknown[] {
    const rows = rowsOf(body, member);
    if (rows && rows.length > limit)
      throw tooManyRowsError(this.#connection.name, `${rows.length} rows, but ${limit} were requested`);
    if (rows) return rows;
    throw this.#badResponseError(body, member === 'Attribute' ? 'attributes' : 'events');
  }

  #badResponseError(body: unknown, what: string, cause?: unknown): BadResponseError {
    const message = typeof body === 'string' ? errorMessageInText(body) : errorMessageIn(body);
    return new BadResponseError(
      this.#connection.name,
      message === undefined
        ? `the response has no list of ${what}. Check that misp_url is the address of a MISP.`
        : `MISP responded without ${what}: "${message}".`,
      { cause },
    );
  }
}

const EVENTS_PATH = '/events/restSearch';
const MAX_QUOTED_BYTES = 10_000;

/** What a page of attributes says of itself in its headers. */
function pageHeadOf(headers: MispResponse['headers']): PageHead {
  return {
    skipped: countHeader(headers, 'x-skipped-elements-count'),
    resultCount: countHeader(headers, 'x-result-count'),
  };
}
