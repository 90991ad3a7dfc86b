import type { Call } from '../call.ts';
import type { StoredEvent } from '../store/records.ts';
import { type EventView, renderEvent } from '../render/render-event.ts';
import { failure, type Reply } from '../replies.ts';
import { isOn } from '../search/rest-search.ts';
import { seesEvent } from '../store/visibility.ts';

/** events/view/ID, where ID may be a uuid; with `/deleted:1` deleted attributes are there too. */
export function viewEvent(call: Call): Reply {
  const event = eventOf(call, call.args[0]);
  if (!event) return failure(404, 'Invalid event', call.path);
  const deleted = isOn(call.named['deleted'] ?? call.body['deleted']);
  return call.show({
    Event: renderEvent(event, call.store, { ...WHOLE, ...asker(call), deleted: (is) => deleted || !is }),
  });
}

/** As MISP answers who added or changed an event. */
export function writtenEvent(call: Call, event: StoredEvent): Reply {
  return call.show({
    Event: renderEvent(event, call.store, { ...WHOLE, ...asker(call), warnings: false }),
  });
}

/** By id or uuid, if the viewer may see it. */
export function eventOf({ store, viewer }: Call, idOrUuid: unknown): StoredEvent | undefined {
  const event =
    typeof idOrUuid === 'string' || typeof idOrUuid === 'number' ? store.event(String(idOrUuid)) : undefined;
  return event && seesEvent(store, event, viewer) ? event : undefined;
}

const WHOLE: Omit<EventView, 'viewer' | 'now'> = {
  metadata: false,
  deleted: (deleted) => !deleted,
  warnings: true,
  attachments: true,
  decayScore: false,
};

function asker({ viewer, now }: Call): Pick<EventView, 'viewer' | 'now'> {
  return { viewer, now };
}
