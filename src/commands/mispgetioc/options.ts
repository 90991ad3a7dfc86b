import { filterOptions } from '../../indicators/filter-options.ts';
import { QueryError } from '../../misp/errors.ts';
import type { Extent } from '../../misp/walks/pages.ts';
import type { SearchInfo } from '../../protocol/command.ts';
import { booleanOption, choiceOption, integerOption, type Values } from '../../protocol/options.ts';
import { includeOptions, shapeOptions, windowOptions } from '../shared/attribute-options.ts';
import { checkPageSize, requestedExtent, type TimeRange } from '../shared/attribute-query.ts';
import { someInstances } from '../shared/instance-options.ts';

export const options = {
  misp_instance: someInstances,
  skip_failed_instances: booleanOption({
    default: false,
    text: 'With several instances: warn of each that fails, and return the results of the others. For people who read the warning, not for searches that write a lookup. Default: a failure of one fails the search.',
  }),
  ...windowOptions,
  time_field: choiceOption({
    values: ['publish_timestamp', 'timestamp'],
    text: 'Use the time range of the search: for the publication of the event or the change of the attribute.',
  }),
  ...filterOptions,
  ...includeOptions,
  limit: integerOption({
    min: 0,
    max: 1_000_000,
    text: 'Rows per request to MISP (all pages are read; default: automatic) or, with page, rows of that page (default: 1000).',
  }),
  page: integerOption({
    min: 0,
    max: 1_000_000,
    default: 0,
    text: 'Read only this page of limit rows; 0: all pages.',
  }),
  ...shapeOptions,
  only_to_ids: booleanOption({ deprecated: true, text: 'Same as to_ids=true.' }),
  getuuid: booleanOption({ deprecated: true, text: 'Has no effect: UUIDs are always returned.' }),
  getorg: booleanOption({ deprecated: true, text: 'Has no effect: organisation IDs are always returned.' }),
};

export type GetIocValues = Values<typeof options>;

/** The values with the deprecated option only_to_ids as to_ids. */
export function withToIds(values: GetIocValues): GetIocValues {
  return values.only_to_ids === true ? { ...values, to_ids: true } : values;
}

/** The time range of the search, if the option time_field asks for it. */
export function timeRangeOf(values: GetIocValues, info: SearchInfo): TimeRange | undefined {
  const field = values.time_field;
  return field && { field, earliest: info.earliestTime, latest: info.latestTime };
}

const DEFAULT_PAGE_ROWS = 1000;

/** Which rows to read, from `limit` and `page` of json_request or else of the options. @throws QueryError */
export function extentOf(
  values: GetIocValues,
  body: Readonly<Record<string, unknown>> = values.json_request ?? {},
): Extent {
  const limit =
    'limit' in body || values.limit !== undefined ? requestedExtent(body, values.limit, 0).limit : undefined;
  const { page } = requestedExtent(body, 0, values.page);
  if (limit === 0 && page > 0)
    throw new QueryError('With page, limit is the size of a page and must not be 0.');
  if (limit === 0 || (limit === undefined && page === 0)) return {};
  if (page > 0 && values.changed)
    throw new QueryError(
      'changed sends two queries to MISP, so it cannot be combined with page. Remove page.',
    );
  if (page === 0) return limit === undefined ? {} : { pageSize: limit };
  const size = limit ?? DEFAULT_PAGE_ROWS;
  checkPageSize(size);
  return { only: { page, size } };
}
