import type { AppLookups } from '../../splunkd/app-lookups.ts';
import { type Feed, FEEDS, STATE_COLUMNS } from '../mapping.ts';

/** What Enterprise Security reads of a feed. */
export const lookupOf = (feed: string) => `misp_es_${feed}_intel`;

/** The lookup with what is known of each attribute of a feed. */
export const stateOf = (feed: string) => `misp_es_${feed}_state`;

export const stateColumns = ({ columns }: Feed): readonly string[] => [...columns, ...STATE_COLUMNS];

/**
 * Makes the state lookups that are missing, with their headers and no rows. The package carries none of them: an upgrade
 * replaces the files that the package carries, and what feeds have learnt in ninety days would be gone.
 *
 * All, since the reconciliation reads those of feeds that never ran, too.
 */
export function makeStateLookups(lookups: AppLookups): void {
  for (const [name, feed] of Object.entries(FEEDS))
    lookups.createIfMissing(`${stateOf(name)}.csv`, `${stateColumns(feed).join(',')}\n`);
}
