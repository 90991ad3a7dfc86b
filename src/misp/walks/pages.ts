import { ResponseTooLargeError } from '../errors.ts';

/** With larger pages, a MISP with default settings drops rows silently when they exceed its memory limit. */
export const MAX_PAGE_SIZE = 5_000;

/** A small first page returns the first rows early. The next page repeats its rows. */
const FIRST_PAGE_SIZE = 1_000;

/** A page with fewer rows is not divided further when its response is too large. */
const MIN_PART_ROWS = 50;

/** A limit that a server enforces is a multiple of this number. */
const CAP_MULTIPLE = 50;

/** Successive empty pages whose rows MISP dropped after paging. */
const MAX_EMPTY_PAGES = 1_000;
/** Successive empty pages without such a reason. */
const MAX_UNEXPLAINED_PAGES = 20;

/** The rows to request: all pages, or one page. */
export interface Extent {
  /** At most 5,000. The default is a small first page, then the page size of the connection. */
  readonly pageSize?: number;
  /** Only rows (page - 1) * size to page * size of the result. */
  readonly only?: { readonly page: number; readonly size: number };
  /** Bytes of a response. Smaller than the default where several responses are read at a time. */
  readonly maxBytes?: number;
}

export interface PageRequest {
  readonly limit: number;
  /** From 1. */
  readonly page: number;
}

export interface Page<T> {
  readonly rows: readonly T[];
  /** Rows that MISP dropped after paging (`X-Skipped-Elements-Count`); undefined before MISP 2.4.196. */
  readonly skipped: number | undefined;
  /** `X-Result-Count`. Its meaning depends on the version of MISP, see `looksLast`. */
  readonly resultCount: number | undefined;
}

/** What the headers of a page say, before its rows have arrived. */
export type PageHead = Pick<Page<unknown>, 'skipped' | 'resultCount'>;

export interface Walk<P extends Page<unknown>> {
  /** @param onHead called when the headers have arrived; again when the request is retried */
  readonly fetchPage: (request: PageRequest, onHead?: (head: PageHead) => void) => Promise<P>;
  /** Fetches a page without the filters that drop rows after paging, to find out whether more rows follow. */
  readonly fetchUnfiltered: (request: PageRequest) => Promise<Page<unknown>>;
  readonly pageSize: number;
  /** Start with a small page. */
  readonly startsSmall: boolean;
  /** The first page, to continue an interrupted walk. */
  readonly start?: PageRequest | undefined;
}

/** A server sends page after page without new rows. */
export class EndlessWalkError extends Error {
  override readonly name = 'EndlessWalkError';
}

/** Yields all pages, and fetches one page ahead. Rows may repeat. @throws EndlessWalkError */
export async function* walkPages<P extends Page<unknown>>(
  walk: Walk<P>,
): AsyncGenerator<P & { readonly request: PageRequest }> {
  let { pageSize } = walk;
  let hadRows = false;
  const first = { request: walk.start ?? firstRequest(walk), follows: true };
  let pending = new PageFetch(walk, first, pageSize);
  let emptyPages = 0;
  for (;;) {
    const fetched = await pending.whenNeeded();
    if (!fetched) return;
    const { page, request } = fetched;
    if (fetched.isPart) pageSize = request.limit;
    emptyPages = page.rows.length > 0 ? 0 : emptyPages + 1;
    if (
      emptyPages >
      (hadRows || hadRowsBeforeFiltering(request, page) ? MAX_EMPTY_PAGES : MAX_UNEXPLAINED_PAGES)
    )
      throw new EndlessWalkError(`MISP sends page after page without rows (${emptyPages} so far).`);
    const next = nextRequest(request, page, pageSize);
    // Without a decision from the headers, the next page is fetched only if it has rows before filtering.
    hadRows = next.follows === undefined;
    pending = pending.nextFetch(next, pageSize);
    yield { ...page, request };
  }
}

/**
 * A page on its way. MISP sends the headers when it has built the page. If they show that another page follows, and the
 * consumer waits for this one, the next request is sent before this page is received and parsed: MISP works meanwhile.
 */
class PageFetch<P extends Page<unknown>> {
  readonly #walk: Walk<P>;
  readonly #request: PageRequest;
  readonly #pageSize: number;
  readonly #page: Promise<Fetched<P> | undefined>;
  #head: PageHead | undefined;
  #isNeeded = false;
  #early: PageFetch<P> | undefined;

