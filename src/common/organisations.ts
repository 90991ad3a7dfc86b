import * as v from 'valibot';
import type { FilterNames } from './filter-names.ts';
import { isNumericInPhp } from './php-number.ts';
import { unknownNameWarning } from './unknown-name.ts';

const Organisation = v.object({ id: v.string(), name: v.string(), uuid: v.string() });

/** The path of the organisations that MISP knows: local ones, and those of other servers. */
export const ORGANISATIONS = '/organisations/index/scope:all';

/** What it responds with. */
export const OrganisationList = v.array(v.object({ Organisation }));

/** An organisation, as MISP lists it. */
export type Organisation = v.InferOutput<typeof Organisation>;

/**
 * A warning for each name in the filter `org` that MISP does not find, or reads differently. MISP finds names exactly as they
 * are written, so `%` is an ordinary character. It reads every number as an id. An organisation that does not exist
 * includes nothing and excludes nothing. Source: a request to MISP 2.5 for each.
 *
 * @param names names, ids and UUIDs
 * @param known what MISP lists; it may list fewer for this key
 */
export function organisationWarnings(
  { included, excluded }: FilterNames,
  known: readonly Organisation[],
): readonly string[] {
  return [
    ...included.flatMap((name) => warningFor(name, name, known) ?? []),
    ...excluded.flatMap((name) => warningFor(name, `!${name}`, known) ?? []),
  ];
}

/** Why MISP would read a name as another id than the one written: the end of a sentence. Undefined for other names. */
export function misreadOrganisation(name: string): string | undefined {
  if (!isNumericInPhp(name) || /^\d+$/.test(name.trim())) return undefined;
  return `has "${name}", which MISP reads as the number of an ID: use the ID (digits) or the UUID of the organisation`;
}

/** The names by which the filter finds organisations: the others are read as an id or an exclusion, or lose a blank. */
export function findableNames(known: readonly Organisation[]): readonly string[] {
  return known.map(({ name }) => name).filter((name) => !isNumericInPhp(name) && !/^[!\s]/.test(name));
}

/** @param written the name as in a list, with `!` if it is excluded */
function warningFor(name: string, written: string, known: readonly Organisation[]): string | undefined {
  const isId = isNumericInPhp(name);
  // The database ignores blanks at the end.
  if (!isId && known.some((one) => one.name.trimEnd() === name || one.uuid === name.toLowerCase()))
    return undefined;
  // A name that `findableNames` excludes.
  const meant = known.find((one) => one.name === written || one.name.trim() === name);
  if (meant && Number(meant.id) !== Number(name))
    return `"${written}" does not find the organisation named "${meant.name}": use its ID ${meant.id}.`;
  if (isId && known.some(({ id }) => Number(id) === Number(name))) return undefined;
  const warning = unknownNameWarning('organisation', name, isId ? [] : findableNames(known));
  return name.includes('%') ? `${warning ?? ''} Names of organisations have no wildcards.` : warning;
}
