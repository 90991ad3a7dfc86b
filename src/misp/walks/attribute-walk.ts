import { setTimeout as sleep } from 'node:timers/promises';
import { NumberSet } from '../../common/number-set.ts';
import { toNumber } from '../http/responses.ts';
import { AttributeList } from '../rows/attribute-list.ts';
import { attributeChecker } from '../rows/attribute-shape.ts';
import { PageReader } from '../rows/page-reader.ts';
import { RowOutline } from '../rows/row-outline.ts';
import { type Snapshot, hasChangedSince, takeSnapshot } from './change-detection.ts';
import type { MispResponse, MispRequest } from '../http/http.ts';
import type { Warnings } from '../warnings.ts';
import { RepeatGuard } from './repeat-guard.ts';
import { looksLast, type Page, type PageHead, type PageRequest, partsOfPage, walkPages } from './pages.ts';
import { requestsFor } from './page-parts.ts';
import { dropsRowsAfterPaging, type Query, omitParameters } from '../query/query.ts';
import { UnusableRow } from '../rows/shape.ts';
import type { Attribute } from '../rows/types.ts';

export interface AttributeWalkOptions {
  readonly query: Query;
  readonly pageSize: number;
  /** Begin with a small page, so that the first rows arrive early. */
  readonly startsSmall: boolean;
  readonly start?: PageRequest | undefined;
  readonly maxBytes?: number | undefined;
  /** Read only the members that `Attribute` declares, which is faster. */
  readonly onlyDeclared?: boolean | undefined;
  readonly warnings: Warnings;
  readonly signal: AbortSignal;
  readonly send: (request: MispRequest) => Promise<MispResponse>;
  /** Reads the rows and counts of a response. @param limit rows that were requested @throws BadResponseError */
  readonly headOf: (headers: MispResponse['headers']) => PageHead;
  readonly pageOf: (answer: MispResponse, limit: number) => Page<unknown>;
}

export interface AttributePage {
  readonly rows: AttributeList;
  /** Whether MISP had as many rows for the page as were requested. */
  readonly isFull: boolean;
  readonly request: PageRequest;
}

/** Limits the repairs for a MISP that changes all the time. */
const MAX_REPAIRS = 2;
/** MISP's clock has whole seconds. Without a delay, a change before the second walk looks like one during it. */
const REPAIR_DELAY_MS = 2_000;
/** UUIDs of one request; one less than its limit, so that one page has them all. */
const MISSED_BATCH_SIZE = 1_999;

/** A walk over the pages of attributes/restSearch. Yields every attribute once, ordered by id. */
export class AttributeWalk {
  readonly #options: AttributeWalkOptions;
  readonly #seenIds = new NumberSet();
  readonly #reader: PageReader | undefined;
  /** Unix seconds of MISP's clock before the first request. */
  #started = 0;

  constructor(options: AttributeWalkOptions) {
    this.#options = options;
    this.#reader = options.onlyDeclared === true ? new PageReader() : undefined;
  }

