import { enumerate } from '../../common/enumerate.ts';
import { allNames, filterNames } from '../../common/filter-names.ts';
import { misreadOrganisation } from '../../common/organisations.ts';
import { QueryError } from '../errors.ts';
import {
  BOOLEAN_FILTERS,
  BOOLEAN_VALUES,
  DAY_FILTERS,
  EVENT_SETTINGS,
  FILTERS,
  ignoredParameters,
  type SearchScope,
  SETTINGS,
  TIME_FILTERS,
  unknownFilterMessage,
} from './filters.ts';

/**
 * Rejects queries that MISP would misunderstand: it responds to a body without filters, to a blank value and to an
 * unknown filter with its whole database. @throws QueryError
 */
export function assertSendable(query: Readonly<Record<string, unknown>>, what: SearchScope): void {
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
export function hasEffectiveFilter(query: Readonly<Record<string, unknown>>, what: SearchScope): boolean {
  return Object.entries(query).some(([name, value]) => {
    if (!isFilter(name, what) || isBlank(value)) return false;
    return BOOLEAN_FILTERS.has(name)
      ? isSingleBoolean(value)
      : value !== true && !isEmptyInPhp(value) && !matchesEverything(value);
  });
}

function mistakeOf(name: string, value: unknown, what: SearchScope): string | undefined {
  if (!isFilter(name, what)) {
    const ignored = ignoredParameters(what);
    if (Object.hasOwn(ignored, name))
      return `MISP ignores "${name}" when it searches ${what}: ${ignored[name] ?? ''}.`;
    const isSetting =
      Object.hasOwn(SETTINGS, name) || (what === 'events' && Object.hasOwn(EVENT_SETTINGS, name));
    return isSetting ? undefined : unknownFilterMessage(name, what);
  }
  if (BOOLEAN_FILTERS.has(name))
    return isBooleanValue(value) ? undefined : `"${name}" must be true or false, or 1 or 0.`;
  if (isBlank(value)) return `"${name}" is blank or has a blank value: MISP would match nearly everything.`;
  if (Array.isArray(value) && !value.every(isTextOrNumber))
    return `"${name}" has a value that is not text: MISP would match nearly everything.`;
  if (
    isEmptyInPhp(value) ||
    (name === 'eventid' && typeof value === 'string' && value.toLowerCase() === 'all')
  )
    return `"${name}" is ${JSON.stringify(value)}, which MISP treats as no filter: remove it, or write the value "0" as ["0"].`;
  return shapeMistake(name, value) ?? contentMistake(name, value);
}

/** MISP misreads other shapes, or responds with HTTP 500. Source: a request to MISP 2.5.1 with each shape of each filter. */
function shapeMistake(name: string, value: unknown): string | undefined {
  if (DAY_FILTERS.has(name)) return isTextOrNumber(value) ? undefined : `"${name}" must be one day.`;
  if (TIME_FILTERS.has(name))
    return isTextOrNumber(value) || (Array.isArray(value) && value.length === 2)
      ? undefined
      : `"${name}" must be one time, or a list of two.`;
  if (isTextOrNumber(value) || Array.isArray(value)) return undefined;
  const operators = OPERATORS[name] ?? DEFAULT_OPERATORS;
  if (operators.length === 0) return `"${name}" must be text, a number or a list.`;
  return isBelowOperators(value, operators)
    ? undefined
    : `"${name}" must be text, a number, a list, or an object with lists as the members of ${enumerate(operators)}, like {"${operators[0] ?? ''}": ["Example"]}.`;
}

const DEFAULT_OPERATORS: readonly string[] = ['OR', 'AND', 'NOT'];

/** MISP looks up names of organisations only below OR and NOT. Below AND they are compared with ids. */
const OPERATORS: Readonly<Record<string, readonly string[]>> = { org: ['OR', 'NOT'], threat_level_id: [] };

function isBelowOperators(value: unknown, operators: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).every(
    ([name, list]) => operators.includes(name) && Array.isArray(list) && list.every(isTextOrNumber),
  );
}

function contentMistake(name: string, value: unknown): string | undefined {
  if (name === 'org') {
    const misread = allNames(filterNames(value)).map(misreadOrganisation);
    return misread.filter((one) => one !== undefined).map((one) => `"org" ${one}.`)[0];
  }
  if (/^value[12]?$/.test(name) && excludesOnly(value))
    return `"${name}" excludes values, which MISP does not support: exclude them with | search.`;
  return undefined;
}

function isFilter(name: string, what: SearchScope): boolean {
  return Object.hasOwn(FILTERS[what], name);
}

export function isTextOrNumber(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
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
export function isEmptyInPhp(value: unknown): boolean {
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
