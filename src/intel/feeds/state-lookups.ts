import type { AppLookups } from '../../splunkd/app-lookups.ts';
import { stateLookup } from '../feed-names.ts';
import { type Feed, FEEDS, STATE_COLUMNS } from '../mapping.ts';

/**
 * Creates missing state lookups with a header and no rows. They are not in the package: an upgrade replaces packaged
 * files, and the state of ninety days would be lost.
 *
 * Creates all of them, since the reconciliation also reads those of feeds that never ran.
 */
export function createMissingStateLookups(lookups: AppLookups): void {
  for (const [name, feed] of Object.entries(FEEDS))
    lookups.createIfMissing(`${stateLookup(name)}.csv`, `${stateColumns(feed).join(',')}\n`);
}

/** The header of a state lookup. */
export function stateColumns({ columns }: Feed): readonly string[] {
  return [...columns, ...STATE_COLUMNS];
}
