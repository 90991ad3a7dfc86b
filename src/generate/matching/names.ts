<<<<<<< HEAD
export { IGNORED, lookbackSearchOf, matchSearchOf } from '../../matching/search-names.ts';
=======
import type { MatchedDataset } from '../../matching/dataset.ts';

/** The search over a dataset. */
export const matchSearchOf = ({ name }: Pick<MatchedDataset, 'name'>) => `MISP_match_${name}`;

/** The search for new indicators in older data of a dataset. */
export const lookbackSearchOf = ({ name }: Pick<MatchedDataset, 'name'>) => `MISP_match_lookback_${name}`;
>>>>>>> match3

/** Lookup of the indicators that may match: documents of misp_indicators that are for detection and not withdrawn. */
export const INDICATORS = 'misp_match_indicators';

/** CSV lookup of the networks among them: only CSV lookups have the match type CIDR. */
export const NETWORKS = 'misp_match_networks';

/** Lookup definition from which MISP_match_networks writes that CSV lookup. */
export const NETWORK_INDICATORS = 'misp_match_network_indicators';

<<<<<<< HEAD
/** What stands for a document's id with networks that are ignored. */
=======
/** The ignore list: a KV store collection, and its lookup. */
export const IGNORED = 'misp_match_ignore';

/** The misp_key of ignored networks in the CSV lookup. */
>>>>>>> match3
export const IGNORED_NETWORK = 'ignore';
