import { foldByCollation } from '../lookup/collation.ts';
import type { Lookup } from '../lookup/lookup.ts';
import type { ValueFinder } from '../lookup/value-finder.ts';

/** What a sighting is added to: one attribute by its id, or all attributes with a value, as MISP stores it. */
export type SightingTarget =
  | { readonly attribute: string }
  | {
      readonly value: string;
      /** MISP may not have the value. It is sent alone, so that the response is about it. */
      readonly isUnverified?: true;
    };

/**
 * Finds the targets of each look-up, by its key. MISP adds a sighting to a value only in its stored spelling. It cannot
 * add one to the value of a whole composite, so that target is the attribute. @throws MispError
 */
export async function findTargets(
  finder: ValueFinder,
  lookups: readonly Lookup[],
): Promise<ReadonlyMap<string, readonly SightingTarget[]>> {
  const targetsByKey = new Map<string, Map<string, SightingTarget>>();
  const targetsFor = ({ key }: Lookup) => {
    const targets = targetsByKey.get(key) ?? new Map<string, SightingTarget>();
    targetsByKey.set(key, targets);
    return targets;
  };
  const tooBroad = await finder.find(lookups, (lookup, { attribute, half }) => {
    if (half === undefined) targetsFor(lookup).set(`#${attribute.id}`, { attribute: attribute.id });
    else targetsFor(lookup).set(`=${foldByCollation(half)}`, { value: half });
  });
  for (const lookup of tooBroad) {
    const value = lookup.value.trim();
    targetsFor(lookup).set(`=${foldByCollation(value)}`, { value, isUnverified: true });
  }
  return new Map([...targetsByKey].map(([key, targets]) => [key, [...targets.values()]]));
}
