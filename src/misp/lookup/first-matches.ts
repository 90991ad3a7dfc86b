import type { Lookup } from './lookup.ts';
import type { Attribute } from '../rows/types.ts';
import type { ValueFinder } from './value-finder.ts';

export interface FirstMatches {
  /** Attributes by the key of their look-up, ordered by id. */
  readonly byKey: ReadonlyMap<string, readonly Attribute[]>;
  /** Look-ups whose patterns match too many attributes to compare. */
  readonly tooBroad: ReadonlySet<Lookup>;
}

/**
 * Finds the matching attributes with the lowest ids for each look-up.
 * @param max attributes for each look-up @throws MispError, TooManyMatchesError
 */
export async function firstMatches(
  finder: ValueFinder,
  lookups: readonly Lookup[],
  max: number,
): Promise<FirstMatches> {
  let totalCharacters = 0;
  const byKey = new Map(lookups.map(({ key }) => [key, [] as Attribute[]]));
  const tooBroad = await finder.find(lookups, ({ key }, { attribute }) => {
    const matches = byKey.get(key);
    matches?.push(attribute);
    totalCharacters += JSON.stringify(attribute).length;
    // Concurrent responses come in any order, so sort and cut only now and then. Few values have so many matches.
    if (matches && matches.length > 2 * max + 100) totalCharacters -= keepLowestIds(matches, max);
    if (totalCharacters > MAX_CHARACTERS) throw new TooManyMatchesError();
  });
  for (const matches of byKey.values()) keepLowestIds(matches, max);
  return { byKey, tooBroad };
}

/** @returns the number of JSON characters that were removed */
function keepLowestIds(matches: Attribute[], max: number): number {
  matches.sort((one, other) => Number(one.id) - Number(other.id));
  return matches.splice(max).reduce((sum, match) => sum + JSON.stringify(match).length, 0);
}

/** JSON characters of the matches of all values that are looked up together. */
const MAX_CHARACTERS = 40_000_000;

/** The matches do not fit into memory. */
class TooManyMatchesError extends Error {
  override readonly name = 'TooManyMatchesError';

  constructor() {
    super(
      `MISP has more than ${MAX_CHARACTERS / 1e6} million characters about the values that are looked up together. Lower limit, or add filters.`,
    );
  }
}
