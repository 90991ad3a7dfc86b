import { instanceFields } from '../../indicators/metadata.ts';
import type { NumberSet } from '../../common/number-set.ts';
import type { AttributeIndexer } from './attribute-indexer.ts';
import { NothingThereError } from '../errors.ts';
import type { EventIndexer } from './event-indexer.ts';
import { dashed, type KnownRecord, type KnownTable } from '../state/known-table.ts';
import type { PullOptions } from './pull.ts';
import { attributeQuery, eventQuery } from './queries.ts';
import type { SightingIndexer } from './sighting-indexer.ts';

export interface Indexers {
  readonly attributes: AttributeIndexer;
  readonly events: EventIndexer;
  readonly sightings: SightingIndexer;
}

/** Asked for at once: one less than a page, so that one answer is all. */
const ATTRIBUTES_A_BATCH = 1999;
const EVENTS_A_BATCH = 499;

/**
 * What is indexed and was not seen by a run that looked at everything is asked for once more, by its name. What MISP does
 * not have then is gone (deleted for good, moved out of sight, or no longer let through by the filters) and told to be.
 * With `published=true`, what is in an event that is being edited stays: an edit unpublishes.
 * @throws NothingThereError when MISP has nothing at all of what is indexed: then something is wrong with MISP or the key
 */
export async function markGone(options: PullOptions, indexers: Indexers): Promise<void> {
  const { attributes, events, sightings } = indexers;
  const { sink, values, report } = options;
  if (attributes.seen?.isEmpty === true && !(await hasAny(options, attributes)))
    throw new NothingThereError(sink.instance);
  const gone = new Gone(options);
  for await (const batch of notSeen(attributes, batchSize(options, ATTRIBUTES_A_BATCH))) {
    report.progress('what is gone', sink.counts);
    const missing = without(batch, await attributesThere(options, attributes, batch));
    await gone.tell('misp:attribute', attributes.known, missing, ({ id, uuid, words }) => ({
      misp_attribute_id: String(id),
      misp_attribute_uuid: dashed(uuid),
      misp_event_id: idOf(words[1]),
      misp_timestamp: options.now,
    }));
  }
  for await (const batch of notSeen(events, batchSize(options, EVENTS_A_BATCH))) {
    const missing = without(batch, await eventsThere(options, batch));
    await gone.tell('misp:event', events.known, missing, ({ id, uuid }) => ({
      misp_event_id: String(id),
      misp_event_uuid: dashed(uuid),
      misp_event_timestamp: String(options.now),
    }));
  }
  // Their dates never change, and all dates were looked at.
  if (!values.include_sightings) return;
  for await (const batch of notSeen(sightings, EVENTS_A_BATCH))
    await gone.tell('misp:sighting', sightings.known, batch, ({ id, uuid, words }) => ({
      misp_sighting_id: String(id),
      misp_sighting_uuid: dashed(uuid),
      misp_attribute_id: idOf(words[1]),
      misp_date_sighting: options.now,
    }));
}

/** Which attributes MISP still has, by id; what of them has changed is indexed. */
async function attributesThere(
  { client, values, pageSize: largest, signal }: PullOptions,
  attributes: AttributeIndexer,
  batch: readonly KnownRecord[],
): Promise<ReadonlySet<number>> {
  const there = new Set<number>();
  const pageSize = Math.min(largest, batch.length + 1);
  const query = { ...attributeQuery(values), uuid: uuidsOf(batch) };
  for await (const rows of client.attributes(query, { pageSize }, signal)) {
    for (const { id } of rows) there.add(Number(id));
    await attributes.page(rows);
  }
  const missing = without(batch, there);
  if (values.published !== true || missing.length === 0) return there;
  // Without the filters: an event under edit may pass none of them.
  const unfiltered = {
    uuid: uuidsOf(missing),
    deleted: [0, 1],
    includeContext: true,
    withAttachments: false,
  };
  for await (const rows of client.attributes(unfiltered, { pageSize }, signal))
    for (const { id, Event } of rows) if (Event?.published === false) there.add(Number(id));
  return there;
}

/** Which events MISP still has, by id. */
async function eventsThere(
  { client, values, pageSize: largest, signal }: PullOptions,
  batch: readonly KnownRecord[],
): Promise<ReadonlySet<number>> {
  const there = new Set<number>();
  const pageSize = Math.min(largest, batch.length + 1);
  const eventid = batch.map(({ id }) => String(id));
  for await (const page of client.events({ ...eventQuery(values), eventid }, { pageSize }, signal))
    for (const { id } of page) there.add(Number(id));
  if (values.published !== true || there.size === batch.length) return there;
  for await (const page of client.events({ eventid, metadata: true }, { pageSize }, signal))
    for (const { id, published } of page) if (published === false) there.add(Number(id));
  return there;
}

/** Whether nothing is indexed, or MISP has something of it: asked for until it is found. */
async function hasAny(options: PullOptions, attributes: AttributeIndexer): Promise<boolean> {
  let isKnown = false;
  for await (const batch of notSeen(attributes, batchSize(options, ATTRIBUTES_A_BATCH))) {
    isKnown = true;
    if ((await attributesThere(options, attributes, batch)).size > 0) return true;
  }
  return !isKnown;
}

function batchSize({ pageSize }: PullOptions, largest: number): number {
  return Math.max(1, Math.min(largest, pageSize - 1));
}

/** Tells that things are gone, and knows them no more. */
class Gone {
  readonly #options: PullOptions;

  constructor(options: PullOptions) {
    this.#options = options;
  }

  async tell(
    sourcetype: 'misp:attribute' | 'misp:event' | 'misp:sighting',
    known: KnownTable,
    records: readonly KnownRecord[],
    fieldsOf: (record: KnownRecord) => Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { sink, now, values } = this.#options;
    if (records.length === 0) return;
    const common = {
      misp_deleted: true,
      misp_removed: true,
      ...instanceFields('misp_', sink.instance, sink.url),
    };
    const time = String(now);
    if (sourcetype !== 'misp:event' || values.include_events) {
      const json = (record: KnownRecord) => JSON.stringify({ ...fieldsOf(record), ...common });
      await sink.write(
        sourcetype,
        records.map((record) => [time, json(record)] as const),
      );
    }
    if (sourcetype === 'misp:attribute') sink.counts.deleted += records.length;
    await sink.taken();
    await known.load(records.map(({ id }) => id));
    for (const { id } of records) known.forget(id);
    await known.save();
  }
}

function without(batch: readonly KnownRecord[], there: ReadonlySet<number>): readonly KnownRecord[] {
  return batch.filter(({ id }) => !there.has(id));
}

function uuidsOf(batch: readonly KnownRecord[]): readonly string[] {
  return batch.map(({ uuid }) => dashed(uuid));
}

/** A record has no room for ids from 2^32 on. */
function idOf(word: number | undefined): string | undefined {
  return word ? String(word) : undefined;
}

async function* notSeen(
  { known, seen }: { readonly known: KnownTable; readonly seen: NumberSet | undefined },
  size: number,
): AsyncGenerator<readonly KnownRecord[]> {
  let batch: KnownRecord[] = [];
  for await (const records of known.blocks()) {
    for (const record of records) if (seen?.has(record.id) === false) batch.push(record);
    while (batch.length >= size) {
      yield batch.slice(0, size);
      batch = batch.slice(size);
    }
  }
  if (batch.length > 0) yield batch;
}
