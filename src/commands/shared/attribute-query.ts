import { enumerate } from '../../common/enumerate.ts';
import { QueryError } from '../../misp/errors.ts';
import { partsOf } from '../../misp/walks/page-parts.ts';
import { checkQuery, type Query } from '../../misp/query/query.ts';
import { clampToEarliest } from '../../misp/query/time.ts';
import type { Attribute } from '../../misp/rows/types.ts';
import type { Values } from '../../protocol/options.ts';
import { type includeOptions, windowOptions } from './attribute-options.ts';
import type { filterOptions } from '../../indicators/filter-options.ts';
import { filterQuery, includeExclude } from '../../indicators/filter-query.ts';

export type QueryValues = Values<typeof windowOptions & typeof filterOptions & typeof includeOptions>;

/** The time range of the search (Unix seconds, 0 for open) and MISP's timestamp field that it applies to. */
export interface TimeRange {
  readonly field: 'publish_timestamp' | 'timestamp';
  readonly earliest: number;
  readonly latest: number;
}

/**
 * The bodies of one or two restSearch requests that together return the requested attributes. If there are two, each
 * returns all attributes of the events that it finds. @throws QueryError when one must not be sent
 */
export function attributeQueries(values: QueryValues, timeRange: TimeRange | undefined): readonly Query[] {
  return timeQueries(values, timeRange).map((time) => attributeQuery(values, time));
}

/** The mistakes in the query built, for a command's `check`. */
export function mistakesOf(buildQuery: () => unknown): readonly string[] {
  try {
    buildQuery();
    return [];
  } catch (error) {
    if (error instanceof QueryError) return [error.message];
    throw error;
  }
}

/** Whether the filters to_ids and published exclude an attribute, or it is deleted; for include_withdrawn. */
export function isFilteredOut({ to_ids, published }: QueryValues, attribute: Attribute): boolean {
  return (
    attribute.deleted ||
    (to_ids !== undefined && attribute.to_ids !== to_ids) ||
    (published !== undefined && attribute.Event?.published !== published)
  );
}

/** The query for those of some attributes that MISP still has and that pass the filters. */
export function servedQuery(values: Values<typeof filterOptions>, uuids: readonly string[]): Query {
  return {
    uuid: uuids,
    ...filterQuery(values),
    deleted: false,
    enforceWarninglist: values.warning_list,
    excludeDecayed: values.exclude_decayed,
  };
}

function attributeQuery(values: QueryValues, time: Query): Query {
  const { published, include_withdrawn: all } = values;
  const query = {
    ...time,
    ...filterQuery(all ? { ...values, to_ids: undefined, published: undefined } : values),
    deleted: values.include_deleted || all ? [0, 1] : false,
    enforceWarninglist: values.warning_list,
    excludeDecayed: values.exclude_decayed,
    includeEventTags: values.geteventtag,
    includeSightings: values.include_sightings,
    includeDecayScore: values.include_decay_score,
    ...((values.include_context || (all && published !== undefined)) && { includeContext: true }),
    ...values.json_request,
    includeEventUuid: true,
    withAttachments: false,
  };
  checkQuery(query);
  return query;
}

/** Values of some or all `windowOptions`. */
export type WindowValues = Partial<Values<typeof windowOptions>>;

/**
 * The filters of the one option that selects attributes or events; two queries for `changed`.
 * @param known names of the options that the command has @throws QueryError unless exactly one is set
 */
export function timeQueries(
  values: WindowValues,
  range: TimeRange | undefined,
  known: readonly string[] = Object.keys(windowOptions),
): readonly Query[] {
  const { json_request, date, eventid, last, publish_timestamp, timestamp, changed } = values;
  const windows = { json_request, date, eventid, last, publish_timestamp, timestamp, changed };
  const windowsGiven = Object.entries(windows).filter(([, value]) => value !== undefined);
  if (windowsGiven.length > 1) {
    throw new QueryError(
      `${enumerate(windowsGiven.map(([name]) => name))} cannot be combined: set one of them.`,
    );
  }
  if (range) {
    if (windowsGiven.length > 0)
      throw new QueryError(
        `time_field uses the time range of the search. Remove ${windowsGiven[0]?.[0] ?? ''} or time_field.`,
      );
    const earliest = String(clampToEarliest(range.earliest));
    return [{ [range.field]: range.latest > 0 ? [earliest, String(Math.ceil(range.latest))] : earliest }];
  }
  if (windowsGiven.length === 0)
    throw new QueryError(
      `Set one of ${known.join(', ')}${known.includes('changed') ? ", or time_field for the search's own time range" : ''}.`,
    );
  if (date) {
    const [from, to] = date;
    return [{ from, ...(to === undefined ? {} : { to }) }];
  }
  if (eventid) return [{ eventid: includeExclude(eventid) }];
  // No single timestamp covers both: publishing moves one, and a change of anything in the event moves the other.
  if (changed) return [{ publish_timestamp: changed }, { event_timestamp: changed }];
  const times = Object.entries({ last, publish_timestamp, timestamp });
  return [Object.fromEntries(times.filter(([, value]) => value !== undefined))];
}

/** `limit` and `page` of the body, or else of the options; 0 when neither has them. @throws QueryError */
export function requestedExtent(
  body: Readonly<Record<string, unknown>>,
  limit: number | undefined,
  page: number,
): { readonly limit: number; readonly page: number } {
  return {
    limit: 'limit' in body ? parseCount('limit', body['limit']) : (limit ?? 0),
    page: 'page' in body ? parseCount('page', body['page']) : page,
  };
}

/** @throws QueryError for a page size that requests to MISP cannot be made of */
export function checkPageSize(size: number): void {
  if (partsOf(size) === undefined)
    throw new QueryError(`With page, limit must be at most 5000 or a multiple of 1000. ${size} is neither.`);
}

function parseCount(name: string, value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= 0) return number;
  throw new QueryError(`"${name}" of the request must be a whole number from 0.`);
}
