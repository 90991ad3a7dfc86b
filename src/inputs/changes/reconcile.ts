import type { NumberSet } from '../../common/number-set.ts';
import { NothingVisibleError } from '../errors.ts';
import { formatUuid, type IndexedRecord, type IndexState } from '../state/index-state.ts';
import type { AttributeIndexer } from './attribute-indexer.ts';
import type { EventIndexer } from './event-indexer.ts';
import { attributeIdsInMisp, eventIdsInMisp, withoutIds } from './misp-presence.ts';
import type { PullOptions } from './pull-options.ts';
import type { SightingIndexer } from './sighting-indexer.ts';
import { emitTombstones } from './tombstones.ts';

export interface Indexers {
  readonly attributes: AttributeIndexer;
  readonly events: EventIndexer;
  readonly sightings: SightingIndexer;
}

/** One less than a page, so that one response has them all. */
const ATTRIBUTES_PER_REQUEST = 1999;
const EVENTS_PER_REQUEST = 499;

/**
 * Asks MISP once more, by uuid or id, for all that is indexed and that a walk over everything did not see. MISP does not
 * have it if it was deleted for good, is no longer visible to the key, or no longer passes the filters: then a tombstone
 * is written. With `published=true`, things in an event that is being edited stay, since an edit unpublishes the event.
 *
 * @throws NothingVisibleError when MISP shows none of the indexed attributes: something is then wrong with MISP or the key
 */
export async function reconcile(options: PullOptions, indexers: Indexers): Promise<void> {
  const { attributes, events, sightings } = indexers;
  const { sink, values, report, mispNow } = options;
  if (attributes.seenIds?.isEmpty === true && (await isNothingVisible(options, attributes)))
    throw new NothingVisibleError(sink.instance);
  for await (const batch of notSeenInThisRun(attributes, batchSize(options, ATTRIBUTES_PER_REQUEST))) {
    report.progress('removed attributes', sink.counts);
    const removed = withoutIds(batch, await attributeIdsInMisp(options, attributes, batch));
    await emitTombstones(options, 'misp:attribute', attributes.indexState, removed, (record) => ({
      misp_attribute_id: String(record.id),
      misp_attribute_uuid: formatUuid(record.uuid),
      misp_event_id: idInField(record.fields[1]),
      misp_timestamp: mispNow,
    }));
  }
  for await (const batch of notSeenInThisRun(events, batchSize(options, EVENTS_PER_REQUEST))) {
    const removed = withoutIds(batch, await eventIdsInMisp(options, batch));
    await emitTombstones(options, 'misp:event', events.indexState, removed, ({ id, uuid }) => ({
      misp_event_id: String(id),
      misp_event_uuid: formatUuid(uuid),
      misp_event_timestamp: String(mispNow),
    }));
  }
  // The date of a sighting never changes, and the walk covered all dates: no need to ask again.
  if (!values.include_sightings) return;
  for await (const removed of notSeenInThisRun(sightings, EVENTS_PER_REQUEST))
    await emitTombstones(options, 'misp:sighting', sightings.indexState, removed, (record) => ({
      misp_sighting_id: String(record.id),
      misp_sighting_uuid: formatUuid(record.uuid),
      misp_attribute_id: idInField(record.fields[1]),
      misp_date_sighting: mispNow,
    }));
}

/** Whether attributes are indexed and MISP has none of them. Stops at the first batch of which MISP has one. */
async function isNothingVisible(options: PullOptions, attributes: AttributeIndexer): Promise<boolean> {
  let isIndexEmpty = true;
  for await (const batch of notSeenInThisRun(attributes, batchSize(options, ATTRIBUTES_PER_REQUEST))) {
    isIndexEmpty = false;
    if ((await attributeIdsInMisp(options, attributes, batch)).size > 0) return false;
  }
  return !isIndexEmpty;
}

function batchSize({ pageSize }: PullOptions, largest: number): number {
  return Math.max(1, Math.min(largest, pageSize - 1));
}

/** A record stores 0 for an id from 2^32 on. */
function idInField(field: number | undefined): string | undefined {
  return field ? String(field) : undefined;
}

async function* notSeenInThisRun(
  { indexState, seenIds }: { readonly indexState: IndexState; readonly seenIds: NumberSet | undefined },
  size: number,
): AsyncGenerator<readonly IndexedRecord[]> {
  let batch: IndexedRecord[] = [];
  for await (const records of indexState.records()) {
    for (const record of records) if (seenIds?.has(record.id) === false) batch.push(record);
    while (batch.length >= size) {
      yield batch.slice(0, size);
      batch = batch.slice(size);
    }
  }
  if (batch.length > 0) yield batch;
}
