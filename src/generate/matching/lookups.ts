import { COLLECTION, DOCUMENT_FIELDS } from '../../intel/documents/collection.ts';
import { stanza } from '../conf.ts';
import { IGNORED, INDICATORS, NETWORK_INDICATORS, NETWORKS } from './names.ts';

/** Fields of the ignore list. */
const IGNORED_FIELDS = ['value', 'reason', 'until', 'added_by'] as const;

/** The stanza of collections.conf for the ignore list. */
export function ignoredCollection(): string {
  return stanza(IGNORED, {
    ...Object.fromEntries(IGNORED_FIELDS.map((field) => [`field.${field}`, 'string'])),
    'accelerated_fields.value': '{"value": 1}',
    replicate: false,
  });
}

/**
 * Lookup definitions. A match type works in CSV lookups only. Only the search head reads them.
 *
 * https://docs.splunk.com/Documentation/Splunk/9.4.0/Knowledge/Addfieldmatchingrulestoyourlookupconfiguration
 */
export function matchLookups(): string[] {
  const live = 'misp_withdrawn="False" AND misp_to_ids="True"';
  return [
    indicators(INDICATORS, live),
    indicators(NETWORK_INDICATORS, `misp_match_kind="network" AND ${live}`),
    stanza(NETWORKS, {
      filename: `${NETWORKS}.csv`,
      match_type: 'CIDR(network)',
      max_matches: MAX_MATCHES,
      replicate: false,
    }),
    stanza(IGNORED, {
      external_type: 'kvstore',
      collection: IGNORED,
      fields_list: ['_key', ...IGNORED_FIELDS].join(', '),
      // The first of several rows of a value counts.
      max_matches: 1,
    }),
  ];
}

/** The file as shipped, with a header only. `MISP_match_networks` fills it. */
export const NETWORKS_FILE = [`lookups/${NETWORKS}.csv`, 'network,misp_key\n'] as const;

/** The maximum of Splunk: many events may have an attribute of the same value. */
const MAX_MATCHES = 1000;

function indicators(name: string, filter: string): string {
  return stanza(name, {
    external_type: 'kvstore',
    collection: COLLECTION,
    fields_list: ['_key', ...Object.keys(DOCUMENT_FIELDS)].join(', '),
    filter,
    max_matches: MAX_MATCHES,
  });
}
