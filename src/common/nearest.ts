import { closest, distance } from 'fastest-levenshtein';

/**
 * The known name that was probably meant: the one that differs in letter case only, else one in which, letter case aside, at
 * most two letters, or a third of them, are different.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const written = name.toLowerCase();
  const lowered = known.map((one) => one.toLowerCase());
  const candidate = closest(written, lowered);
  if (distance(written, candidate) > Math.max(2, name.length / 3)) return undefined;
  return known[lowered.indexOf(candidate)];
}
