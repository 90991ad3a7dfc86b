import type { MatchedDataset } from '../../matching/dataset.ts';

/** The search over a dataset. */
export const matchSearchOf = ({ name }: Pick<MatchedDataset, 'name'>) => `MISP_match_${name}`;

/** The search over what its data was before an indicator was new. */
export const lookbackSearchOf = ({ name }: Pick<MatchedDataset, 'name'>) => `MISP_match_lookback_${name}`;

/** Indicators that are looked for: what is live of the collection misp_indicators. */
export const INDICATORS = 'misp_match_indicators';

/** The networks among them, which only a CSV lookup finds addresses in. */
export const NETWORKS = 'misp_match_networks';

/** The definition by which the networks are written down for that. */
export const NETWORK_INDICATORS = 'misp_match_network_indicators';

/** What the owner of the data does not want to hear of: a KV store collection, and its lookup. */
export const IGNORED = 'misp_match_ignore';

/** What stands for a document's id with networks that are ignored. */
export const IGNORED_NETWORK = 'ignore';
