import { takeAttribute } from './attribute-input.ts';
import type { Errors } from '../store/errors.ts';
import { attributeColumns } from '../render/columns.ts';
import { type Call, listOf, mayChange, type Members, membersOf } from '../call.ts';
import { textOf } from '../search/conditions.ts';
import { eventOf } from '../events/events-view.ts';
import type { NewAttribute, StoredAttribute } from '../store/records.ts';
import { failure, notSaved, type Reply } from '../replies.ts';
import { isOn } from '../search/rest-search.ts';
import type { MispStore } from '../store/store.ts';

/**
 * attributes/add/EVENT: one attribute, a list of them, or one with several values; all that are good are added, and
 * only if there is none is that a failure.
 */
export function addAttributes(call: Call): Reply {
  const { store, now } = call;
  const event = eventOf(call, call.args[0] ?? call.body['event_id']);
  if (!event) return failure(404, 'Invalid event', call.path);
  if (!mayChange(call, event)) return failure(403, 'You do not have permission to do that.', call.path);
  const inputs = inputsOf(call.json);
  const added: StoredAttribute[] = [];
  const errors: Record<string, Errors> = {};
  for (const [index, input] of inputs.entries()) {
    const taken = takeAttribute(input, event, store);
    if ('errors' in taken) errors[`attribute_${index}`] = taken.errors;
    else added.push(store.addAttribute(event, creating(call, taken.attribute), now));
  }
  const hasErrors = Object.keys(errors).length > 0;
  if (added.length === 0)
    return notSaved('add Attribute', '/attributes/add', inputs.length > 1 ? errors : errors['attribute_0']);
  const [first] = added;
  if (inputs.length === 1 && first)
    return call.show({
      Attribute: attributeColumns(first, { halves: true }),
      AttributeTag: first.tags.map((name) => attributeTag(first, name, store)),
    });
  return call.show({
    Attribute: added.map((one) => attributeColumns(one, { halves: true })),
    ...(hasErrors && { errors }),
  });
}

/** With tags that are there or that the client may make. */
export function creating({ store, account }: Call, attribute: NewAttribute): NewAttribute {
  const mayMake = account.role.permissions.includes('tag_editor');
  const tags = (attribute.tags ?? []).flatMap((name) => {
    const known = store.tags.find(name);
    return known ? [known.name] : mayMake ? [store.tag(name).name] : [];
  });
  return { ...attribute, tags };
}

/** What is to be added, one value each. */
function inputsOf(json: unknown): Members[] {
  const inner = membersOf(json)['Attribute'] ?? json;
  const inputs = Array.isArray(inner) ? listOf(inner).map(membersOf) : [membersOf(inner)];
  return inputs.flatMap((input) => {
    const { value } = input;
    if (Array.isArray(value)) return listOf(value).map((one) => ({ ...input, value: one }));
    if (!isOn(input['batch_import']) || value === undefined) return [input];
    return textOf(value)
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
      .map((line) => ({ ...input, value: line }));
  });
}

function attributeTag(attribute: StoredAttribute, name: string, store: MispStore): Record<string, unknown> {
  const { id, colour, numerical_value } = store.tag(name);
  return {
    id: store.tags.linkId('attribute', attribute.id, name),
    attribute_id: attribute.id,
    event_id: attribute.event.id,
    tag_id: id,
    local: false,
    relationship_type: null,
    Tag: { id, name, colour, numerical_value },
  };
}
