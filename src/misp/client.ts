import { countIn, rowsIn } from './http/answers.ts';
import { type AttributePage, AttributeWalk } from './walks/attribute-walk.ts';
import { readClock } from './http/clock.ts';
import type { Connection } from './connection.ts';
import { exposureSentences } from './http/exposures.ts';
import { BadAnswerError } from './errors.ts';
import { EventWalk } from './walks/event-walk.ts';
import type { MispEvent } from './rows/event-types.ts';
import { textOf, tooManyRows, tooManyValues, wordsIn } from './http/explain.ts';
import { type MispAnswer, MispHttp, type MispRequest } from './http/http.ts';
import { LargePartError } from './walks/json-slices.ts';
import { Notes } from './notes.ts';
import { EndlessWalkError, type Extent, MAX_PAGE_SIZE, type PageRequest } from './walks/pages.ts';
import { isRelative, prepareQuery, type Query, type Searched } from './query/query.ts';
import type { Patience } from './http/retry.ts';
import type { AttributeList } from './rows/attribute-list.ts';
import type { Attribute } from './rows/types.ts';
import { walkWholeEvents } from './walks/whole-event-walk.ts';
import { ManyEventsError, type WholeEvent } from './walks/whole-events.ts';

interface WalkExtent extends Extent {
  /** The page to begin with. */
  readonly start?: PageRequest | undefined;
  readonly onlyDeclared?: boolean;
}

/** One MISP. */
export class MispClient {
  /** What a person should know of the connection, and of what could not be read as it should be. */
  readonly notes = new Notes();
  readonly #connection: Connection;
  readonly #http: MispHttp;

  constructor(connection: Connection, patience?: Patience) {
    this.#connection = connection;
    for (const sentence of exposureSentences(connection))
      this.notes.add(`MISP instance ${connection.name}: ${sentence}`);
    this.#http = new MispHttp(connection, patience);
  }

  get spent(): MispHttp['spent'] {
    return this.#http.spent;
  }

  close(): void {
    this.#http.close();
  }

  /** Any other request; the answer's JSON and headers as they are. @throws MispError */
  call(request: MispRequest, signal: AbortSignal): Promise<MispAnswer> {
    return this.#http.send(request, signal);
  }

