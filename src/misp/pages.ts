/** MISP works in chunks of its memory limit; above 5,000 rows a default server loses rows silently. */
export const MAX_PAGE_SIZE = 5_000;

/** The first pages are a fifth as large, so that the first rows come soon. */
const FIRST_PAGES = 5;

/** A cap that somebody configured before MISP is a round number. */
const ROUND = 50;

export interface PageRequest {
  readonly limit: number;
  /** From 1. */
  readonly page: number;
}

export interface Page<T> {
  readonly rows: readonly T[];
  /** Rows of this page that MISP left out after it had cut the page (`X-Skipped-Elements-Count`). */
  readonly skipped: number;
  /** `X-Result-Count`: not a total. */
  readonly resultCount: number | undefined;
}

/**
 * All pages from the start, the next one being fetched while one is used, and no further ahead.
 *
 * The last page is the one with rows + skipped < limit; an empty page is not the end, for warning lists and decaying
 * drop rows after the page was cut. A server whose limit is capped answers its first page like that too: it is told by
 * a result count above the rows, or by a suspiciously round number, and walked on with the limit that it applied.
 *
 * @param start the page to begin with, of a walk that was broken off
 */
export async function* walkPages<T>(
  fetchPage: (request: PageRequest) => Promise<Page<T>>,
  pageSize: number,
  growing: boolean,
  start = firstRequest(pageSize, growing),
): AsyncGenerator<Page<T> & { readonly request: PageRequest }> {
  let request = start;
  let pending = fetchPage(request);
  for (;;) {
    const page = await pending;
    const asked = request;
    const next = nextRequest(request, page, pageSize);
    if (next) {
      request = next;
      pending = fetchPage(request);
      // Its failure is reported when its turn comes, also when this page takes long to use.
      pending.catch(() => undefined);
    }
    yield { ...page, request: asked };
    if (!next) return;
  }
}

function firstRequest(pageSize: number, growing: boolean): PageRequest {
  const small = growing && pageSize % FIRST_PAGES === 0 && pageSize >= 1000;
  return { limit: small ? pageSize / FIRST_PAGES : pageSize, page: 1 };
}

function nextRequest(request: PageRequest, page: Page<unknown>, pageSize: number): PageRequest | undefined {
  const { limit } = request;
  const count = page.rows.length + page.skipped;
  if (count >= limit) {
    const offset = limit * request.page;
    return limit < pageSize && offset % pageSize === 0 && limit * FIRST_PAGES === pageSize
      ? { limit: pageSize, page: offset / pageSize + 1 }
      : { limit, page: request.page + 1 };
  }
  if (count === 0 || request.page > 1) return undefined;
  // A full page has a result count one above it, unless a part of its rows was left out: then it says nothing.
  const capped = count % ROUND === 0 || (page.resultCount ?? 0) > count;
  return capped ? { limit: count, page: 2 } : undefined;
}

/** Into how many equal parts of at most 5,000 and at least 1,000 rows a page can be cut; undefined when it cannot. */
export function partsOf(size: number): number | undefined {
  for (let parts = 1; size / parts >= Math.min(size, 1000); parts += 1) {
    if (size % parts === 0 && size / parts <= MAX_PAGE_SIZE) return parts;
  }
  return undefined;
}
