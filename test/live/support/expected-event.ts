import { expectedFields, type Fields, mergedFields } from './expected-row.ts';
import type { Attribute, EventEntry, EventView, ObjectView } from './truth.ts';

interface Expected {
  readonly fields: Fields;
  readonly types: readonly string[];
  readonly object?: ObjectView;
}

/** The rows of an event's attributes, by the ids of the attributes in them. */
export function expectedByIds(
  view: EventView,
  event: EventEntry,
  expand: boolean,
  isShown: (attribute: Attribute) => boolean,
): ReadonlyMap<string, Expected> {
  const eventTags = (view.Tag ?? []).map(({ name }) => name);
  const how = { pipesplit: true, eventTags, withContext: false, withDescription: false };
  const expected = new Map<string, Expected>();
  const add = (attributes: readonly Attribute[], object?: ObjectView) => {
    const [first] = attributes;
    if (!first) return;
    const fields =
      attributes.length === 1 ? expectedFields(first, event, how) : mergedFields(attributes, event, how);
    const types = attributes.map(({ type }) => type);
    expected.set(keyOf(attributes.map((one) => one.id)), { fields, types, ...(object && { object }) });
  };
  for (const attribute of view.Attribute ?? []) if (isShown(attribute)) add([attribute]);
  for (const object of view.Object ?? []) {
    const attributes = (object.Attribute ?? []).filter(isShown);
    if (expand) for (const attribute of attributes) add([attribute], object);
    else add(attributes, object);
  }
  return expected;
}

/** Whether a field is named after one of some types. */
export function isTyped(name: string, types: readonly string[]): boolean {
  return types.some((type) => type.split('|').some((part) => name.startsWith(part.replaceAll('-', '_'))));
}

export function keyOf(ids: readonly string[]): string {
  return [...ids].sort().join();
}
