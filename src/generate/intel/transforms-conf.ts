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

/** Generates transforms.conf. Lookups are not replicated to search peers: the files are large, and only the search head reads them. */
export function transformsConf(): string {
  const csv = (name: string) => stanza(name, { filename: `${name}.csv`, replicate: false });
  const views: readonly (readonly [string, View])[] = Object.entries(VIEWS);
  return conf('src/intel and src/matching', [
    ...feeds.flatMap(([name]) => [csv(feedLookup(name)), csv(stateLookup(name))]),
    // The lookup of the administrator, and the default in the package.
    csv(WEIGHT_LOOKUP),
    csv(DEFAULT_WEIGHT_LOOKUP),
    // Searches write to this lookup, so it also needs the fields of the others.
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
