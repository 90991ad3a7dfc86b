import { QueryError } from '../errors.ts';
import { EVENTS, FILTERS, IGNORED, MOMENTS, SETTINGS, SWITCHES, unknownFilter } from './filters.ts';
import { dayAt, secondsAt, TimeError } from './time.ts';

/** The body of a restSearch: what `FILTERS` and `SETTINGS` name. */
export type Query = Readonly<Record<string, unknown>>;

export type Searched = 'attributes' | 'events';

/**
 * A query as MISP understands it as it is meant: moments as Unix seconds, the same for every page; `to_ids` and
 * `published` as 0 or 1, since MISP takes JSON `false` for no filter and the text "false" for true; settings as
 * booleans, since any text is true to MISP.
 *
 * @param now Unix seconds @throws QueryError for what must not be sent
 */
export function prepareQuery(query: Query, what: Searched, now: number): Query {
  const mistakes: string[] = [];
  const prepared = Object.entries(query).map(([name, value]) => {
    try {
      return [name, preparedValue(name, value, now)] as const;
    } catch (error) {
      if (!(error instanceof TimeError)) throw error;
      mistakes.push(`"${name}" ${error.message}.`);
      return [name, value] as const;
    }
  });
  if (mistakes.length > 0) throw new QueryError(mistakes.join(' '));
  const body = withoutClash(inOrder(Object.fromEntries(prepared)), what);
  mustBeSendable(body, what);
  return body;
}

function preparedValue(name: string, value: unknown, now: number): unknown {
  if (SWITCHES.has(name)) return SWITCH_VALUES.get(value) ?? value;
  if (MOMENTS.has(name)) return momentsOf(value, (text) => String(secondsAt(text, now)));
  if (name === 'from' || name === 'to') return momentsOf(value, (text) => dayAt(text, now));
  if (Object.hasOwn(SETTINGS, name) && typeof value === 'string')
    return TEXT_FLAGS.get(value.toLowerCase()) ?? value;
  return value;
}

/** `exclude` is a word of MISP's for to_ids. */
const SWITCH_VALUES: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  ...[true, 1, '1', 'true', 'True'].map((value) => [value, 1] as const),
  ...[false, 0, '0', 'false', 'False', 'exclude'].map((value) => [value, 0] as const),
]);

const TEXT_FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

/** 1 stays: it is how the beginning of time is written. What is no time at all is refused later. */
function momentsOf(value: unknown, resolve: (text: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one: unknown) => momentsOf(one, resolve));
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text !== 'string' || ['', '0', '1'].includes(text.trim()) ? value : resolve(text.trim());
}

/** Whether a query has a moment that depends on when it is asked: `1d`. */
export function isRelative(query: Query): boolean {
  return Object.entries(query).some(
    ([name, value]) =>
      (MOMENTS.has(name) || name === 'from' || name === 'to') &&
      [value].flat().some((one) => typeof one === 'string' && /[dhms]\s*$/.test(one)),
  );
}

/** Of two days, the earlier one first, as MISP takes two moments. */
function inOrder(query: Query): Query {
  const { from, to } = query;
  return typeof from === 'string' && typeof to === 'string' && from > to
    ? { ...query, from: to, to: from }
    : query;
}

/** MISP answers metadata of events together with warning lists with HTTP 500; without attributes, lists take nothing out. */
function withoutClash(query: Query, what: Searched): Query {
  if (what === 'attributes' || !isOn(query['metadata'])) return query;
  return without(query, (name) => name === 'enforceWarninglist' || name === 'includeWarninglistHits');
}

/** Whether a parameter takes rows out of a page after MISP has cut it. */
export function isCut(name: string): boolean {
  return name === 'enforceWarninglist' || name === 'excludeDecayed';
}

/** A query less some of its members. */
export function without(query: Query, isLeftOut: (name: string) => boolean): Query {
  return Object.fromEntries(Object.entries(query).filter(([name]) => !isLeftOut(name)));
}

/** As PHP sees a setting. */
function isOn(value: unknown): boolean {
  return Boolean(value) && value !== '0';
}

/** Refuses what `prepareQuery` will refuse, before MISP's clock is known. @throws QueryError */
export function checkQuery(query: Query, what: Searched = 'attributes'): void {
  prepareQuery(query, what, 0);
}

