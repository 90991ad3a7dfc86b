import { CATEGORIES } from './attribute-categories.ts';
import { TYPE_DEFAULTS } from './attribute-types.ts';
import { listOf, type Members, membersOf } from '../call.ts';
import { InternalError, textOf } from '../search/conditions.ts';
import { fold } from '../values/letters.ts';
import type { NewAttribute, StoredAttribute, StoredEvent } from '../store/records.ts';
import { isOn } from '../search/rest-search.ts';
import type { Errors } from '../store/errors.ts';
import { seenOf } from '../store/seen-times.ts';
import type { MispStore } from '../store/store.ts';
import { storedForm } from '../values/value-forms.ts';
import { objectionTo } from '../values/value-rules.ts';
import { hitsOf } from '../pages/warninglists.ts';

export type Taken = { readonly attribute: NewAttribute } | { readonly errors: Errors };

/**
 * An attribute that a client sent, as MISP stores it, or why it does not.
 *
 * @param event that it is to be in
 * @param known the attribute that is to become so, when it is there already
 * @throws InternalError for what a MISP 2.5.1 fails at; what is before it in an event is saved
 */
export function takeAttribute(
  input: Members,
  event: StoredEvent | undefined,
  store: MispStore,
  known?: StoredAttribute,
  object_id = known?.object_id ?? '0',
): Taken {
  const kind = kindOf(input, known);
  if ('errors' in kind) return kind;
  const { type, category } = kind;
  if (type === 'filename|impfuzzy') throw new InternalError('no validation of it');
  const value = storedForm(
    type,
    input['value'] === undefined ? (known?.value ?? '') : textOf(input['value']),
  );
  const objection = objectionTo(type, value);
  if (objection !== undefined) return { errors: { value: [objection] } };
  if (isThere(store, { type, category, value, event, object_id, known }))
    return { errors: { value: ['A similar attribute already exists for this event.'] } };
  if (!known && typeof input['uuid'] === 'string' && store.attribute(input['uuid']))
    return { errors: { uuid: ['The UUID provided is not unique'] } };
  const seen = seenOf(input, known);
  if ('errors' in seen) return seen;
  return { attribute: { ...seen, type, category, value, ...restOf(input, type, value, store, known) } };
}

function kindOf(
  input: Members,
  known: StoredAttribute | undefined,
): { type: string; category: string } | { errors: Errors } {
  const type = input['type'] === undefined ? known?.type : textOf(input['type']);
  if (type === undefined || type === '') return { errors: { type: ['No type set.'] } };
  const defaults = TYPE_DEFAULTS.get(type);
  if (!defaults) return { errors: { type: ['Invalid type.'] } };
  const category = textOf(input['category'] ?? known?.category ?? defaults.default_category);
  const types = CATEGORIES.get(category);
  if (!types) return { errors: { category: [`Options : ${[...CATEGORIES.keys()].join(', ')}`] } };
  if (!types.includes(type)) return { errors: { type: ['Options depend on the selected category.'] } };
  return { type, category };
}

function isThere(
  { attributes }: MispStore,
  wanted: Pick<StoredAttribute, 'type' | 'category' | 'value' | 'object_id'> & {
    readonly event: StoredEvent | undefined;
    readonly known: StoredAttribute | undefined;
  },
): boolean {
  const { type, category, event, object_id, known } = wanted;
  const value = fold(wanted.value);
  return attributes.some(
    (one) =>
      one !== known &&
      one.event === event &&
      one.object_id === object_id &&
      !one.deleted &&
      one.type === type &&
      one.category === category &&
      fold(one.value) === value,
  );
}

function restOf(
  input: Members,
  type: string,
  value: string,
  store: MispStore,
  known: StoredAttribute | undefined,
): Partial<NewAttribute> {
  const text = (name: 'comment' | 'distribution' | 'sharing_group_id', otherwise: string) =>
    input[name] === undefined || input[name] === null ? (known?.[name] ?? otherwise) : textOf(input[name]);
  const flag = (name: 'to_ids' | 'disable_correlation' | 'deleted', otherwise: boolean) =>
    input[name] === undefined ? (known?.[name] ?? otherwise) : isOn(input[name]);
  return {
    to_ids: flag('to_ids', TYPE_DEFAULTS.get(type)?.to_ids === 1),
    comment: text('comment', ''),
    distribution: text('distribution', '5'),
    sharing_group_id: text('sharing_group_id', '0'),
    disable_correlation: flag('disable_correlation', false),
    deleted: flag('deleted', false),
    onWarningList: hitsOf(store, value, type).length > 0,
    ...(!known && newMembers(input)),
  };
}

/** What only an attribute that is not there yet gets. */
function newMembers(input: Members): Partial<NewAttribute> {
  const relation = input['object_relation'];
  return {
    tags: namesOf(input),
    ...(typeof relation === 'string' && { object_relation: relation }),
    ...(typeof input['data'] === 'string' && { data: input['data'] }),
    ...(typeof input['uuid'] === 'string' && { uuid: input['uuid'].toLowerCase() }),
  };
}

/** Of the tags that an event, attribute or object is sent with. */
export function namesOf(input: Members): string[] {
  const names = listOf(input['Tag']).flatMap((tag) => {
    const { name } = membersOf(tag);
    return typeof name === 'string' ? [name] : [];
  });
  return [...new Set(names)];
}