  async *pages(): AsyncGenerator<AttributePage> {
    const { query, pageSize, startsSmall, start } = this.#options;
    const unfilteredQuery = withoutRowFilters(query);
    const pages = walkPages({
      fetchPage: (request, onHead) => this.#fetch(query, request, onHead),
      fetchUnfiltered: (request) => this.#fetch(unfilteredQuery, request),
      ...{ pageSize, startsSmall, start },
    });
    const repeatGuard = new RepeatGuard(this.#seenIds);
    for await (const page of pages) {
      const { rows, skipped, request } = page;
      const isFull = rows.length + (skipped ?? 0) >= request.limit;
      const newRows = this.#takeNew(page);
      repeatGuard.check(rows);
      yield { rows: newRows, isFull, request };
    }
  }

  /** Yields the pages, then the attributes that were missed because rows left the result meanwhile. */
  async *rows(): AsyncGenerator<AttributeList> {
    let snapshot: Promise<Snapshot> | undefined;
    for await (const page of this.pages()) {
      // Rows can be missed only between two pages, so take the snapshot when a second page is requested.
      if (mayMissRows(page)) snapshot ??= this.#takeSnapshot();
      yield page.rows;
    }
    if (snapshot && (await hasChangedSince(this.#options.send, await snapshot))) yield* this.#missedRows();
  }

  /** Yields rows (page - 1) * size to page * size of the result. */
  async *only(part: { readonly page: number; readonly size: number }): AsyncGenerator<AttributeList> {
    const fetchPage = (request: PageRequest) => this.#fetch(this.#options.query, request);
    for (const whole of requestsFor(part)) {
      for await (const page of partsOfPage({ fetchPage }, whole)) {
        yield this.#takeNew(page);
        if (page.skipped !== undefined && looksLast(page.request, page)) return;
      }
    }
  }

  async #fetch(
    query: Query,
    request: PageRequest,
    onHead?: (head: PageHead) => void,
  ): Promise<Page<unknown>> {
    const requestedAt = performance.now();
    const body = { order: 'id asc', ...query, ...request, returnFormat: 'json' };
    const { maxBytes } = this.#options;
    const path = '/attributes/restSearch';
    const answer = await this.#options.send({
      method: 'POST',
      path,
      body,
      maxBytes,
      readBytes: this.#reader?.read,
      onHeaders: (headers) => {
        onHead?.(this.#options.headOf(headers));
      },
    });
    if (this.#started === 0) {
      const answered = Date.parse(answer.headers.get('date') ?? '') || Date.now();
      this.#started = Math.floor((answered - (performance.now() - requestedAt)) / 1000) - 1;
    }
    const page = this.#options.pageOf(answer, request.limit);
    if (!page.rows.some((row) => row instanceof RowOutline)) this.#reader?.learn(page.rows);
    return page;
  }

  /** Returns the valid rows that were not on an earlier page. */
  #takeNew({ rows }: Page<unknown>): AttributeList {
    const newRows: (Attribute | RowOutline)[] = [];
    for (const one of rows) {
      const row = one instanceof RowOutline ? one : attributeChecker.check(one);
      if (row instanceof UnusableRow) this.#countDropped(one, row);
      else if (this.#isNew(Number(row.id))) newRows.push(row);
    }
    return new AttributeList(newRows);
  }

  #countDropped(row: unknown, reason: UnusableRow): void {
    const id = typeof row === 'object' && row !== null && 'id' in row ? toNumber(row.id) : 0;
    if (!Number.isSafeInteger(id) || id < 1 || this.#isNew(id))
      this.#options.warnings.addDropped('attributes', row, reason);
  }

  #isNew(id: number): boolean {
    if (this.#seenIds.has(id)) return false;
    this.#seenIds.add(id);
    return true;
  }

  #takeSnapshot(): Promise<Snapshot> {
    const snapshot = takeSnapshot(this.#options.send, this.#started);
    // The failure is reported where the snapshot is awaited.
    snapshot.catch(() => undefined);
    return snapshot;
  }

  /** Walks the result again with small rows, and requests the attributes that the first walk did not return. */
  async *#missedRows(): AsyncGenerator<AttributeList> {
    const { query, send, warnings, signal } = this.#options;
    for (let repair = 0; repair < MAX_REPAIRS; repair += 1) {
      await sleep(REPAIR_DELAY_MS, undefined, { signal });
      const secondWalk = new AttributeWalk({
        ...this.#options,
        query: withoutIncludes(query),
        startsSmall: false,
      });
      let snapshot: Promise<Snapshot> | undefined;
      let missed: string[] = [];
      for await (const page of secondWalk.pages()) {
        if (mayMissRows(page)) snapshot ??= secondWalk.#takeSnapshot();
        for (const { id, uuid } of page.rows) if (!this.#seenIds.has(Number(id))) missed.push(uuid);
        for (; missed.length >= MISSED_BATCH_SIZE; missed = missed.slice(MISSED_BATCH_SIZE))
          yield await this.#fetchMissed(missed.slice(0, MISSED_BATCH_SIZE));
      }
      if (missed.length > 0) yield await this.#fetchMissed(missed);
      if (!snapshot || !(await hasChangedSince(send, await snapshot))) return;
    }
    warnings.add(
      'MISP changed repeatedly while it was read: rows may be missing. Run the search again, or request less at once.',
    );
  }

  async #fetchMissed(uuids: readonly string[]): Promise<AttributeList> {
    const request = { limit: MISSED_BATCH_SIZE + 1, page: 1 };
    return this.#takeNew(await this.#fetch({ ...this.#options.query, uuid: uuids }, request));
  }
}

function withoutRowFilters(query: Query): Query {
  return omitParameters(withoutIncludes(query), dropsRowsAfterPaging);
}

/** A first page that is not full is the last one, so nothing can be missed after it. */
function mayMissRows({ rows, isFull, request }: AttributePage): boolean {
  return isFull || (request.page > 1 && rows.length > 0);
}

function withoutIncludes(query: Query): Query {
  return omitParameters(query, (name) => name.startsWith('include'));
}
