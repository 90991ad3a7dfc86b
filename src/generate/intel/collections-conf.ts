import { COLLECTION as INPUTS_COLLECTION } from '../../inputs/scheme.ts';
import { COLLECTION, DOCUMENT_FIELDS, type View, VIEWS } from '../../intel/documents/collection.ts';
import { conf, stanza } from '../conf.ts';
import { ignoredCollection } from '../matching/lookups.ts';

export function collectionsConf(): string {
  const views: readonly View[] = Object.values(VIEWS);
  const fields = Object.assign({}, DOCUMENT_FIELDS, ...views.map((view) => view.fields)) as Record<
    string,
    string
  >;
  return conf('src/inputs, src/intel and src/matching', [
    // The state of inputs, shared by successive captains of a search head cluster.
    stanza(INPUTS_COLLECTION, {
      'field.input': 'string',
      'field.table': 'string',
      'field.block': 'number',
      'field.data': 'string',
      'accelerated_fields.block': '{"input": 1, "table": 1, "block": 1}',
      replicate: false,
    }),
    stanza(COLLECTION, {
      ...Object.fromEntries(Object.entries(fields).map(([name, type]) => [`field.${name}`, type])),
      'accelerated_fields.value': '{"misp_value": 1}',
      'accelerated_fields.seen': '{"misp_seen": 1}',
      'accelerated_fields.event': '{"misp_event_id": 1}',
      'accelerated_fields.match': '{"misp_match_key": 1}',
      replicate: false,
    }),
    ignoredCollection(),
  ]);
}
