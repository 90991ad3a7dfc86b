import { eventFields } from '../../indicators/event-rows.ts';
import type { NumberSet } from '../../common/number-set.ts';
import { toNumber } from '../../misp/http/responses.ts';
import type { MispEvent } from '../../misp/rows/event-types.ts';
import { isUuid } from '../../misp/query/ids.ts';
import type { Warnings } from '../../misp/warnings.ts';
import { UnusableRow } from '../../misp/rows/shape.ts';
import type { KnownTable } from '../state/known-table.ts';
import type { Sink } from '../output/sink.ts';
import { contextOf, eventVersion, isSame, timeOf } from '../state/versions.ts';

export interface EventIndexerOptions {
  readonly sink: Sink;
  /** Words: timestamp, publish_timestamp, a number for the rest; then the last two of when its attributes were read. */
  readonly known: KnownTable;
  /** Whether events are written; they are gone through in any case. */
  readonly writes: boolean;
  readonly notes: Warnings;
}

/** An event whose attributes have to be read. */
export interface ToRead {
  readonly id: number;
  /** About how many attributes it has. */
  readonly attributes: number;
  readonly uuid: string;
  readonly version: readonly number[];
}

/** Writes those events that are new or changed, and says of which the attributes have to be read. */
export class EventIndexer {
  readonly #options: EventIndexerOptions;
  /** Where the ids of all that MISP answers are noted, while a reconciliation wants to know. */
  seen: NumberSet | undefined;

  constructor(options: EventIndexerOptions) {
    this.#options = options;
  }

  get known(): KnownTable {
    return this.#options.known;
  }

  /**
   * The attributes of an event are read when it is new, published again (they may be from another MISP, and old), or
   * when what they have of it has changed. Their own changes have a clock of their own.
   * @param readsAll whether they are to be read whatever is known
   */
  async page(all: readonly MispEvent[], readsAll: boolean): Promise<readonly ToRead[]> {
    const { sink, known, writes, notes } = this.#options;
    const events = all.filter(({ uuid = '' }) => isUuid(uuid));
    for (const event of all)
      if (!isUuid(event.uuid ?? '')) notes.addDropped('events', event, new UnusableRow('it has no uuid'));
    await known.load(events.map(({ id }) => Number(id)));
    const changed: MispEvent[] = [];
    const records: (readonly [id: number, words: readonly number[]])[] = [];
    const toRead: ToRead[] = [];
    for (const event of events) {
      const id = Number(event.id);
      const uuid = event.uuid ?? '';
      this.seen?.add(id);
      const version = eventVersion(event);
      const before = known.wordsOf(id, uuid);
      const read = [version[1] ?? 0, contextOf(event)];
      if (!isSame(before, version)) {
        const words = [...version, ...(before?.slice(version.length) ?? [])];
        known.expect(id, uuid, words);
        records.push([id, words]);
        changed.push(event);
      }
      if (readsAll || !isSame(before?.slice(version.length), read))
        toRead.push({
          id,
          uuid,
          version: [...version, ...read],
          attributes: toNumber(event['attribute_count']),
        });
    }
    if (writes && changed.length > 0) {
      await known.save(false);
      await sink.write(
        'misp:event',
        changed.map((event) => [String(timeOf(event.timestamp)), this.#json(event)]),
      );
      sink.counts.events += changed.length;
    }
    await sink.taken();
    for (const [id, words] of records) known.confirm(id, words);
    await known.save();
    return toRead;
  }

  /** From now on their attributes count as read. */
  async haveRead(events: readonly ToRead[]): Promise<void> {
    const { known } = this.#options;
    await known.load(events.map(({ id }) => id));
    for (const { id, uuid, version } of events) known.set(id, uuid, version);
    await known.save();
  }

  #json(event: MispEvent): string {
    const { instance, url } = this.#options.sink;
    const how = { prefix: 'misp_', instance, url, keepGalaxy: false, keepRelated: false };
    return JSON.stringify(eventFields(event, how));
  }
}
