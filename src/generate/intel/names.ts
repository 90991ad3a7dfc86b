import { FEEDS, type Feed } from '../../intel/mapping.ts';

export { stateColumns, stateOf } from '../../intel/state-lookups.ts';

export const feeds: readonly (readonly [name: string, feed: Feed])[] = Object.entries(FEEDS);

/** What Enterprise Security reads. */
export const lookupOf = (feed: string) => `misp_es_${feed}_intel`;

export const searchOf = (feed: string) => `MISP_ES_${feed}_intel`;
