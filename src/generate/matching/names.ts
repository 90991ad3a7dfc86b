export { IGNORED, lookbackSearchOf, matchSearchOf } from '../../matching/search-names.ts';

/** Indicators that are looked for: what is live of the collection misp_indicators. */
export const INDICATORS = 'misp_match_indicators';

/** The networks among them, which only a CSV lookup finds addresses in. */
export const NETWORKS = 'misp_match_networks';

/** The definition by which the networks are written down for that. */
export const NETWORK_INDICATORS = 'misp_match_network_indicators';

/** What stands for a document's id with networks that are ignored. */
export const IGNORED_NETWORK = 'ignore';
