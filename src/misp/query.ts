import { QueryError } from './errors.ts';
import { EVENTS, FILTERS, IGNORED, SETTINGS, unknownFilter } from './filters.ts';

/** The body of a restSearch: what `FILTERS` and `SETTINGS` name. */
export type Query = Readonly<Record<string, unknown>>;

/**
 * Refuses what MISP would misunderstand: it answers a body that filters nothing, a blank value and a filter that it
 * does not know with its whole database. @param what what is searched @throws QueryError
 */
export function checkQuery(query: Query, what: 'attributes' | 'events' = 'attributes'): void {
  const mistakes: string[] = [];
  const more = what === 'events' ? EVENTS : { filters: {}, settings: {} };
  const filters: Readonly<Record<string, true>> = { ...FILTERS, ...more.filters };
  for (const [name, value] of Object.entries(query)) {
    const ignored = name in filters ? undefined : IGNORED[name];
    if (ignored !== undefined) mistakes.push(`MISP ignores "${name}" when it searches ${what}: ${ignored}.`);
    else if (!(name in filters) && !(name in SETTINGS) && !(name in more.settings))
      mistakes.push(unknownFilter(name, what));
    else if (isBlank(value))
      mistakes.push(`"${name}" is blank or has a blank value: MISP would match nearly everything.`);
  }
  const format = query['returnFormat'];
  if (format !== undefined && format !== 'json') mistakes.push('"returnFormat" can only be json.');
  if (mistakes.length === 0 && !Object.keys(query).some((name) => name in filters)) {
    mistakes.push(
      'There is no filter: MISP would send its whole database. Say at least which time (timestamp, last, …).',
    );
  }
  if (mistakes.length > 0) throw new QueryError(mistakes.join(' '));
}

function isBlank(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return value.trim() === '' || value.trim() === '!';
  if (typeof value !== 'object') return false;
  const parts = Object.values(value);
  return parts.length === 0 || parts.some(isBlank);
}
