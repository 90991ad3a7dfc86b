import { countHeader } from '../../misp/http/responses.ts';
import { EndlessWalkError, type Page, type PageRequest, walkPages } from '../../misp/walks/pages.ts';
import { dropsRowsAfterPaging, type Query, omitParameters } from '../../misp/query/query.ts';
import { RepeatDetector } from './repeated-pages.ts';
import type { RestRequest } from './filters.ts';
import { type SendRequest, listOf, ListError, requestOf } from './request.ts';

interface AnsweredPage extends Page<unknown> {
  readonly body: unknown;
}

/** The responses of attributes/restSearch that have rows, page by page. @throws ListError */
export async function* attributePagesOf(
  request: RestRequest,
  pageSize: number,
  call: SendRequest,
): AsyncGenerator {
  const unfiltered = withoutRowFilters(request);
  const known = new RepeatDetector(request.target);
  try {
    const pages = walkPages({
      fetchPage: (extent) => pageOf(request, extent, call),
      fetchUnfiltered: (extent) => pageOf(unfiltered, extent, call),
      pageSize,
      startsSmall: false,
    });
    for await (const { body, rows } of pages) {
      if (rows.length === 0) continue;
      if (!known.isRepeatOfLast(rows)) yield body;
    }
  } catch (error) {
    if (!(error instanceof EndlessWalkError)) throw error;
    throw new ListError(`${error.message} Raise page_size or narrow the filters.`, { cause: error });
  }
}

async function pageOf(request: RestRequest, extent: PageRequest, call: SendRequest): Promise<AnsweredPage> {
  const { body, headers } = await call(requestOf(request, extent));
  const rows = listOf(body, request.target);
  // A server that ignores the limit would never return a short last page either.
  if (rows.length > extent.limit)
    throw new ListError(
      `${request.target} returned ${rows.length} rows instead of ${extent.limit}. Check the proxy in front of MISP, or remove all_pages.`,
    );
  return {
    body,
    rows,
    skipped: countHeader(headers, 'x-skipped-elements-count'),
    resultCount: countHeader(headers, 'x-result-count'),
  };
}

/** The request without filters that MISP applies after paging, in body and path. */
function withoutRowFilters({ target, json_request, ...rest }: RestRequest): RestRequest {
  const [path = '', ...search] = target.split('?');
  const parts = path.split('/').filter((part) => !dropsRowsAfterPaging(part.split(':')[0] ?? ''));
  const body: Query = omitParameters(json_request ?? {}, dropsRowsAfterPaging);
  const inner = body['request'];
  return {
    ...rest,
    target: [parts.join('/'), ...search].join('?'),
    json_request:
      typeof inner === 'object' && inner !== null
        ? { ...body, request: omitParameters(inner as Query, dropsRowsAfterPaging) }
        : body,
  };
}
