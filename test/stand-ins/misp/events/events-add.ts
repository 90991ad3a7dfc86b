import { namesOf, takeAttribute } from '../attributes/attribute-input.ts';
import { creating } from '../attributes/attributes-add.ts';
import { may } from '../accounts.ts';
import { type Call, emailOf, listOf, type Members, membersOf } from '../call.ts';
import { textOf } from '../search/conditions.ts';
import { takeEvent } from './event-input.ts';
import { writtenEvent } from './events-view.ts';
import type { StoredEvent } from '../store/records.ts';
import { failure, notSaved, type Reply } from '../replies.ts';
import { isOn } from '../search/rest-search.ts';

/** events/add, with or without `Event` around. Attributes that are not good are left out without a word. */
export function addEvent(call: Call): Reply {
  const { store, now, path } = call;
  const input = membersOf(call.body['Event'] ?? call.body);
  if (Object.keys(input).length === 0) return failure(405, 'No valid event data received.', path);
  if (input['distribution'] !== undefined && textOf(input['distribution']) === '4' && !hasGroup(call, input))
    return failure(405, 'Invalid Sharing Group or not authorised.', path);
  const uuid = typeof input['uuid'] === 'string' ? input['uuid'].toLowerCase() : undefined;
  if (uuid !== undefined && store.blocklist.has(uuid))
    return failure(403, 'Event blocked by event blocklist.', path);
  const known = uuid === undefined ? undefined : store.event(uuid);
  if (known) return failure(404, EXISTS, path, { Location: `${call.url}/events/${known.id}` });
  if (input['info'] === undefined) return refuse({ info: ['valueNotEmpty'] });
  const taken = takeEvent(input);
  if ('errors' in taken) return refuse(taken.errors);
  const isPublished = isOn(input['published']) && may(call.account, 'publish');
  const event = store.addEvent({
    ...DEFAULTS,
    date: new Date(now * 1000).toISOString().slice(0, 10),
    ...taken.fields,
    info: taken.fields.info ?? '',
    org: call.viewer,
    creator_email: emailOf(call.account, store),
    published: isPublished,
    publish_timestamp: isPublished ? now : 0,
    timestamp: Number(input['timestamp'] ?? now) || now,
    tags: [...(creating(call, { type: '', value: '', tags: namesOf(input) }).tags ?? [])],
    ...(uuid !== undefined && { uuid }),
  });
  addContents(call, event, input);
  return writtenEvent(call, event);
}

const EXISTS = 'Event already exists, if you would like to edit it, use the url in the location header.';
const DEFAULTS = { distribution: '1', threat_level_id: '4', analysis: '0' } as const;

/** The attributes and objects of an event that is sent whole. */
export function addContents(call: Call, event: StoredEvent, input: Members): void {
  for (const attribute of listOf(input['Attribute']).map(membersOf)) addInto(call, event, attribute);
  for (const object of listOf(input['Object']).map(membersOf)) {
    const texts = Object.entries(object).filter(
      ([name, value]) => OBJECT_TEXTS.includes(name) && typeof value === 'string',
    );
    const { id: object_id } = call.store.defineObject(event, Object.fromEntries(texts));
    const added = listOf(object['Attribute'])
      .map(membersOf)
      .filter((attribute) => addInto(call, event, attribute, object_id));
    // MISP makes no object that has nothing in it.
    if (added.length === 0) call.store.objects.delete(object_id);
  }
}

const OBJECT_TEXTS = [
  ...['uuid', 'name', 'meta-category', 'description', 'template_uuid', 'template_version'],
  ...['comment', 'distribution', 'sharing_group_id', 'first_seen', 'last_seen'],
];

/** @returns whether it is good */
function addInto(call: Call, event: StoredEvent, input: Members, object_id = '0'): boolean {
  const taken = takeAttribute(input, event, call.store, undefined, object_id);
  if ('errors' in taken) return false;
  const timestamp = Number(input['timestamp'] ?? call.now) || call.now;
  call.store.addAttribute(event, { ...creating(call, taken.attribute), object_id, timestamp });
  return true;
}

function hasGroup({ store, viewer }: Call, { sharing_group_id }: Members): boolean {
  const group = store.sharingGroups.get(textOf(sharing_group_id ?? ''));
  return group?.SharingGroupOrg.some(({ org_id }) => org_id === viewer.id) === true;
}

function refuse(errors: unknown): Reply {
  return notSaved('add Event', '/events/add', { Event: errors });
}
