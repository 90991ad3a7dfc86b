import type { Lookup } from './lookup.ts';
import type { Attribute } from './types.ts';
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
  const byKey = new Map(lookups.map(({ key }) => [key, [] as Attribute[]]));
  const tooBroad = await finder.find(lookups, ({ key }, { attribute }) => {
    const matches = byKey.get(key);
    matches?.push(attribute);
    // Requests side by side come in any order; few values have so many matches.
    if (matches && matches.length > 2 * max + 100) cut(matches, max);
  });
  for (const matches of byKey.values()) cut(matches, max);
  return { byKey, tooBroad };
}

function cut(matches: Attribute[], max: number): void {
  matches.sort((one, other) => Number(one.id) - Number(other.id));
  if (matches.length > max) matches.length = max;
}
