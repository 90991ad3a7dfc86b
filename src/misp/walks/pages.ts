import { AnswerTooLargeError } from '../errors.ts';

/** MISP works in chunks of its memory limit; above 5,000 rows a default server loses rows silently. */
export const MAX_PAGE_SIZE = 5_000;

/** The first page is small, so that the first rows come soon; the next one has its rows once more. */
const FIRST_PAGE_SIZE = 1_000;

/** Pages that are too large are cut into parts as long as they have so many rows. */
const MIN_PART_ROWS = 50;

/** A cap that somebody configured before MISP is a round number. */
const ROUND = 50;

/** So many pages in a row may be empty when MISP had rows there, which were taken out after it had cut the page. */
const MAX_EMPTY_PAGES = 1_000;
/** So many, when nothing says that it had. */
const MAX_UNEXPLAINED_PAGES = 20;

/** Rows to ask for: pages of a size, or one page alone. */
export interface Extent {
  /** At most 5,000. The connection's page size, after a small first page, when absent. */
  readonly pageSize?: number;
  /** Only this part: rows (page - 1) * size to page * size of the result. */
  readonly only?: { readonly page: number; readonly size: number };
  /** Of an answer; less than what is taken usually, where several are read side by side. */
  readonly maxBytes?: number;
}

export interface PageRequest {
  readonly limit: number;
  /** From 1. */
  readonly page: number;
}

export interface Page<T> {
  readonly rows: readonly T[];
  /** Rows that MISP took out after it had cut the page (`X-Skipped-Elements-Count`); undefined before MISP 2.4.196. */
  readonly skipped: number | undefined;
  /** `X-Result-Count`, which means something else in each era of MISP. */
  readonly resultCount: number | undefined;
}

export interface Walk<P extends Page<unknown>> {
  readonly fetchPage: (request: PageRequest) => Promise<P>;
  /**
   * The same page without the filters that take rows out after a page was cut. It settles whether more follows where
   * the headers do not.
   */
  readonly fetchUncut: (request: PageRequest) => Promise<Page<unknown>>;
  readonly pageSize: number;
  /** Whether to begin with a small page. */
  readonly growing: boolean;
  /** The page to begin with, of a walk that was broken off. */
  readonly start?: PageRequest | undefined;
}

/** A server answers page after page without rows. */
export class EndlessWalkError extends Error {
  override readonly name = 'EndlessWalkError';
}

/**
 * All pages from the start, the next one being fetched while one is used, and no further ahead. Rows may come twice.
 *
 * @throws EndlessWalkError
 */
export async function* walkPages<P extends Page<unknown>>(
  walk: Walk<P>,
): AsyncGenerator<P & { readonly request: PageRequest }> {
  let { pageSize } = walk;
  let hadRows = false;
  let pending: Promise<Answered<P> | undefined> = fetchFitting(walk, walk.start ?? firstRequest(walk));
  let emptyPages = 0;
  for (;;) {
    const answered = await pending;
    if (!answered) return;
    const { page, request } = answered;
    if (answered.isSmaller) pageSize = request.limit;
    emptyPages = page.rows.length > 0 ? 0 : emptyPages + 1;
    if (emptyPages > (hadRows || saysRows(request, page) ? MAX_EMPTY_PAGES : MAX_UNEXPLAINED_PAGES))
      throw new EndlessWalkError(`MISP answers page after page without rows (${emptyPages} so far).`);
    const next = nextRequest(request, page, pageSize);
    // Where headers do not say so, the next page is asked for only if it has rows before any are taken out.
    hadRows = next.follows === undefined;
    pending = fetchNext(walk, next);
    // Its failure is reported when its turn comes, also when this page takes long to use.
    pending.catch(() => undefined);
    yield { ...page, request };
  }
}

/** A page, and by which request it came. */
interface Answered<P> {
  readonly page: P;
  readonly request: PageRequest;
  /** The page that was meant was too large: this one is a part of it. */
  readonly isSmaller: boolean;
}

/**
 * A page, or its first part: rows with many tags each may be more than an answer may be, and fewer of them are not.
 *
 * @throws AnswerTooLargeError when the page cannot be cut into equal parts
 */
async function fetchFitting<P>(
  walk: Pick<Walk<P & Page<unknown>>, 'fetchPage'>,
  request: PageRequest,
  isSmaller = false,
): Promise<Answered<P>> {
  try {
    return { page: await walk.fetchPage(request), request, isSmaller };
  } catch (error) {
    const { limit, page } = request;
    const parts = limit % 2 === 0 ? 2 : 5;
    if (!(error instanceof AnswerTooLargeError) || limit < MIN_PART_ROWS || limit % parts !== 0) throw error;
    return fetchFitting(walk, { limit: limit / parts, page: (page - 1) * parts + 1 }, true);
  }
}

