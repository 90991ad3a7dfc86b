import type { Org } from '../store/records.ts';
import type { Exchange } from './recordings.ts';
import type { MispStore } from '../store/store.ts';

interface Row {
  readonly Sighting: {
    readonly id: string;
    readonly attribute_id: string;
    readonly event_id: string;
    readonly date_sighting: string;
    readonly uuid: string;
    readonly source: string;
    readonly type: string;
    readonly value: string;
    readonly Organisation: Org;
  };
}

/** Adds to a recorded store the sightings that answers of sightings/restSearch show, and what they are sightings of. */
export function recordedSightings(store: MispStore, exchanges: readonly Exchange[]): void {
  const rows = exchanges.flatMap(({ response: { body } }) =>
    body.startsWith('{"response"') ? (JSON.parse(body) as { response: Row[] }).response : [],
  );
  for (const { Sighting } of rows) {
    const { id, uuid, type, source, date_sighting, Organisation: org } = Sighting;
    const attribute = store.attribute(Sighting.attribute_id) ?? addSighted(store, Sighting);
    if (attribute.sightings.some((one) => one.id === id)) continue;
    store.addSighting(attribute, { id, uuid, type, source, org, time: Number(date_sighting) });
  }
}

function addSighted(store: MispStore, { attribute_id, event_id, value }: Row['Sighting']) {
  const event = store.event(event_id) ?? store.addEvent({ id: event_id, info: 'Sighted' });
  return store.addAttribute(event, { id: attribute_id, type: 'domain', value });
}
