import {
  COLLECTION,
  DOCUMENT_FIELDS,
  type View,
  VIEW_FIELDS,
  VIEWS,
} from '../../intel/documents/collection.ts';
import { DEFAULT_WEIGHT_LOOKUP, WEIGHT_LOOKUP } from '../../intel/weights.ts';
import { conf, stanza } from '../conf.ts';
import { matchLookups } from '../matching/lookups.ts';
import { feedLookup, stateLookup } from '../../intel/feed-names.ts';
import { feeds } from './names.ts';

/** The lookup definitions. None is sent to search peers: the CSV files grow large, and only the search head reads them. */
export function transformsConf(): string {
  const csv = (name: string) => stanza(name, { filename: `${name}.csv`, replicate: false });
  const views: readonly (readonly [string, View])[] = Object.entries(VIEWS);
  return conf('src/intel and src/matching', [
    ...feeds.flatMap(([name]) => [csv(feedLookup(name)), csv(stateLookup(name))]),
    // The administrator's own, and the one that is shipped.
    csv(WEIGHT_LOOKUP),
    csv(DEFAULT_WEIGHT_LOOKUP),
    // It is written by this name: without the fields of the others, those would be lost.
    kvLookup(
      COLLECTION,
      [...Object.keys(DOCUMENT_FIELDS), ...views.flatMap(([, { fields }]) => Object.keys(fields))],
      'misp_withdrawn="False"',
    ),
    ...views.map(([name, { lookup, fields }]) =>
      kvLookup(
        lookup,
        [...Object.keys(fields), ...VIEW_FIELDS, 'misp_view', 'misp_withdrawn'],
        `misp_view="${name}" AND misp_withdrawn="False"`,
      ),
    ),
    ...matchLookups(),
  ]);
}

function kvLookup(name: string, fields: readonly string[], filter: string): string {
  return stanza(name, {
    external_type: 'kvstore',
    collection: COLLECTION,
    fields_list: ['_key', ...fields].join(', '),
    filter,
  });
}
