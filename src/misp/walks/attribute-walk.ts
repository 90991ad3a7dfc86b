import { setTimeout as sleep } from 'node:timers/promises';
import { NumberSet } from '../../common/number-set.ts';
import { numberOf } from '../http/answers.ts';
import { AttributeList } from '../rows/attribute-list.ts';
import { attributeChecker } from '../rows/attribute-shape.ts';
import { PageReader } from '../rows/page-reader.ts';
import { RowOutline } from '../rows/row-outline.ts';
import { type Beginning, isDisturbed, noteBeginning } from './disturbance.ts';
import type { MispAnswer, MispRequest } from '../http/http.ts';
import type { Notes } from '../notes.ts';
import { PageWatch } from './page-watch.ts';
import { looksLast, type Page, type PageRequest, partsOfPage, requestsFor, walkPages } from './pages.ts';
import { isCut, type Query, without } from '../query/query.ts';
import { UnusableRow } from '../rows/shape.ts';
import type { Attribute } from '../rows/types.ts';

export interface AttributeWalkOptions {
  readonly query: Query;
  readonly pageSize: number;
  /** Whether to begin with a small page, so that the first rows come soon. */
  readonly growing: boolean;
  readonly start?: PageRequest | undefined;
  readonly maxBytes?: number | undefined;
  /** Whether rows need no members but those that `Attribute` declares: they are read faster. */
  readonly onlyDeclared?: boolean | undefined;
  readonly notes: Notes;
  readonly signal: AbortSignal;
  readonly send: (request: MispRequest) => Promise<MispAnswer>;
  /** Reads the rows and counts of an answer. @param limit rows that were asked for @throws BadAnswerError */
  readonly pageOf: (answer: MispAnswer, limit: number) => Page<unknown>;
}

export interface AttributePage {
  readonly rows: AttributeList;
  /** Whether MISP had as many rows for it as were asked for. */
  readonly isFull: boolean;
  readonly request: PageRequest;
}

/** How often what was missed is looked for, on a MISP that changes all the time. */
const MAX_REPAIRS = 2;
/** MISP's clock has whole seconds: a change just before the second walk could not be told from one during it. */
const PAUSE_MS = 2_000;
/** Asked for by uuid at once; one less than a page, so that one answer has them all. */
const MISSED_AT_ONCE = 1_999;

/** One walk over the pages of attributes/restSearch: every attribute once, in the order of ids. */
export class AttributeWalk {
  readonly #options: AttributeWalkOptions;
  readonly #seen = new NumberSet();
  readonly #reader: PageReader | undefined;
  /** Unix seconds of MISP's clock before the first page was asked for. */
  #started = 0;

  constructor(options: AttributeWalkOptions) {
    this.#options = options;
    this.#reader = options.onlyDeclared === true ? new PageReader() : undefined;
  }

