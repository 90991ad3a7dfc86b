import { takeAttribute } from './attribute-input.ts';
import { attributeOf } from './attributes-view.ts';
import { attributeColumns } from '../render/columns.ts';
import { type Call, mayChange, membersOf } from '../call.ts';
import type { StoredAttribute } from '../store/records.ts';
import { failure, json, notSaved, type Reply } from '../replies.ts';
import { isOn } from '../search/rest-search.ts';

/** attributes/edit/ID: what the body has becomes so, the rest stays. */
export function editAttribute(call: Call): Reply {
  return withAttribute(call, 405, (attribute) => {
    const { store, now } = call;
    const input = membersOf(call.body['Attribute'] ?? call.body);
    const taken = takeAttribute(input, attribute.event, store, attribute);
    if ('errors' in taken)
      return notSaved('edit Attribute', `/attributes/edit/${attribute.id}`, taken.errors);
    store.editAttribute(attribute, taken.attribute, now);
    return call.show({ Attribute: attributeColumns(attribute) });
  });
}

/** attributes/delete/ID leaves the row as a deleted one; attributes/delete/ID/1, or `hard` in the body, does not. */
export function deleteAttribute(call: Call): Reply {
  return withAttribute(call, 404, (attribute) => {
    if (isOn(call.args[1] ?? call.body['hard'])) call.store.hardDelete(attribute, call.now);
    else call.store.softDelete(attribute, call.now);
    return json({ message: 'Attribute deleted.' });
  });
}

/** attributes/restore/ID, which sends the client to the attribute, by GET too. */
export function restoreAttribute(call: Call): Reply {
  const attribute = attributeOf(call, call.args[0]);
  if (!attribute || !mayChange(call, attribute.event)) return failure(405, 'Invalid Attribute', call.path);
  call.store.restore(attribute, call.now);
  const Location = `${call.url}/attributes/view/${attribute.id}`;
  return { ...json('', { Location }), status: 302, body: '' };
}

/** @param missing status for an attribute that is not there */
function withAttribute(call: Call, missing: number, answer: (attribute: StoredAttribute) => Reply): Reply {
  const attribute = attributeOf(call, call.args[0]);
  if (!attribute) return failure(missing, 'Invalid attribute', call.path);
  if (!mayChange(call, attribute.event))
    return failure(403, 'You do not have permission to do that.', call.path);
  return answer(attribute);
}
