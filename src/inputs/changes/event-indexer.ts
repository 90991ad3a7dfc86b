import { eventFields } from '../../indicators/event-rows.ts';
import type { NumberSet } from '../../common/number-set.ts';
import { toNumber } from '../../misp/http/responses.ts';
import type { MispEvent } from '../../misp/rows/event-types.ts';
import { isUuid } from '../../misp/query/ids.ts';
import type { Warnings } from '../../misp/warnings.ts';
import { UnusableRow } from '../../misp/rows/shape.ts';
import type { IndexState } from '../state/index-state.ts';
import type { Sink } from '../output/sink.ts';
import { eventContextHash, eventVersion, isSameVersion, timestampField } from '../state/versions.ts';

export interface EventIndexerOptions {
  readonly sink: Sink;
  /**
   * Fields: timestamp, publish_timestamp, hash of the content; then publish_timestamp and event context hash as they were
   * when the event's attributes were read.
   */
  readonly indexState: IndexState;
  /** Whether events are written to the index. Without, they only say which attributes to read. */
  readonly writesEvents: boolean;
  readonly warnings: Warnings;
}

/** An event whose attributes must be read. */
export interface EventToRead {
  readonly id: number;
  readonly uuid: string;
  /** An estimate: MISP does not update the count with each change. */
  readonly attributeCount: number;
  /** The fields of its record once its attributes are read. */
  readonly fields: readonly number[];
}

/** Writes events that are new or changed, and finds those whose attributes must be read. */
export class EventIndexer {
  readonly #options: EventIndexerOptions;
  /** Collects the ids of all events that MISP sends, during a reconciliation. */
  seenIds: NumberSet | undefined;

  constructor(options: EventIndexerOptions) {
    this.#options = options;
  }

  get indexState(): IndexState {
    return this.#options.indexState;
  }

  /**
   * Writes a page of events. The attributes of an event must be read when the event is new, when it was published again
   * (it may have got old attributes from another MISP), or when members changed that its attributes are indexed with.
   * Changes of the attributes themselves are found by their own timestamp.
   * @param readAllAttributes whether the attributes of all events must be read
   */
  async indexPage(page: readonly MispEvent[], readAllAttributes: boolean): Promise<readonly EventToRead[]> {
    const { sink, indexState, writesEvents, warnings } = this.#options;
    const events = page.filter(({ uuid = '' }) => isUuid(uuid));
    for (const event of page)
      if (!isUuid(event.uuid ?? '')) warnings.addDropped('events', event, new UnusableRow('it has no UUID'));
    await indexState.load(events.map(({ id }) => Number(id)));
    const changed: MispEvent[] = [];
    const pending: (readonly [id: number, fields: readonly number[]])[] = [];
    const toRead: EventToRead[] = [];
    for (const event of events) {
      const id = Number(event.id);
      const uuid = event.uuid ?? '';
      this.seenIds?.add(id);
      const version = eventVersion(event);
      const indexedFields = indexState.fieldsOf(id, uuid);
      const attributesVersion = [version[1] ?? 0, eventContextHash(event)];
      if (!isSameVersion(indexedFields, version)) {
        const fields = [...version, ...(indexedFields?.slice(version.length) ?? [])];
        indexState.markPending(id, uuid, fields);
        pending.push([id, fields]);
        changed.push(event);
      }
      if (readAllAttributes || !isSameVersion(indexedFields?.slice(version.length), attributesVersion))
        toRead.push({
          id,
          uuid,
          attributeCount: toNumber(event['attribute_count']),
          fields: [...version, ...attributesVersion],
        });
    }
    if (writesEvents && changed.length > 0) {
      await indexState.save(false);
      await sink.write(
        'misp:event',
        changed.map((event) => [String(timestampField(event.timestamp)), this.#jsonOf(event)]),
      );
      sink.counts.events += changed.length;
    }
    await sink.flushed();
    for (const [id, fields] of pending) indexState.confirm(id, fields);
    await indexState.save();
    return toRead;
  }

  /** Records that the attributes of these events are indexed. */
  async markAttributesRead(events: readonly EventToRead[]): Promise<void> {
    const { indexState } = this.#options;
    await indexState.load(events.map(({ id }) => id));
    for (const { id, uuid, fields } of events) indexState.set(id, uuid, fields);
    await indexState.save();
  }

  #jsonOf(event: MispEvent): string {
    const { instance, url } = this.#options.sink;
    const options = { prefix: 'misp_', instance, url, keepGalaxy: false, keepRelated: false };
    return JSON.stringify(eventFields(event, options));
  }
}