interface Next {
  readonly request: PageRequest;
  /** Whether there is such a page; undefined where only asking tells. */
  readonly follows: boolean | undefined;
}

/** Whether the headers of an empty page say that MISP had rows there; of the Allowedlist's, a full page's count alone tells. */
function saysRows({ limit }: PageRequest, { skipped, resultCount }: Page<unknown>): boolean {
  return skipped !== undefined && (skipped > 0 || resultCount === limit + 1);
}

async function fetchNext<P extends Page<unknown>>(
  walk: Walk<P>,
  { request, follows }: Next,
): Promise<Answered<P> | undefined> {
  if (follows === false || (follows === undefined && !(await hasRows(walk, request)))) return undefined;
  return fetchFitting(walk, request);
}

async function hasRows({ fetchUncut }: Walk<Page<unknown>>, request: PageRequest): Promise<boolean> {
  try {
    return (await fetchUncut(request)).rows.length > 0;
  } catch (error) {
    // It has more than enough.
    if (error instanceof AnswerTooLargeError) return true;
    throw error;
  }
}

function firstRequest({ growing, pageSize }: Walk<Page<unknown>>): PageRequest {
  return { limit: growing ? Math.min(pageSize, FIRST_PAGE_SIZE) : pageSize, page: 1 };
}

function nextRequest(request: PageRequest, page: Page<unknown>, pageSize: number): Next {
  const { limit } = request;
  const isLast = looksLast(request, page);
  const count = page.rows.length + (page.skipped ?? 0);
  // A server that caps the limit answers its first page like the last one: walked on with the limit that it applied.
  if (isLast && request.page === 1 && isCapped(page, count, limit))
    return { request: { limit: count, page: 2 }, follows: true };
  // The second request has the rows of the first one again: fewer requests than more pages of that size.
  const next =
    request.page === 1 && limit === FIRST_PAGE_SIZE && pageSize > limit
      ? { limit: pageSize, page: 1 }
      : { limit, page: request.page + 1 };
  if (page.skipped === undefined && (isLast || page.rows.length === 0))
    return { request: { limit, page: request.page + 1 }, follows: undefined };
  return { request: next, follows: !isLast };
}

/**
 * Whether a page is the last, by the headers of a MISP of 2.4.196 or later. `X-Result-Count` is the rows of the page
 * before any were taken out, plus one where the page is full or nothing is left of it: so, with the limit in it or more,
 * there may be more. In 2022 it was the number of all matches, in 2023 that of all rows up to this page; both are above
 * limit + 1 while they can mislead. Source: exchanges with MISP 2.5.1, and the sources of the versions before.
 */
export function looksLast(
  { limit, page }: PageRequest,
  { rows, skipped, resultCount }: Page<unknown>,
): boolean {
  const count = rows.length + (skipped ?? 0);
  if (resultCount === undefined) return count < limit;
  if (resultCount > limit + 1) return resultCount < page * limit;
  // A page of one row: 2 when there was one, 1 past the end.
  if (limit === 1) return count === 0 && resultCount <= 1;
  return resultCount < limit;
}

/** A full page has a result count one above its rows, unless some were taken out: then a round number tells. */
function isCapped({ resultCount }: Page<unknown>, count: number, limit: number): boolean {
  return count > 0 && count < limit && (count % ROUND === 0 || (resultCount ?? 0) > count);
}

/**
 * One page alone, and nothing after it: in parts when it is larger than an answer may be.
 *
 * @throws AnswerTooLargeError when it cannot be cut into equal parts
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

/** Into how many equal parts of at most 5,000 and at least 1,000 rows a page can be cut; undefined when it cannot. */
export function partsOf(size: number): number | undefined {
  for (let parts = 1; size / parts >= Math.min(size, 1000); parts += 1) {
    if (size % parts === 0 && size / parts <= MAX_PAGE_SIZE) return parts;
  }
  return undefined;
}

/** One page alone may be larger than what MISP may be asked for: it is then asked for in equal parts. */
export function requestsFor({ page, size }: { readonly page: number; readonly size: number }): PageRequest[] {
  const parts = partsOf(size);
  if (parts === undefined) throw new RangeError(`a page of ${size} rows cannot be cut into equal parts`);
  const limit = size / parts;
  return Array.from({ length: parts }, (_, index) => ({ limit, page: (page - 1) * parts + index + 1 }));
}
