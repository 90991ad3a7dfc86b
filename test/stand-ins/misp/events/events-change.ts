import { takeAttribute } from '../attributes/attribute-input.ts';
import { type Call, listOf, mayChange, type Members, membersOf } from '../call.ts';
import { takeEvent } from './event-input.ts';
import { addContents } from './events-add.ts';
import { eventOf, writtenEvent } from './events-view.ts';
import type { StoredEvent } from '../store/records.ts';
import { failure, notSaved, type Reply, saved } from '../replies.ts';

/** events/edit/ID: what the body has becomes so; attributes in it that are new are added, others changed. */
export function editEvent(call: Call): Reply {
  return withEvent(call, 'Invalid event', (event) => {
    const { store, now } = call;
    const input = membersOf(call.body['Event'] ?? call.body);
    const taken = takeEvent(input);
    if ('errors' in taken) return notSaved('edit Event', `/events/edit/${event.id}`, { Event: taken.errors });
    store.editEvent(event, taken.fields, now);
    const attributes = listOf(input['Attribute']).map(membersOf);
    addContents(call, event, { ...input, Attribute: attributes.filter((one) => !change(call, event, one)) });
    return writtenEvent(call, event);
  });
}

/** events/publish/ID */
export function publishEvent(call: Call): Reply {
  return withEvent(call, 'Invalid event.', (event) => {
    call.store.publish(event, call.now);
    return done(call, 'Event published without alerts', event);
  });
}

/** events/unpublish/ID */
export function unpublishEvent(call: Call): Reply {
  return withEvent(call, 'Invalid event.', (event) => {
    call.store.unpublish(event);
    return done(call, 'Event unpublished.', event);
  });
}

/** events/delete/ID */
export function deleteEvent(call: Call): Reply {
  const event = eventOf(call, call.args[0]);
  if (!event || !mayChange(call, event))
    return notSaved('delete Event', '/events/delete', 'Event was not deleted.');
  call.store.deleteEvent(event);
  return done(call, 'Event deleted.', event);
}

function done({ path }: Call, message: string, { id }: StoredEvent): Reply {
  return saved(message, path, { id });
}

/** @param missing what is said of an event that is not there */
function withEvent(call: Call, missing: string, answer: (event: StoredEvent) => Reply): Reply {
  const event = eventOf(call, call.args[0]);
  if (!event) return failure(404, missing, call.path);
  if (!mayChange(call, event)) return failure(403, 'You do not have permission to do that.', call.path);
  return answer(event);
}

/** Changes an attribute that is there. @returns whether it is */
function change({ store, now }: Call, event: StoredEvent, input: Members): boolean {
  const id = input['uuid'] ?? input['id'];
  const known = typeof id === 'string' ? store.attribute(id) : undefined;
  if (known?.event !== event) return false;
  const taken = takeAttribute(input, event, store, known);
  if ('errors' in taken) return true;
  store.editAttribute(known, taken.attribute, now);
  return true;
}
