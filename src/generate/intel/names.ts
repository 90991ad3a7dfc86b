import { FEEDS, type Feed, STATE_COLUMNS } from '../../intel/mapping.ts';

export const feeds: readonly (readonly [name: string, feed: Feed])[] = Object.entries(FEEDS);

/** What Enterprise Security reads. */
export const lookupOf = (feed: string) => `misp_es_${feed}_intel`;

/** What is known of each attribute behind it. */
export const stateOf = (feed: string) => `misp_es_${feed}_state`;

export const searchOf = (feed: string) => `MISP_ES_${feed}_intel`;

export const stateColumns = ({ columns }: Feed): readonly string[] => [...columns, ...STATE_COLUMNS];
