import { foldLetters } from '../lookup/collation.ts';
import type { Lookup } from '../lookup/lookup.ts';
import type { ValueFinder } from '../lookup/value-finder.ts';

/** What a sighting is added to: one attribute by its id, or all that have a value, as MISP stores it. */
export type SightingTarget =
  | { readonly attribute: string }
  | {
      readonly value: string;
      /** Whether MISP has it is not known: it is sent alone, so that the answer is about it. */
      readonly isUnsure?: true;
    };

/**
 * Where MISP has each look-up, by its key; nowhere when it has no such attribute. MISP adds sightings to values only as it
 * stores them, and to none that is a whole composite: its attributes are named. @throws MispError
 */
export async function targetsOf(
  finder: ValueFinder,
  lookups: readonly Lookup[],
): Promise<ReadonlyMap<string, readonly SightingTarget[]>> {
  const found = new Map<string, Map<string, SightingTarget>>();
  const targetsFor = ({ key }: Lookup) => {
    const known = found.get(key) ?? new Map<string, SightingTarget>();
    found.set(key, known);
    return known;
  };
  const tooBroad = await finder.find(lookups, (lookup, { attribute, half }) => {
    if (half === undefined) targetsFor(lookup).set(`#${attribute.id}`, { attribute: attribute.id });
    else targetsFor(lookup).set(`=${foldLetters(half)}`, { value: half });
  });
  for (const lookup of tooBroad) {
    const value = lookup.value.trim();
    targetsFor(lookup).set(`=${foldLetters(value)}`, { value, isUnsure: true });
  }
  return new Map([...found].map(([key, targets]) => [key, [...targets.values()]]));
}
