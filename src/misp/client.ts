import type { Connection } from './connection.ts';
import { BadAnswerError } from './errors.ts';
import type { MispEvent } from './event-types.ts';
import { wordsIn } from './explain.ts';
import { type MispAnswer, MispHttp, type MispRequest } from './http.ts';
import { MAX_PAGE_SIZE, type Page, type PageRequest, partsOf, walkPages } from './pages.ts';
import { checkQuery, type Query } from './query.ts';
import type { Patience } from './retry.ts';
import type { Attribute } from './types.ts';

/** Rows to ask for: pages of a size, or one page alone. */
export interface Extent {
  /** At most 5,000. The connection's page size, reached in steps, when absent. */
  readonly pageSize?: number;
  /** Only this part: rows (page - 1) * size to page * size of the result. */
  readonly only?: { readonly page: number; readonly size: number };
}

/** One MISP. */
export class MispClient {
  readonly #connection: Connection;
  readonly #http: MispHttp;

  constructor(connection: Connection, patience?: Patience) {
    this.#connection = connection;
    this.#http = new MispHttp(connection, patience);
  }

  get spent(): MispHttp['spent'] {
    return this.#http.spent;
  }

  close(): void {
    this.#http.close();
  }

  /**
   * The attributes a query matches, a page at a time, in the order of their ids; nothing is asked before the first
   * page is, and never more than one page ahead. @throws QueryError before anything is sent; MispError
   */
  async *attributes(query: Query, extent: Extent, signal: AbortSignal): AsyncGenerator<readonly Attribute[]> {
    if (!extent.only) {
      for await (const { rows } of this.attributePages(query, extent, signal)) yield rows;
      return;
    }
    checkQuery(query);
    for (const request of requestsFor(extent.only))
      yield (await this.#attributePage({ ...query, ...request }, signal)).rows;
  }

  /** The same with what was asked for, from some page on, so that a walk that is broken off can be gone on with. */
  async *attributePages(
    query: Query,
    { pageSize, start }: { readonly pageSize?: number; readonly start?: PageRequest | undefined },
    signal: AbortSignal,
  ): AsyncGenerator<{ readonly rows: readonly Attribute[]; readonly request: PageRequest }> {
    checkQuery(query);
    const stop = new AbortController();
    const either = AbortSignal.any([signal, stop.signal]);
    const fetchPage = (request: PageRequest) => this.#attributePage({ ...query, ...request }, either);
    const size = Math.min(pageSize ?? this.#connection.pageSize, MAX_PAGE_SIZE);
    try {
      yield* walkPages(fetchPage, size, pageSize === undefined, start);
    } finally {
      stop.abort();
    }
  }

  /**
   * The events a query matches, a page at a time, each once; MISP says how many there are, and so which page is the last.
   * @throws QueryError before anything is sent; MispError
   */
  async *events(query: Query, extent: Extent, signal: AbortSignal): AsyncGenerator<readonly MispEvent[]> {
    checkQuery(query, 'events');
    const had = new Set<string>();
    let limit = extent.only?.size ?? extent.pageSize ?? EVENTS_A_PAGE;
    for (let page = extent.only?.page ?? 1; ; page += 1) {
      const body = { ...query, limit, page, returnFormat: 'json' };
      const answer = await this.#http.send({ method: 'POST', path: '/events/restSearch', body }, signal);
      const events = this.#eventsOf(answer);
      yield events.filter(({ id }) => !had.has(id));
      if (extent.only) return;
      for (const { id } of events) had.add(id);
      // Only a server that caps the limit has a first page that is short while there are more: walked on with its cap.
      const total = numberOf(answer.headers.get('x-result-count'));
      if (page === 1 && events.length > 0 && events.length < Math.min(limit, total ?? 0))
        limit = events.length;
      if (total === undefined ? events.length === 0 : page * limit >= total) return;
    }
  }

  #eventsOf({ body }: MispAnswer): readonly MispEvent[] {
    const response =
      typeof body === 'object' && body !== null && 'response' in body ? body.response : undefined;
    const events = Array.isArray(response)
      ? response.map((one: unknown) =>
          typeof one === 'object' && one !== null && 'Event' in one ? one.Event : undefined,
        )
      : undefined;
    if (events?.every(isEvent)) return events;
    throw new BadAnswerError(
      this.#connection.name,
      `MISP answered without events: "${wordsIn(body) ?? 'the answer is JSON, but no list of events'}".`,
    );
  }

  /** Any other request; the answer's JSON and headers as they are. @throws MispError */
  call(request: MispRequest, signal: AbortSignal): Promise<MispAnswer> {
    return this.#http.send(request, signal);
  }

  async #attributePage(body: Query, signal: AbortSignal): Promise<Page<Attribute>> {
    const answer = await this.#http.send(
      // Ordered, a walk stays whole when rows change meanwhile; MISP has no order of its own.
      {
        method: 'POST',
        path: '/attributes/restSearch',
        body: { order: 'id asc', ...body, returnFormat: 'json' },
      },
      signal,
    );
    return {
      rows: this.#attributesOf(answer),
      skipped: Number(answer.headers.get('x-skipped-elements-count') ?? 0),
      resultCount: numberOf(answer.headers.get('x-result-count')),
    };
  }

  #attributesOf({ body }: MispAnswer): readonly Attribute[] {
    const response =
      typeof body === 'object' && body !== null && 'response' in body ? body.response : undefined;
    // PHP writes an empty map as a list.
    if (Array.isArray(response) && response.length === 0) return [];
    const rows =
      typeof response === 'object' && response !== null && 'Attribute' in response
        ? response.Attribute
        : undefined;
    if (Array.isArray(rows) && rows.every(isAttribute)) return rows;
    const said = wordsIn(body);
    throw new BadAnswerError(
      this.#connection.name,
      said === undefined
        ? 'the answer is JSON, but no list of attributes. Is misp_url the address of a MISP?'
        : `MISP answered without attributes: "${said}".`,
    );
  }
}

/** One page alone may be larger than what MISP may be asked for: it is then asked for in equal parts. */
function requestsFor({ page, size }: { page: number; size: number }): PageRequest[] {
  const parts = partsOf(size);
  if (parts === undefined) throw new RangeError(`a page of ${size} rows cannot be cut into equal parts`);
  const limit = size / parts;
  return Array.from({ length: parts }, (_, index) => ({ limit, page: (page - 1) * parts + index + 1 }));
}

/** Events come with all that is in them, unless only their metadata is asked for. */
const EVENTS_A_PAGE = 50;

function isEvent(value: unknown): value is MispEvent {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}

function isAttribute(row: unknown): row is Attribute {
  if (typeof row !== 'object' || row === null) return false;
  const { id, type, value } = row as Record<string, unknown>;
  return typeof id === 'string' && typeof type === 'string' && typeof value === 'string';
}

function numberOf(text: string | null): number | undefined {
  return text === null ? undefined : Number(text);
}
