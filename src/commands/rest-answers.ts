import { countIn } from '../misp/answers.ts';
import { NotFoundError } from '../misp/errors.ts';
import type { MispAnswer, MispRequest } from '../misp/http.ts';
import { looksLast } from '../misp/pages.ts';
import { isSearch, mustNarrow, type RestRequest, searchPath } from './rest-filters.ts';

type Extent = Readonly<Record<'page' | 'limit', number>>;
type Call = (request: MispRequest) => Promise<MispAnswer>;

/** A list that cannot be read page by page. */
class NoListError extends Error {
  override readonly name = 'NoListError';
}

/** A list that never ends is none. */
const MAX_PAGES = 10_000;

/** The one answer to a request. @throws QueryError for a search of everything */
export async function answerTo(request: RestRequest, call: Call): Promise<unknown> {
  mustNarrow(request);
  return (await call(requestOf(request))).body;
}

/**
 * The pages of a list. The last is the one with fewer elements than were asked for, or, of attributes, the one that MISP's
 * counts say is the last; a list that knows no pages is the same, or as long, each time. @throws NoListError, QueryError
 */
export async function* pagesOf(request: RestRequest, pageSize: number, call: Call): AsyncGenerator {
  mustNarrow(request);
  const isOfAttributes = /^\/attributes\/restSearch\b/i.test(request.target);
  let limit = pageSize;
  let before: string | undefined;
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const answer = await pageOf(requestOf(request, { page, limit }), page, call);
    if (!answer) return;
    const { body, headers } = answer;
    const list = listIn(body);
    if (!list) throw new NoListError(`${request.target} answers no list: leave all_pages out.`);
    const text = JSON.stringify(list);
    if (text === before) return;
    before = list.length > 0 ? text : undefined;
    if (list.length > 0) yield body;
    const skipped = countIn(headers, 'x-skipped-elements-count');
    const total = countIn(headers, 'x-result-count');
    const count = list.length + (skipped ?? 0);
    if (list.length > limit) return;
    if (isOfAttributes) {
      // Before MISP 2.4.196 no header tells how many rows were taken out of a page.
      const isLast = looksLast({ limit, page }, { rows: list, skipped, resultCount: total });
      if (skipped === undefined ? list.length === 0 : isLast) return;
      continue;
    }
    // Only a server that caps the limit has a short first page while there are more: walked on with its cap.
    if (page === 1 && count > 0 && count < Math.min(limit, total ?? 0)) limit = count;
    if (count < limit) return;
  }
  throw new NoListError(
    `${request.target} has more than ${MAX_PAGES} pages: raise page_size, or ask for less.`,
  );
}

/** Some lists have no page after the last, others an empty one. */
async function pageOf(request: MispRequest, page: number, call: Call): Promise<MispAnswer | undefined> {
  try {
    return await call(request);
  } catch (error) {
    if (page > 1 && error instanceof NotFoundError) return undefined;
    throw error;
  }
}

/** MISP takes page and limit of a GET as `name:value` in the path. */
function requestOf({ method, target, json_request = {} }: RestRequest, extent?: Extent): MispRequest {
  if (method !== 'get') {
    const name = method.toUpperCase() as 'POST' | 'PUT' | 'DELETE';
    return { method: name, path: target, body: { ...json_request, ...extent }, isWrite: true };
  }
  if (isSearch(target)) return { method: 'GET', path: searchPath(target, { ...json_request, ...extent }) };
  const [path = '', ...search] = target.split('?');
  const pages = extent ? `/page:${extent.page}/limit:${extent.limit}` : '';
  const parameters = new URLSearchParams(
    Object.entries(json_request).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  ).toString();
  const query = [search.join('?'), parameters].filter((part) => part !== '').join('&');
  return {
    method: 'GET',
    path: `${extent ? path.replace(/\/$/, '') : path}${pages}${query === '' ? '' : `?${query}`}`,
  };
}

/** The list that an answer is, or has as its only member. */
function listIn(body: unknown): readonly unknown[] | undefined {
  if (Array.isArray(body)) return body as unknown[];
  const members: unknown[] = Object.values(body ?? {});
  return typeof body === 'object' && members.length === 1 ? listIn(members[0]) : undefined;
}
