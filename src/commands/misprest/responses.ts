import { countHeader } from '../../misp/http/responses.ts';
import { NotFoundError } from '../../misp/errors.ts';
import type { MispResponse, MispRequest } from '../../misp/http/http.ts';
import { RepeatDetector } from './repeated-pages.ts';
import { attributePagesOf } from './attribute-pages.ts';
import { requireFilter, type RestRequest } from './filters.ts';
import { type SendRequest, listOf, requestOf } from './request.ts';

/** The one answer to a request. @throws QueryError for a search of everything */
export async function responseBody(request: RestRequest, call: SendRequest): Promise<unknown> {
  requireFilter(request);
  return (await call(requestOf(request))).body;
}

/**
 * The pages of a list. The last is the one with fewer elements than were asked for, or, of attributes, the one that MISP's
 * counts say is the last; a list that knows no pages is the same, or as long, each time. @throws NoListError, QueryError
 */
export async function* pagesOf(request: RestRequest, pageSize: number, call: SendRequest): AsyncGenerator {
  requireFilter(request);
  yield* /^\/attributes\/restSearch\b/i.test(request.target)
    ? attributePagesOf(request, pageSize, call)
    : listPagesOf(request, pageSize, call);
}

async function* listPagesOf(request: RestRequest, pageSize: number, call: SendRequest): AsyncGenerator {
  let limit = pageSize;
  const known = new RepeatDetector(request.target);
  for (let page = 1; ; page += 1) {
    const answer = await pageOf(requestOf(request, { page, limit }), page, call);
    if (!answer) return;
    const { body, headers } = answer;
    const list = listOf(body, request.target);
    if (list.length > 0 && known.isRepeatOfLast(list)) return;
    if (list.length > 0) yield body;
    const total = countHeader(headers, 'x-result-count');
    const count = list.length + (countHeader(headers, 'x-skipped-elements-count') ?? 0);
    if (list.length > limit) return;
    // Only a server that caps the limit has a short first page while there are more: walked on with its cap.
    if (page === 1 && count > 0 && count < Math.min(limit, total ?? 0)) limit = count;
    if (count < limit) return;
  }
}

/** Some lists have no page after the last, others an empty one. */
async function pageOf(
  request: MispRequest,
  page: number,
  call: SendRequest,
): Promise<MispResponse | undefined> {
  try {
    return await call(request);
  } catch (error) {
    if (page > 1 && error instanceof NotFoundError) return undefined;
    throw error;
  }
}
