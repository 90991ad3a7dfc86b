import { closest, distance } from 'fastest-levenshtein';

/**
 * The candidate that a misspelt name probably means: the closest by edit distance, ignoring letter case. Undefined when
 * more than two characters, or a third of them, differ.
 */
export function closestName(name: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const lowerName = name.toLowerCase();
  const lowerCandidates = candidates.map((one) => one.toLowerCase());
  const closestLower = closest(lowerName, lowerCandidates);
  if (distance(lowerName, closestLower) > Math.max(2, name.length / 3)) return undefined;
  return candidates[lowerCandidates.indexOf(closestLower)];
}
