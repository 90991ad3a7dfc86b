import { attributeOf } from '../attributes/attributes-view.ts';
import type { Call } from '../call.ts';
import { sightingColumns } from '../render/columns.ts';
import { eventOf } from '../events/events-view.ts';
import type { Org, StoredAttribute, StoredSighting } from '../store/records.ts';
import { renderSighting } from '../render/render.ts';
import { failure, type Reply } from '../replies.ts';
import type { MispStore } from '../store/store.ts';
import { seenSightings, seesAttribute } from '../store/visibility.ts';

export interface Seen {
  readonly attribute: StoredAttribute;
  readonly sighting: StoredSighting;
}

/** sightings/listSightings of an attribute or, with the context `event`, of an event; the latest first. */
export function listSightings(call: Call): Reply {
  const { args, body } = call;
  const isEvent = (args[1] ?? body['context']) === 'event';
  const id = args[0] ?? body['id'];
  const event = isEvent ? eventOf(call, id) : undefined;
  const attribute = isEvent ? undefined : attributeOf(call, id);
  if (!event && !attribute) return failure(404, isEvent ? 'Invalid event' : 'Invalid attribute', call.path);
  const found = seenBy(call.store, call.viewer).filter((one) =>
    event ? one.attribute.event === event : one.attribute === attribute,
  );
  return call.show(
    found
      .toSorted((a, b) => b.sighting.time - a.sighting.time)
      .map(({ attribute: of, sighting }) => ({
        Sighting: sightingColumns(of, sighting),
        Organisation: { name: sighting.org.name },
      })),
  );
}

/** sightings/index/EVENT, of all events where none is named. */
export function indexSightings(call: Call): Reply {
  const event = call.args[0] === undefined ? undefined : eventOf(call, call.args[0]);
  if (!event && call.args[0] !== undefined) return failure(404, 'Invalid event', call.path);
  const found = seenBy(call.store, call.viewer).filter(
    ({ attribute }) => !event || attribute.event === event,
  );
  return call.show(found.map(({ attribute, sighting }) => renderSighting(attribute, sighting)));
}

/** All sightings that the viewer may see, in the order of their ids. */
export function seenBy(store: MispStore, viewer: Org): Seen[] {
  return store.attributes
    .filter((one) => seesAttribute(store, one, viewer))
    .flatMap((attribute) => seenSightings(attribute, viewer).map((sighting) => ({ attribute, sighting })))
    .sort((a, b) => Number(a.sighting.id) - Number(b.sighting.id));
}
