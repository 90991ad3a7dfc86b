import type { MatchedDataset } from './dataset.ts';

/** The search over a dataset. */
export const matchSearchOf = ({ name }: Pick<MatchedDataset, 'name'>) => `MISP_match_${name}`;

/** The search for new indicators in older data of a dataset. */
export const lookbackSearchOf = ({ name }: Pick<MatchedDataset, 'name'>) => `MISP_match_lookback_${name}`;

/** The ignore list: a KV store collection, and its lookup. */
export const IGNORED = 'misp_match_ignore';
