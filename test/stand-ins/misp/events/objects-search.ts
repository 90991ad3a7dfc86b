import { attributeColumns } from '../render/columns.ts';
import type { Call, Members } from '../call.ts';
import { textOf } from '../search/conditions.ts';
import { eventFilterOf } from './event-filters.ts';
import { foundBy, pageOf } from './events-search.ts';
import type { StoredObject } from '../store/records.ts';
import { renderObject } from '../render/render-parts.ts';
import { failure, type Reply } from '../replies.ts';
import { tagRow } from '../pages/tags-pages.ts';
import { seesAttribute } from '../store/visibility.ts';

/** objects/restSearch, filtered as events are, and by `object_name`; X-Result-Count is the number on the page. */
export function searchObjects(body: Members, call: Call): Reply {
  const { store, viewer, now } = call;
  const format = textOf(body['returnFormat'] ?? 'json');
  if (format !== 'json') return failure(501, `The embedded MISP has no returnFormat ${format}.`, call.path);
  const events = new Set(
    foundBy(store, viewer)
      .filter(eventFilterOf(body, { store, now }))
      .map(({ event }) => event),
  );
  const name = body['object_name'];
  const found = [...store.objects.values()].filter(
    (one) => events.has(one.event) && !one.deleted && (name === undefined || one.name === name),
  );
  const rows = pageOf(found, body, call.maxLimit).map((one) => JSON.stringify({ Object: row(one, call) }));
  return {
    status: 200,
    headers: {
      'X-Result-Count': String(rows.length),
      'X-Export-Module-Used': 'json',
      'X-Response-Format': 'json',
      'X-Skipped-Elements-Count': '0',
      'Content-Type': 'application/json; charset=UTF-8',
    },
    body: `{"response": [${rows.join(',')}]}\n`,
  };
}

function row(object: StoredObject, { store, viewer }: Call): Members {
  const { id, info, org, orgc } = object.event;
  const attributes = store.attributes.filter(
    (one) => one.object_id === object.id && !one.deleted && seesAttribute(store, one, viewer),
  );
  return {
    ...renderObject(object),
    Attribute: attributes.map((one) => ({
      ...attributeColumns(one, { halves: true }),
      AttributeTag: one.tags.map((name) => ({
        id: store.tags.linkId('attribute', one.id, name),
        attribute_id: one.id,
        event_id: id,
        tag_id: store.tag(name).id,
        local: false,
        relationship_type: '',
        Tag: tagRow(store.tag(name)),
      })),
    })),
    Event: { id, info, org_id: org.id, orgc_id: orgc.id },
  };
}
