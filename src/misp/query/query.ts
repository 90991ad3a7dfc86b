import { QueryError } from '../errors.ts';
import {
  EVENT_PARAMETERS,
  FILTERS,
  IGNORED_PARAMETERS,
  TIME_FILTERS,
  SETTINGS,
  BOOLEAN_FILTERS,
  unknownFilterMessage,
} from './filters.ts';
import { assertDayExists, resolveDay, resolveTime, TimeError } from './time.ts';

/** The body of a restSearch, with the names of `FILTERS` and `SETTINGS`. */
export type Query = Readonly<Record<string, unknown>>;

export type SearchScope = 'attributes' | 'events';

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
  if (name === 'from' || name === 'to') return resolveTimes(value, (text) => resolveDay(text, now));
  if (name === 'first_seen' || name === 'last_seen') assertDaysExist(value);
  if (Object.hasOwn(SETTINGS, name) && typeof value === 'string')
    return BOOLEAN_TEXTS.get(value.toLowerCase()) ?? value;
  return value;
}

/** MISP accepts `exclude` for to_ids. */
const BOOLEAN_VALUES: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  ...[true, 1, '1', 'true', 'True'].map((value) => [value, 1] as const),
  ...[false, 0, '0', 'false', 'False', 'exclude'].map((value) => [value, 0] as const),
]);

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

function assertDaysExist(value: unknown): void {
  for (const one of [value].flat()) if (typeof one === 'string') assertDayExists(one.trim());
}

/** Whether a query has a time relative to now, like `1d`. */
export function isRelative(query: Query): boolean {
  return Object.entries(query).some(
    ([name, value]) =>
      (TIME_FILTERS.has(name) || name === 'from' || name === 'to') &&
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

/**
 * Rejects queries that MISP would misunderstand: it responds to a body without filters, to a blank value and to an
 * unknown filter with its whole database. @throws QueryError
 */
function assertSendable(query: Query, what: SearchScope): void {
  const mistakes = Object.entries(query).flatMap(([name, value]) => mistakeOf(name, value, what) ?? []);
  const format = query['returnFormat'];
  if (format !== undefined && format !== 'json') mistakes.push('"returnFormat" can only be json.');
  if (mistakes.length === 0 && !hasEffectiveFilter(query, what)) {
    mistakes.push(
      'There is no filter: MISP would send its whole database. Add at least a time (timestamp, last, …).',
    );
  }
  if (mistakes.length > 0) throw new QueryError(mistakes.join(' '));
}

/** Whether at least one filter excludes something. */
export function hasEffectiveFilter(query: Query, what: SearchScope): boolean {
  return Object.entries(query).some(([name, value]) => {
    if (!isFilter(name, what) || isBlank(value)) return false;
    return BOOLEAN_FILTERS.has(name)
      ? isSingleBoolean(value)
      : !isEmptyInPhp(value) && !matchesEverything(value);
  });
}

function mistakeOf(name: string, value: unknown, what: SearchScope): string | undefined {
  if (!isFilter(name, what)) {
    if (Object.hasOwn(IGNORED_PARAMETERS, name))
      return `MISP ignores "${name}" when it searches ${what}: ${IGNORED_PARAMETERS[name] ?? ''}.`;
    const isSetting =
      Object.hasOwn(SETTINGS, name) || (what === 'events' && Object.hasOwn(EVENT_PARAMETERS.settings, name));
    return isSetting ? undefined : unknownFilterMessage(name, what);
  }
  if (BOOLEAN_FILTERS.has(name))
    return isBooleanValue(value) ? undefined : `"${name}" must be true or false, or 1 or 0.`;
  if (isBlank(value)) return `"${name}" is blank or has a blank value: MISP would match nearly everything.`;
  if (Array.isArray(value) && value.some((one) => typeof one === 'boolean' || typeof one === 'object'))
    return `"${name}" has a value that is not text: MISP would match nearly everything.`;
  if (
    isEmptyInPhp(value) ||
    (name === 'eventid' && typeof value === 'string' && value.toLowerCase() === 'all')
  )
    return `"${name}" is ${JSON.stringify(value)}, which MISP treats as no filter: remove it, or write the value "0" as ["0"].`;
  if (TIME_FILTERS.has(name) && typeof value === 'object' && !(Array.isArray(value) && value.length === 2))
    return `"${name}" must be one time, or a list of two.`;
  if (name === 'org' && !isOrganisationFilter(value))
    return '"org" must be text or a list, or have the operators OR and NOT with lists, like {"NOT": ["Example"]}: MISP reads anything else differently.';
  if (/^value[12]?$/.test(name) && excludesOnly(value))
    return `"${name}" excludes values, which MISP does not support: exclude them with | search.`;
  return undefined;
}

/** MISP looks up names of organisations only in lists; other operators and `true` are compared with ids. */
function isOrganisationFilter(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return typeof value !== 'boolean';
  return Object.entries(value).every(([name, list]) => ['OR', 'NOT'].includes(name) && Array.isArray(list));
}

function isFilter(name: string, what: SearchScope): boolean {
  return Object.hasOwn(FILTERS, name) || (what === 'events' && Object.hasOwn(EVENT_PARAMETERS.filters, name));
}

/** MISP treats a lone `false` as no filter. In a list it is a value. */
function isBooleanValue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every((one) => BOOLEAN_VALUES.has(one));
  return value !== false && BOOLEAN_VALUES.has(value);
}

function isSingleBoolean(value: unknown): boolean {
  const sides = new Set([value].flat().map((one) => BOOLEAN_VALUES.get(one)));
  return value !== false && sides.size === 1;
}

function isBlank(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return value.trim() === '' || value.trim() === '!';
  if (typeof value !== 'object') return false;
  const parts = Object.values(value);
  return parts.length === 0 || parts.some(isBlank);
}

/** Whether PHP treats a value, or the value of an operator, as empty. Elements of a list do not count. */
function isEmptyInPhp(value: unknown): boolean {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.values(value).some(isEmptyInPhp);
  return value === false || value === 0 || (typeof value === 'string' && /^\s*0\s*$/.test(value));
}

/** Whether a value, or one of several alternatives, consists of wildcards only. */
function matchesEverything(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(matchesEverything);
  if (typeof value === 'object' && value !== null) {
    const { OR, AND, NOT } = value as Readonly<Record<string, unknown>>;
    return NOT === undefined && matchesEverything(OR ?? AND ?? []);
  }
  return typeof value === 'string' && /^[%\s]*%$/.test(value);
}

function excludesOnly(value: unknown): boolean {
  if (typeof value === 'string') return value.trimStart().startsWith('!');
  if (Array.isArray(value)) return value.every(excludesOnly);
  return typeof value === 'object' && value !== null && !('OR' in value) && !('AND' in value);
}
