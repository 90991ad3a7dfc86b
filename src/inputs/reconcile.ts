import { addressOf } from '../indicators/metadata.ts';
import type { NumberSet } from '../number-set.ts';
import type { AttributeIndexer } from './attribute-indexer.ts';
import { NothingThereError } from './errors.ts';
import type { EventIndexer } from './event-indexer.ts';
import { dashed, type KnownRecord, type KnownTable } from './known-table.ts';
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
 * @throws NothingThereError when MISP showed nothing at all: then something is wrong with MISP or the key
 */
export async function markGone(
  options: PullOptions,
  { attributes, events, sightings }: Indexers,
): Promise<void> {
  const { client, sink, values, signal, progress } = options;
  if (attributes.seen?.isEmpty === true && (await hasSome(attributes.known)))
    throw new NothingThereError(sink.instance);
  const gone = new Gone(options);
  for await (const lot of unseen(attributes.known, attributes.seen, ATTRIBUTES_A_BATCH)) {
    progress('what is gone');
    const query = { ...attributeQuery(values), uuid: lot.map(({ uuid }) => dashed(uuid)) };
    const there = new Set<number>();
    for await (const page of client.attributes(query, { pageSize: ATTRIBUTES_A_BATCH + 1 }, signal)) {
      for (const { id } of page) there.add(Number(id));
      await attributes.page(page);
    }
    await gone.tell('misp:attribute', attributes.known, missing(lot, there), ({ id, uuid, words }) => ({
      misp_attribute_id: String(id),
      misp_attribute_uuid: dashed(uuid),
      misp_event_id: String(words[1]),
      misp_timestamp: options.now,
    }));
  }
  for await (const lot of unseen(events.known, events.seen, EVENTS_A_BATCH)) {
    const query = { ...eventQuery(values), eventid: lot.map(({ id }) => String(id)) };
    const there = new Set<number>();
    for await (const page of client.events(query, { pageSize: EVENTS_A_BATCH + 1 }, signal))
      for (const { id } of page) there.add(Number(id));
    await gone.tell('misp:event', events.known, missing(lot, there), ({ id, uuid }) => ({
      misp_event_id: String(id),
      misp_event_uuid: dashed(uuid),
      misp_event_timestamp: String(options.now),
    }));
  }
  // Sightings have no pages that one could be missed between.
  if (!values.include_sightings) return;
  for await (const lot of unseen(sightings.known, sightings.seen, EVENTS_A_BATCH))
    await gone.tell('misp:sighting', sightings.known, lot, ({ id, uuid, words }) => ({
      misp_sighting_id: String(id),
      misp_sighting_uuid: dashed(uuid),
      misp_attribute_id: String(words[1]),
      misp_date_sighting: options.now,
    }));
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
      misp_host: addressOf(sink.url),
      misp_instance: sink.instance,
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

function missing(lot: readonly KnownRecord[], there: ReadonlySet<number>): readonly KnownRecord[] {
  return lot.filter(({ id }) => !there.has(id));
}

async function hasSome(known: KnownTable): Promise<boolean> {
  for await (const _records of known.blocks()) return true;
  return false;
}

async function* unseen(
  known: KnownTable,
  seen: NumberSet | undefined,
  size: number,
): AsyncGenerator<readonly KnownRecord[]> {
  let lot: KnownRecord[] = [];
  for await (const records of known.blocks()) {
    for (const record of records) if (seen?.has(record.id) === false) lot.push(record);
    while (lot.length >= size) {
      yield lot.slice(0, size);
      lot = lot.slice(size);
    }
  }
  if (lot.length > 0) yield lot;
}
