import { FEEDS, type Feed } from '../../intel/mapping.ts';

export { lookupOf, stateColumns, stateOf } from '../../intel/feeds/state-lookups.ts';

export const feeds: readonly (readonly [name: string, feed: Feed])[] = Object.entries(FEEDS);

export const searchOf = (feed: string) => `MISP_ES_${feed}_intel`;
