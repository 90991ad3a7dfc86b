import { countHeader } from '../../misp/http/responses.ts';
import { NotFoundError } from '../../misp/errors.ts';
import type { MispResponse, MispRequest } from '../../misp/http/http.ts';
import { RepeatDetector } from './repeated-pages.ts';
import { attributePagesOf } from './attribute-pages.ts';
import { requireFilter, type RestRequest } from './filters.ts';
import { type SendRequest, listOf, requestOf } from './request.ts';

/** The body of the response to one request. @throws QueryError for a search without a filter */
export async function responseBody(request: RestRequest, call: SendRequest): Promise<unknown> {
  requireFilter(request);
  return (await call(requestOf(request))).body;
}

/**
 * The pages of a list. The last page has fewer elements than requested or, for attributes, is the last one by MISP's
 * counts. A list without paging returns the same page each time. @throws ListError, QueryError
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
    // A short first page although there are more elements means that the server caps the limit: continue with its cap.
    if (page === 1 && count > 0 && count < Math.min(limit, total ?? 0)) limit = count;
    if (count < limit) return;
  }
}

/** Fetches a page. After the last page, some lists respond with 404 and others with an empty page. */
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