  async *pages(): AsyncGenerator<AttributePage> {
    const { query, pageSize, growing, start } = this.#options;
    const uncut = withoutCuts(query);
    const pages = walkPages({
      fetchPage: (request) => this.#fetch(query, request),
      fetchUncut: (request) => this.#fetch(uncut, request),
      ...{ pageSize, growing, start },
    });
    const watch = new PageWatch(this.#seen);
    for await (const page of pages) {
      const { rows, skipped, request } = page;
      const isFull = rows.length + (skipped ?? 0) >= request.limit;
      const fresh = this.#newOf(page);
      watch.see(rows);
      yield { rows: fresh, isFull, request };
    }
  }

  /** The pages, and what was missed because rows left the result meanwhile. */
  async *rows(): AsyncGenerator<AttributeList> {
    let beginning: Promise<Beginning> | undefined;
    for await (const page of this.pages()) {
      // The next page with rows is being fetched: only now can rows be missed.
      if (mayHaveMissed(page)) beginning ??= this.#noteBeginning();
      yield page.rows;
    }
    if (beginning && (await isDisturbed(this.#options.send, await beginning))) yield* this.#missedRows();
  }

  /** Rows (page - 1) * size to page * size of the result. */
  async *only(part: { readonly page: number; readonly size: number }): AsyncGenerator<AttributeList> {
    const fetchPage = (request: PageRequest) => this.#fetch(this.#options.query, request);
    for (const whole of requestsFor(part)) {
      for await (const page of partsOfPage({ fetchPage }, whole)) {
        yield this.#newOf(page);
        if (page.skipped !== undefined && looksLast(page.request, page)) return;
      }
    }
  }

  async #fetch(query: Query, request: PageRequest): Promise<Page<unknown>> {
    const asked = performance.now();
    const body = { order: 'id asc', ...query, ...request, returnFormat: 'json' };
    const { maxBytes } = this.#options;
    const path = '/attributes/restSearch';
    const answer = await this.#options.send({
      method: 'POST',
      path,
      body,
      maxBytes,
      readBytes: this.#reader?.read,
    });
    if (this.#started === 0) {
      const answered = Date.parse(answer.headers.get('date') ?? '') || Date.now();
      this.#started = Math.floor((answered - (performance.now() - asked)) / 1000) - 1;
    }
    const page = this.#options.pageOf(answer, request.limit);
    if (!page.rows.some((row) => row instanceof RowOutline)) this.#reader?.learn(page.rows);
    return page;
  }

  /** Those that are usable, and were not on a page before. */
  #newOf({ rows }: Page<unknown>): AttributeList {
    const fresh: (Attribute | RowOutline)[] = [];
    for (const one of rows) {
      const row = one instanceof RowOutline ? one : attributeChecker.check(one);
      if (row instanceof UnusableRow) this.#drop(one, row);
      else if (this.#isNew(Number(row.id))) fresh.push(row);
    }
    return new AttributeList(fresh);
  }

  #drop(row: unknown, reason: UnusableRow): void {
    const id = typeof row === 'object' && row !== null && 'id' in row ? numberOf(row.id) : 0;
    if (!Number.isSafeInteger(id) || id < 1 || this.#isNew(id))
      this.#options.notes.dropped('attributes', row, reason);
  }

  #isNew(id: number): boolean {
    if (this.#seen.has(id)) return false;
    this.#seen.add(id);
    return true;
  }

  #noteBeginning(): Promise<Beginning> {
    const beginning = noteBeginning(this.#options.send, this.#started);
    // Its failure is reported when it is needed.
    beginning.catch(() => undefined);
    return beginning;
  }

  /** Goes through the result once more, without what makes answers large, and asks for what it had not shown. */
  async *#missedRows(): AsyncGenerator<AttributeList> {
    const { query, send, notes, signal } = this.#options;
    for (let repair = 0; repair < MAX_REPAIRS; repair += 1) {
      await sleep(PAUSE_MS, undefined, { signal });
      const again = new AttributeWalk({ ...this.#options, query: withoutIncludes(query), growing: false });
      let beginning: Promise<Beginning> | undefined;
      let missed: string[] = [];
      for await (const page of again.pages()) {
        if (mayHaveMissed(page)) beginning ??= again.#noteBeginning();
        for (const { id, uuid } of page.rows) if (!this.#seen.has(Number(id))) missed.push(uuid);
        for (; missed.length >= MISSED_AT_ONCE; missed = missed.slice(MISSED_AT_ONCE))
          yield await this.#fetchMissed(missed.slice(0, MISSED_AT_ONCE));
      }
      if (missed.length > 0) yield await this.#fetchMissed(missed);
      if (!beginning || !(await isDisturbed(send, await beginning))) return;
    }
    notes.add(
      'MISP was being changed while it was read, again and again: rows may be missing. Run the search again, or ask for less at once.',
    );
  }

  async #fetchMissed(uuids: readonly string[]): Promise<AttributeList> {
    const request = { limit: MISSED_AT_ONCE + 1, page: 1 };
    return this.#newOf(await this.#fetch({ ...this.#options.query, uuid: uuids }, request));
  }
}

function withoutCuts(query: Query): Query {
  return without(withoutIncludes(query), isCut);
}

/** A page that is not full is the last one, or its place is confirmed by one without rows. */
function mayHaveMissed({ rows, isFull, request }: AttributePage): boolean {
  return isFull || (request.page > 1 && rows.length > 0);
}

function withoutIncludes(query: Query): Query {
  return without(query, (name) => name.startsWith('include'));
}