/**
 * Refuses what MISP would misunderstand: it answers a body that filters nothing, a blank value and a filter that it
 * does not know with its whole database. @throws QueryError
 */
function mustBeSendable(query: Query, what: Searched): void {
  const mistakes = Object.entries(query).flatMap(([name, value]) => mistakeIn(name, value, what) ?? []);
  const format = query['returnFormat'];
  if (format !== undefined && format !== 'json') mistakes.push('"returnFormat" can only be json.');
  if (mistakes.length === 0 && !narrows(query, what)) {
    mistakes.push(
      'There is no filter: MISP would send its whole database. Say at least which time (timestamp, last, …).',
    );
  }
  if (mistakes.length > 0) throw new QueryError(mistakes.join(' '));
}

/** Whether a query has a filter that lets less than everything through. */
export function narrows(query: Query, what: Searched): boolean {
  return Object.entries(query).some(([name, value]) => {
    if (!isFilter(name, what) || isBlank(value)) return false;
    return SWITCHES.has(name) ? isOneSided(value) : !isNothing(value) && !letsAllThrough(value);
  });
}

function mistakeIn(name: string, value: unknown, what: Searched): string | undefined {
  if (!isFilter(name, what)) {
    if (Object.hasOwn(IGNORED, name))
      return `MISP ignores "${name}" when it searches ${what}: ${IGNORED[name] ?? ''}.`;
    const isSetting =
      Object.hasOwn(SETTINGS, name) || (what === 'events' && Object.hasOwn(EVENTS.settings, name));
    return isSetting ? undefined : unknownFilter(name, what);
  }
  if (SWITCHES.has(name)) return isSwitch(value) ? undefined : `"${name}" is true or false, or 1 or 0.`;
  if (isBlank(value)) return `"${name}" is blank or has a blank value: MISP would match nearly everything.`;
  if (Array.isArray(value) && value.some((one) => typeof one === 'boolean' || typeof one === 'object'))
    return `"${name}" has a value that is no text: MISP would match nearly everything.`;
  if (isNothing(value) || (name === 'eventid' && typeof value === 'string' && value.toLowerCase() === 'all'))
    return `"${name}" is ${JSON.stringify(value)}, which MISP takes for no filter: leave it out, or write a value that is meant as ["0"].`;
  if (MOMENTS.has(name) && typeof value === 'object' && !(Array.isArray(value) && value.length === 2))
    return `"${name}" is one time, or a list of two.`;
  if (/^value[12]?$/.test(name) && excludesOnly(value))
    return `"${name}" excludes values, which MISP does not do: leave them out with | search.`;
  return undefined;
}

function isFilter(name: string, what: Searched): boolean {
  return Object.hasOwn(FILTERS, name) || (what === 'events' && Object.hasOwn(EVENTS.filters, name));
}

/** Alone, `false` would be no filter; in a list it is one of two values. */
function isSwitch(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every((one) => SWITCH_VALUES.has(one));
  return value !== false && SWITCH_VALUES.has(value);
}

function isOneSided(value: unknown): boolean {
  const sides = new Set([value].flat().map((one) => SWITCH_VALUES.get(one)));
  return value !== false && sides.size === 1;
}

function isBlank(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return value.trim() === '' || value.trim() === '!';
  if (typeof value !== 'object') return false;
  const parts = Object.values(value);
  return parts.length === 0 || parts.some(isBlank);
}

/** What PHP takes for empty, alone or as the value of an operator; in a list it is a value. */
function isNothing(value: unknown): boolean {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.values(value).some(isNothing);
  return value === false || value === 0 || (typeof value === 'string' && /^\s*0\s*$/.test(value));
}

/** Nothing but wildcards, at least as one of several alternatives. */
function letsAllThrough(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(letsAllThrough);
  if (typeof value === 'object' && value !== null) {
    const { OR, AND, NOT } = value as Readonly<Record<string, unknown>>;
    return NOT === undefined && letsAllThrough(OR ?? AND ?? []);
  }
  return typeof value === 'string' && /^[%\s]*%$/.test(value);
}

function excludesOnly(value: unknown): boolean {
  if (typeof value === 'string') return value.trimStart().startsWith('!');
  if (Array.isArray(value)) return value.every(excludesOnly);
  return typeof value === 'object' && value !== null && !('OR' in value) && !('AND' in value);
}
