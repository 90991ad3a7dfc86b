import { QueryError } from '../errors.ts';
import { isUuid } from './ids.ts';
import {
  BOOLEAN_FILTERS,
  BOOLEAN_VALUES,
  DAY_FILTERS,
  FILTERS,
  type SearchScope,
  SETTINGS,
  TIME_FILTERS,
} from './filters.ts';
import { assertSendable, isEmptyInPhp, isTextOrNumber } from './sendable.ts';
import { resolveDay, resolveTime, TimeError } from './time.ts';

/** The body of a restSearch, with the names of `FILTERS` and `SETTINGS`. */
export type Query = Readonly<Record<string, unknown>>;

/**
 * Prepares a query so that MISP understands it as intended. Times become Unix seconds, the same for every page.
 * `to_ids` and `published` become 0 or 1: MISP treats JSON `false` as no filter and the text "false" as true. Settings
 * become booleans: MISP treats any text as true.
 *
 * @param now Unix seconds @throws QueryError for a query that must not be sent
 */
export function prepareQuery(query: Query, what: SearchScope, now: number): Query {
  const mistakes: string[] = [];
  const prepared = Object.entries(query).map(([name, value]) => {
    try {
      return [name, prepareValue(name, value, now)] as const;
    } catch (error) {
      if (!(error instanceof TimeError)) throw error;
      mistakes.push(`"${name}" ${error.message}.`);
      return [name, value] as const;
    }
  });
  if (mistakes.length > 0) throw new QueryError(mistakes.join(' '));
  const body = withoutConflicts(withOrderedDays(Object.fromEntries(prepared)), what);
  assertSendable(body, what);
  return body;
}

function prepareValue(name: string, value: unknown, now: number): unknown {
  if (BOOLEAN_FILTERS.has(name)) return BOOLEAN_VALUES.get(value) ?? value;
  if (TIME_FILTERS.has(name)) return resolveTimes(value, (text) => String(resolveTime(text, now)));
  if (DAY_FILTERS.has(name)) return resolveTimes(value, (text) => resolveDay(text, now));
  if (UUID_FILTERS.has(name)) return withLowerCaseUuids(withLists(value));
  if (Object.hasOwn(FILTERS.attributes, name)) return withLists(value);
  if (Object.hasOwn(SETTINGS, name) && typeof value === 'string')
    return BOOLEAN_TEXTS.get(value.toLowerCase()) ?? value;
  return value;
}

const BOOLEAN_TEXTS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

/** Keeps 1, the beginning of time. Values that are not times are rejected later. */
function resolveTimes(value: unknown, resolve: (text: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => resolveTimes(one, resolve));
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text !== 'string' || ['', '0', '1'].includes(text.trim()) ? value : resolve(text.trim());
}

/** MISP reads a text below an operator differently than a list: as an id, as every event, or with HTTP 500. */
function withLists(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      isTextOrNumber(one) && !isEmptyInPhp(one) ? [one] : one,
    ]),
  );
}

/** Filters by UUIDs, which MISP finds in lower case only. */
const UUID_FILTERS: ReadonlySet<string> = new Set(['uuid', 'eventid', 'org']);

function withLowerCaseUuids(value: unknown): unknown {
  if (typeof value === 'string') return isUuid(value.replace(/^!/, '')) ? value.toLowerCase() : value;
  if (Array.isArray(value)) return value.map(withLowerCaseUuids);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withLowerCaseUuids(one)]));
}

/** Whether a query has a time relative to now, like `1d`. */
export function isRelative(query: Query): boolean {
  return Object.entries(query).some(
    ([name, value]) =>
      (TIME_FILTERS.has(name) || DAY_FILTERS.has(name)) &&
      [value].flat().some((one) => typeof one === 'string' && /[dhms]\s*$/.test(one)),
  );
}

/** Puts the earlier day first, as MISP does with two times. */
function withOrderedDays(query: Query): Query {
  const { from, to } = query;
  return typeof from === 'string' && typeof to === 'string' && from > to
    ? { ...query, from: to, to: from }
    : query;
}

/** MISP responds with HTTP 500 to event metadata with warning lists. Without attributes the lists drop nothing. */
function withoutConflicts(query: Query, what: SearchScope): Query {
  if (what === 'attributes' || !isTruthyInPhp(query['metadata'])) return query;
  return omitParameters(query, (name) => name === 'enforceWarninglist' || name === 'includeWarninglistHits');
}

/** Whether MISP applies a parameter after paging, so that pages have fewer rows. */
export function dropsRowsAfterPaging(name: string): boolean {
  return name === 'enforceWarninglist' || name === 'excludeDecayed';
}

/** A copy of a query without some parameters. */
export function omitParameters(query: Query, isOmitted: (name: string) => boolean): Query {
  return Object.fromEntries(Object.entries(query).filter(([name]) => !isOmitted(name)));
}

/** Whether PHP treats a setting as true. */
function isTruthyInPhp(value: unknown): boolean {
  return Boolean(value) && value !== '0';
}

/** Validates a query without MISP's clock. @throws QueryError like `prepareQuery` */
export function checkQuery(query: Query, what: SearchScope = 'attributes'): void {
  prepareQuery(query, what, 0);
}
