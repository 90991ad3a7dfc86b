import type { Lookup } from './lookup.ts';
import type { Attribute } from '../rows/types.ts';
import type { ValueFinder } from './value-finder.ts';

export interface FirstMatches {
  /** By the key of a look-up, in the order of their ids. */
  readonly byKey: ReadonlyMap<string, readonly Attribute[]>;
  /** Look-ups that find too much to be looked through. */
  readonly tooBroad: ReadonlySet<Lookup>;
}

/** The attributes with the lowest ids that answer each look-up. @param max of one look-up @throws MispError */
export async function firstMatches(
  finder: ValueFinder,
  lookups: readonly Lookup[],
  max: number,
): Promise<FirstMatches> {
  let characters = 0;
  const byKey = new Map(lookups.map(({ key }) => [key, [] as Attribute[]]));
  const tooBroad = await finder.find(lookups, ({ key }, { attribute }) => {
    const matches = byKey.get(key);
    matches?.push(attribute);
    characters += JSON.stringify(attribute).length;
    // Requests side by side come in any order; few values have so many matches.
    if (matches && matches.length > 2 * max + 100) characters -= cut(matches, max);
    if (characters > MAX_CHARACTERS) throw new TooManyMatchesError();
  });
  for (const matches of byKey.values()) cut(matches, max);
  return { byKey, tooBroad };
}

/** @returns the characters of those that went */
function cut(matches: Attribute[], max: number): number {
  matches.sort((one, other) => Number(one.id) - Number(other.id));
  return matches.splice(max).reduce((sum, match) => sum + JSON.stringify(match).length, 0);
}

/** Of the matches of all values that are looked up at once, as JSON. */
const MAX_CHARACTERS = 40_000_000;

/** What is found for some values does not fit into memory. */
class TooManyMatchesError extends Error {
  override readonly name = 'TooManyMatchesError';

  constructor() {
    super(
      `MISP has more than ${MAX_CHARACTERS / 1e6} million characters about the values that are looked up at once. Lower limit, or filter what is looked through.`,
    );
  }
}
