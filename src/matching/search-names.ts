import type { MatchedDataset } from './dataset.ts';

/** The search over a dataset. */
export const matchSearchOf = ({ name }: Pick<MatchedDataset, 'name'>) => `MISP_match_${name}`;

/** The search over what its data was before an indicator was new. */
export const lookbackSearchOf = ({ name }: Pick<MatchedDataset, 'name'>) => `MISP_match_lookback_${name}`;

/** What the owner of the data does not want to hear of: a KV store collection, and its lookup. */
export const IGNORED = 'misp_match_ignore';
