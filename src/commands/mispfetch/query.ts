import { filterQuery } from '../../indicators/filter-query.ts';
import { QueryError } from '../../misp/errors.ts';
import type { Query } from '../../misp/query/query.ts';
import type { Extent } from '../../misp/walks/pages.ts';
import { checkPageSize, requestedExtent } from '../shared/attribute-query.ts';
import { eventPageSize } from '../shared/event-page-size.ts';
import { withoutExtent } from '../shared/search-parameters.ts';
import type { FetchValues } from './options.ts';

/** The body of the restSearch; without misp_http_body it finds what was published within the last hour. */
export function queryOf({ misp_http_body: body, tags, not_tags, org }: FetchValues): Query {
  const filters = withoutExtent(body ?? { last: '1h', published: true });
  return { ...filterQuery({ tags, not_tags, org }), ...filters, withAttachments: false };
}

/** Which rows to read, from `limit` and `page` of misp_http_body or else of the options. @throws QueryError */
export function extentOf(values: FetchValues): Extent {
  const { misp_http_body: body, misp_restsearch, getioc, keep_galaxy } = values;
  const { limit, page } = requestedExtent(body ?? {}, values.limit, values.page);
  if (page > 0 && limit === 0)
    throw new QueryError('With page, limit is the size of a page and must not be 0.');
  if (page > 0 && misp_restsearch === 'attributes') checkPageSize(limit);
  if (page > 0) return { only: { page, size: limit } };
  if (misp_restsearch === 'events')
    return { pageSize: Math.min(limit || Infinity, eventPageSize({ getioc, keep_galaxy })) };
  return limit > 0 ? { pageSize: limit } : {};
}