  constructor(walk: Walk<P>, next: Next, pageSize: number) {
    this.#walk = walk;
    this.#request = next.request;
    this.#pageSize = pageSize;
    this.#page = fetchNext(walk, next, (head) => {
      this.#head = head;
      this.#startEarly();
    });
    // The failure is reported when the page is awaited.
    this.#page.catch(() => undefined);
  }

  /** The page; undefined if it does not exist. From now on the next page may be requested. */
  whenNeeded(): Promise<Fetched<P> | undefined> {
    this.#isNeeded = true;
    this.#startEarly();
    return this.#page;
  }

  /** The fetch of the next page, which may be on its way. */
  nextFetch(next: Next, pageSize: number): PageFetch<P> {
    const early = this.#early;
    const isUnderWay =
      early !== undefined && next.follows === true && isSameRequest(early.#request, next.request);
    return isUnderWay ? early : new PageFetch(this.#walk, next, pageSize);
  }

  #startEarly(): void {
    if (!this.#isNeeded || this.#early || !this.#head) return;
    const request = followingRequest(this.#request, this.#head, this.#pageSize);
    if (request) this.#early = new PageFetch(this.#walk, { request, follows: true }, this.#pageSize);
  }
}

function isSameRequest(one: PageRequest, other: PageRequest): boolean {
  return one.limit === other.limit && one.page === other.page;
}

/** A page and its request. */
interface Fetched<P> {
  readonly page: P;
  readonly request: PageRequest;
  /** The requested page was too large, and this is its first part. */
  readonly isPart: boolean;
}

/**
 * Fetches a page, or its first part when the response is too large, as with many tags for each row.
 * @throws ResponseTooLargeError when the page cannot be divided into equal parts
 */
async function fetchFitting<P>(
  walk: Pick<Walk<P & Page<unknown>>, 'fetchPage'>,
  request: PageRequest,
  onHead?: (head: PageHead) => void,
  isPart = false,
): Promise<Fetched<P>> {
  try {
    return { page: await walk.fetchPage(request, onHead), request, isPart };
  } catch (error) {
    const { limit, page } = request;
    const parts = limit % 2 === 0 ? 2 : 5;
    if (!(error instanceof ResponseTooLargeError) || limit < MIN_PART_ROWS || limit % parts !== 0)
      throw error;
    return fetchFitting(walk, { limit: limit / parts, page: (page - 1) * parts + 1 }, undefined, true);
  }
}

interface Next {
  readonly request: PageRequest;
  /** Whether the page exists; undefined when only a request shows it. */
  readonly follows: boolean | undefined;
}

/** Whether the headers of an empty page show that MISP dropped its rows. Rows dropped by the allowed list are in the count only. */
function hadRowsBeforeFiltering({ limit }: PageRequest, { skipped, resultCount }: Page<unknown>): boolean {
  return skipped !== undefined && (skipped > 0 || resultCount === limit + 1);
}

async function fetchNext<P extends Page<unknown>>(
  walk: Walk<P>,
  { request, follows }: Next,
  onHead: (head: PageHead) => void,
): Promise<Fetched<P> | undefined> {
  if (follows === false || (follows === undefined && !(await hasRows(walk, request)))) return undefined;
  return fetchFitting(walk, request, onHead);
}

async function hasRows({ fetchUnfiltered }: Walk<Page<unknown>>, request: PageRequest): Promise<boolean> {
  try {
    return (await fetchUnfiltered(request)).rows.length > 0;
  } catch (error) {
    // A page that is too large has rows.
    if (error instanceof ResponseTooLargeError) return true;
    throw error;
  }
}

function firstRequest({ startsSmall, pageSize }: Walk<Page<unknown>>): PageRequest {
  return { limit: startsSmall ? Math.min(pageSize, FIRST_PAGE_SIZE) : pageSize, page: 1 };
}

function nextRequest(request: PageRequest, page: Page<unknown>, pageSize: number): Next {
  const { limit } = request;
  const isLast = looksLast(request, page);
  const count = page.rows.length + (page.skipped ?? 0);
  // If a server enforces a lower limit, its first page looks like the last one. Continue with that limit.
  if (isLast && request.page === 1 && isCapped(page, count, limit))
    return { request: { limit: count, page: 2 }, follows: true };
  const next = requestAfter(request, pageSize);
  if (page.skipped === undefined && (isLast || page.rows.length === 0))
    return { request: { limit, page: request.page + 1 }, follows: undefined };
  return { request: next, follows: !isLast };
}

/** Requesting the first rows again as part of a large page needs fewer requests than more small pages. */
function requestAfter({ limit, page }: PageRequest, pageSize: number): PageRequest {
  return page === 1 && limit === FIRST_PAGE_SIZE && pageSize > limit
    ? { limit: pageSize, page: 1 }
    : { limit, page: page + 1 };
}

/** The next request if the headers alone show that the page is full; the rows decide in all other cases. */
function followingRequest(
  request: PageRequest,
  { skipped, resultCount }: PageHead,
  pageSize: number,
): PageRequest | undefined {
  const { limit } = request;
  const isFull = skipped !== undefined && (resultCount === limit || resultCount === limit + 1) && limit > 1;
  return isFull ? requestAfter(request, pageSize) : undefined;
}

/**
 * Whether a page looks like the last one by its headers. Since MISP 2.4.196, `X-Result-Count` is the number of rows of the
 * page before rows are dropped, plus one for a full page or one whose rows are all dropped; a count of at least the limit
 * means that more rows may follow. In 2022, the count was the number of all matches, in 2023 that of all rows up to this
 * page; where these are ambiguous they are above limit + 1. Source: exchanges with MISP 2.5.1 and the code of older versions.
 */
export function looksLast(
  { limit, page }: PageRequest,
  { rows, skipped, resultCount }: Page<unknown>,
): boolean {
  const count = rows.length + (skipped ?? 0);
  if (resultCount === undefined) return count < limit;
  if (resultCount > limit + 1) return resultCount < page * limit;
  // For pages of one row, the count is 2 for an existing row and 1 after the end.
  if (limit === 1) return count === 0 && resultCount <= 1;
  return resultCount < limit;
}

/** Whether the server enforces a lower limit. The count of a full page is above its rows; with dropped rows, only a round number shows it. */
function isCapped({ resultCount }: Page<unknown>, count: number, limit: number): boolean {
  return count > 0 && count < limit && (count % CAP_MULTIPLE === 0 || (resultCount ?? 0) > count);
}

/**
 * Yields one page, in parts when its response is too large.
 * @throws ResponseTooLargeError when it cannot be divided into equal parts
 */
export async function* partsOfPage<P extends Page<unknown>>(
  walk: Pick<Walk<P>, 'fetchPage'>,
  request: PageRequest,
): AsyncGenerator<P & { readonly request: PageRequest }> {
  const first = await fetchFitting(walk, request);
  yield { ...first.page, request: first.request };
  const { limit, page } = first.request;
  for (let part = 1; part < request.limit / limit; part += 1)
    yield* partsOfPage(walk, { limit, page: page + part });
}
