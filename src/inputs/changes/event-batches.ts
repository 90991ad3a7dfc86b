import type { EventToRead } from './event-indexer.ts';

/** The attributes of one batch mostly fit into one page of MISP. */
const ATTRIBUTES_PER_REQUEST = 4000;
const EVENTS_PER_REQUEST = 200;

/** Groups events so that one request can ask for the attributes of a whole batch. */
export function* batchesOfEvents(events: Iterable<EventToRead>): Generator<readonly EventToRead[]> {
  let batch: EventToRead[] = [];
  let attributes = 0;
  for (const event of events) {
    const isFull =
      batch.length === EVENTS_PER_REQUEST ||
      (batch.length > 0 && attributes + event.attributeCount > ATTRIBUTES_PER_REQUEST);
    if (isFull) {
      yield batch;
      batch = [];
      attributes = 0;
    }
    batch.push(event);
    attributes += event.attributeCount;
  }
  if (batch.length > 0) yield batch;
}