  /**
   * The attributes a query matches, each once, a page at a time, in the order of their ids; what was missed because rows
   * left the result meanwhile comes last. Nothing is asked before the first page is, and never more than one page ahead.
   *
   * @throws QueryError before anything is sent; MispError
   */
  async *attributes(query: Query, extent: Extent, signal: AbortSignal): AsyncGenerator<readonly Attribute[]> {
    for await (const page of this.#attributeLists(query, extent, signal)) yield page.slice();
  }

  /** The same with the members that are declared, and no others: they are read in half the time, when they are looked at. */
  declaredAttributes(query: Query, extent: Extent, signal: AbortSignal): AsyncGenerator<AttributeList> {
    return this.#attributeLists(query, { ...extent, onlyDeclared: true }, signal);
  }

  /** The pages, with the members that are declared, and with what was asked for, from some page on, so that a walk that is broken off can be gone on with. */
  async *attributePages(
    query: Query,
    extent: { readonly pageSize?: number; readonly start?: PageRequest | undefined },
    signal: AbortSignal,
  ): AsyncGenerator<AttributePage> {
    yield* this.#guarded(signal, async (stoppable) =>
      (await this.#attributeWalk(query, { ...extent, onlyDeclared: true }, stoppable)).pages(),
    );
  }

  /**
   * The events a query matches, a page at a time, each once, in the order of their ids.
   * @throws QueryError before anything is sent; MispError
   */
  async *events(query: Query, extent: Extent, signal: AbortSignal): AsyncGenerator<readonly MispEvent[]> {
    yield* this.#guarded(signal, async (stoppable) => {
      const prepared = await this.#prepared(query, 'events', stoppable);
      return this.#eventWalk(prepared, extent, stoppable).pages();
    });
  }

  /**
   * The same events one by one, with what is in them. @throws QueryError before anything is sent; MispError
   */
  async *wholeEvents(query: Query, extent: Extent, signal: AbortSignal): AsyncGenerator<WholeEvent> {
    yield* this.#guarded(signal, async (stoppable) => {
      const prepared = await this.#prepared(query, 'events', stoppable);
      const bare = prepareQuery({ ...prepared, metadata: true, excludeGalaxy: true }, 'events', 0);
      return walkWholeEvents({
        query: prepared,
        walk: this.#eventWalk(bare, extent, stoppable),
        notes: this.notes,
        send: (request) => this.#http.send(request, stoppable),
        errorOf: (error, answer) => {
          if (error instanceof LargePartError) return tooManyValues(this.#connection.name, EVENTS);
          if (error instanceof ManyEventsError) return tooManyRows(this.#connection.name, error.message);
          if (!(error instanceof SyntaxError)) return error;
          return this.#badAnswer(answer.toString('utf8', 0, MAX_SHOWN_BYTES), 'events', error);
        },
      });
    });
  }

  async *#attributeLists(
    query: Query,
    extent: WalkExtent,
    signal: AbortSignal,
  ): AsyncGenerator<AttributeList> {
    yield* this.#guarded(signal, async (stoppable) => {
      const walk = await this.#attributeWalk(query, extent, stoppable);
      return extent.only ? walk.only(extent.only) : walk.rows();
    });
  }

  #eventWalk(query: Query, extent: Extent, signal: AbortSignal): EventWalk {
    return new EventWalk({
      query,
      extent,
      notes: this.notes,
      send: (request) => this.#http.send(request, signal),
      rowsOf: (answer, limit) => this.#rowsOf(answer, 'Event', limit),
    });
  }

  async #attributeWalk(
    query: Query,
    { pageSize, start, maxBytes, onlyDeclared }: WalkExtent,
    signal: AbortSignal,
  ): Promise<AttributeWalk> {
    return new AttributeWalk({
      query: await this.#prepared(query, 'attributes', signal),
      pageSize: Math.min(pageSize ?? this.#connection.pageSize, MAX_PAGE_SIZE),
      growing: pageSize === undefined,
      start,
      maxBytes,
      onlyDeclared,
      notes: this.notes,
      signal,
      send: (request) => this.#http.send(request, signal),
      pageOf: (answer, limit) => ({
        rows: this.#rowsOf(answer, 'Attribute', limit),
        skipped: countIn(answer.headers, 'x-skipped-elements-count'),
        resultCount: countIn(answer.headers, 'x-result-count'),
      }),
    });
  }

  /** Moments are those of MISP's clock, which it is asked for only when the query needs it. */
  async #prepared(query: Query, what: Searched, signal: AbortSignal): Promise<Query> {
    const absolute = prepareQuery(query, what, 0);
    if (!isRelative(query)) return absolute;
    const { now } = await readClock((request) => this.#http.send(request, signal), Date.now);
    return prepareQuery(query, what, now);
  }

  /** Ends requests that are under way when nobody wants the rest. */
  async *#guarded<T>(
    signal: AbortSignal,
    begin: (stoppable: AbortSignal) => Promise<AsyncGenerator<T>>,
  ): AsyncGenerator<T> {
    const stop = new AbortController();
    try {
      yield* await begin(AbortSignal.any([signal, stop.signal]));
    } catch (error) {
      if (!(error instanceof EndlessWalkError)) throw error;
      throw new BadAnswerError(
        this.#connection.name,
        `${error.message} Ask for less, with warning_list=false, or look at MISP and at what is before it.`,
        { cause: error },
      );
    } finally {
      stop.abort();
    }
  }

  #rowsOf({ body }: MispAnswer, member: 'Attribute' | 'Event', limit: number): readonly unknown[] {
    const rows = rowsIn(body, member);
    if (rows && rows.length > limit)
      throw tooManyRows(this.#connection.name, `${rows.length} rows, where ${limit} were asked for`);
    if (rows) return rows;
    throw this.#badAnswer(body, member === 'Attribute' ? 'attributes' : 'events');
  }

  #badAnswer(body: unknown, what: string, cause?: unknown): BadAnswerError {
    const said = typeof body === 'string' ? textOf(body) : wordsIn(body);
    return new BadAnswerError(
      this.#connection.name,
      said === undefined
        ? `the answer is no list of ${what}. Is misp_url the address of a MISP?`
        : `MISP answered without ${what}: "${said}".`,
      { cause },
    );
  }
}

const EVENTS = '/events/restSearch';
const MAX_SHOWN_BYTES = 10_000;
