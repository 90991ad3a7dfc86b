import { COLLECTION, DOCUMENT_FIELDS, type View, VIEWS } from '../../intel/collection.ts';
import { conf, stanza } from '../conf.ts';

export function collectionsConf(): string {
  const views: readonly View[] = Object.values(VIEWS);
  const fields = Object.assign({}, DOCUMENT_FIELDS, ...views.map((view) => view.fields)) as Record<
    string,
    string
  >;
  return conf('src/intel', [
    stanza(COLLECTION, {
      ...Object.fromEntries(Object.entries(fields).map(([name, type]) => [`field.${name}`, type])),
      'accelerated_fields.value': '{"misp_value": 1}',
      'accelerated_fields.seen': '{"misp_seen": 1}',
      'accelerated_fields.event': '{"misp_event_id": 1}',
      replicate: false,
    }),
  ]);
}
