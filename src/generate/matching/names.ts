export { IGNORED, lookbackSearchOf, matchSearchOf } from '../../matching/search-names.ts';

/** Lookup of the indicators that may match: documents of misp_indicators that are for detection and not withdrawn. */
export const INDICATORS = 'misp_match_indicators';

/** CSV lookup of the networks among them: only CSV lookups have the match type CIDR. */
export const NETWORKS = 'misp_match_networks';

/** Lookup definition from which MISP_match_networks writes that CSV lookup. */
export const NETWORK_INDICATORS = 'misp_match_network_indicators';

/** Fields of a row for each value of the data with its field, kind and asset: what `misp_match_candidates` reads. */
export const OCCURRENCE_FIELDS = [
  ...['misp_match_kind', 'misp_match_field', 'misp_match_seen', 'misp_match_other', 'misp_match_asset_field'],
  ...['misp_match_asset', 'misp_match_user', 'misp_match_count', 'misp_match_first', 'misp_match_last'],
].join(' ');

/** The misp_key of ignored networks in the CSV lookup. */
export const IGNORED_NETWORK = 'ignore';
