import { closestName } from './nearest.ts';

/**
 * The warning for a name that MISP does not list. Undefined for one that it lists.
 *
 * @param what as in `type`, `tag`
 * @param known the names that MISP lists, in its letter case
 */
export function unknownNameWarning(what: string, name: string, known: readonly string[]): string | undefined {
  if (known.includes(name)) return undefined;
  const sameLetters = known.find((one) => one.toLowerCase() === name.toLowerCase());
  const suggestion = sameLetters ?? closestName(name, known);
  const hint = suggestion === undefined ? '.' : `: did you mean "${suggestion}"?`;
  const letters = sameLetters === undefined ? '' : ' Letter case counts.';
  return `MISP has no ${what} "${name}", or none for this key${hint}${letters}`;
}
