import { QueryError } from './errors.ts';
import { FILTERS, IGNORED, SETTINGS, unknownFilter } from './filters.ts';

/** The body of a restSearch: what `FILTERS` and `SETTINGS` name. */
export type Query = Readonly<Record<string, unknown>>;

/**
 * Refuses what MISP would misunderstand: it answers a body that filters nothing, a blank value and a filter that it
 * does not know with its whole database. @throws QueryError
 */
export function checkQuery(query: Query): void {
  const mistakes: string[] = [];
  for (const [name, value] of Object.entries(query)) {
    const ignored = IGNORED[name];
    if (ignored !== undefined)
      mistakes.push(`MISP ignores "${name}" when it searches attributes: ${ignored}.`);
    else if (!(name in FILTERS) && !(name in SETTINGS)) mistakes.push(unknownFilter(name));
    else if (isBlank(value))
      mistakes.push(`"${name}" is blank or has a blank value: MISP would match nearly everything.`);
  }
  const format = query['returnFormat'];
  if (format !== undefined && format !== 'json') mistakes.push('"returnFormat" can only be json.');
  if (mistakes.length === 0 && !Object.keys(query).some((name) => name in FILTERS)) {
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
