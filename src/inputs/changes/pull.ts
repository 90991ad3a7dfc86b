import { NumberSet } from '../../common/number-set.ts';
import type { MispResponse, MispRequest } from '../../misp/http/http.ts';
import { clampToEarliest } from '../../misp/query/time.ts';
import { hasChangedSince, takeSnapshot } from '../../misp/walks/change-detection.ts';
import { IndexState } from '../state/index-state.ts';
import { AttributeIndexer } from './attribute-indexer.ts';
import { type Checkpoint, cursorsAt, saveCheckpoint } from './checkpoint.ts';
import { batchesOfEvents } from './event-batches.ts';
import { EventIndexer, type EventToRead } from './event-indexer.ts';
import type { PullOptions } from './pull-options.ts';
import { attributeQuery, eventQuery } from './queries.ts';
import { reconcile } from './reconcile.ts';
import { SightingIndexer } from './sighting-indexer.ts';
import type { TimestampField } from './timestamp-fields.ts';

/** An event without its attributes is about a kilobyte. */
const EVENTS_PER_PAGE = 500;
/** How often the position of a walk is saved. It only saves requests: the index state decides what is written. */
const WALK_SAVE_MS = 500;

/**
 * One run of the input. For each of MISP's timestamp fields it reads what changed since that field's cursor, writes it
 * to splunkd, and then moves the cursors. The index state is saved page by page, so a run that is interrupted loses
 * nothing and writes at most one page twice.
 */
export class Pull {
  readonly #options: PullOptions;
  readonly #attributes: AttributeIndexer;
  readonly #events: EventIndexer;
  readonly #sightings: SightingIndexer;
  /** Whether this run compares all that is indexed with MISP. */
  readonly isReconciling: boolean;
  #checkpoint: Checkpoint;
  /** Deletions during a walk of several pages move rows onto a page that is already read. */
  #hadSeveralPages = false;

  constructor(options: PullOptions, checkpoint: Checkpoint) {
    const { values, client, sink, store, signal, mispNow } = options;
    this.#options = options;
    this.#checkpoint = checkpoint;
    this.isReconciling = isReconciliationDue(checkpoint, values.reconcile_interval, mispNow);
    const attributeState = new IndexState(store, 'attributes', 3);
    this.#attributes = new AttributeIndexer({
      sink,
      indexState: attributeState,
      warnings: client.warnings,
      toIds: values.to_ids,
      interruptedRunStart: checkpoint.run?.started ?? Infinity,
    });
    this.#events = new EventIndexer({
      sink,
      indexState: new IndexState(store, 'events', 5),
      writesEvents: values.include_events,
      warnings: client.warnings,
    });
    this.#sightings = new SightingIndexer({
      client,
      sink,
      indexState: new IndexState(store, 'sightings', 2),
      attributeState,
      eventState: this.#events.indexState,
      since: checkpoint.since,
      signal,
    });
    if (!this.isReconciling) return;
    for (const indexer of [this.#attributes, this.#events, this.#sightings])
      indexer.seenIds = new NumberSet();
  }

  /** Up to when everything is written, by MISP's clock (Unix seconds), for each timestamp field. */
  get cursors(): Checkpoint['cursors'] {
    return this.#checkpoint.cursors;
  }

  /** @throws MispError, or the error of a failed write; the cursors are then unchanged */
  async run(): Promise<void> {
    const { client, values, signal, mispNow } = this.#options;
    const send = (request: MispRequest): Promise<MispResponse> => client.call(request, signal);
    const run = this.#checkpoint.run ?? (await takeSnapshot(send, mispNow));
    await this.#save({ run });
    await this.#indexEvents();
    await this.#indexChangedAttributes();
    if (values.include_sightings) {
      this.#reportProgress('sightings');
      if (this.isReconciling) await this.#sightings.indexAll(mispNow);
      else await this.#sightings.indexSince(this.#windowStart('date_sighting'), mispNow);
    }
    if (this.isReconciling)
      await reconcile(this.#options, {
        attributes: this.#attributes,
        events: this.#events,
        sightings: this.#sightings,
      });
    const pagingDisturbed = this.#hadSeveralPages && (await hasChangedSince(send, run));
    // An interrupted run asks again for what changed during the interruption, so the cursors go back to its start.
    await this.#save({
      cursors: cursorsAt(run.started),
      run: undefined,
      isFirst: false,
      isDoubtful: !this.isReconciling && (pagingDisturbed || this.#checkpoint.isDoubtful),
      ...(this.isReconciling && { reconciled: run.started }),
    });
  }

  /** Events by their two timestamp fields, then the attributes of those events that need it. */
  async #indexEvents(): Promise<void> {
    const { client, values, pageSize, signal } = this.#options;
    const toRead = new Map<number, EventToRead>();
    // A walk over all attributes covers the attributes of all events, and every event has a timestamp.
    const isEverything = this.#windowStart('timestamp') === 0;
    for (const [field, filter] of [
      ['event_timestamp', 'timestamp'],
      ['publish_timestamp', 'publish_timestamp'],
    ] as const) {
      if (isEverything && field === 'publish_timestamp') continue;
      this.#reportProgress(`events by ${field}`);
      const query = { ...eventQuery(values), [filter]: String(clampToEarliest(this.#windowStart(field))) };
      const extent = { pageSize: Math.min(EVENTS_PER_PAGE, pageSize) };
      let pages = 0;
      for await (const page of client.events(query, extent, signal)) {
        if ((pages += 1) > 1) this.#hadSeveralPages = true;
        const events = await this.#events.indexPage(page, this.isReconciling);
        if (isEverything) await this.#events.markAttributesRead(events);
        else for (const event of events) toRead.set(event.id, event);
      }
    }
    for (const batch of batchesOfEvents(toRead.values())) {
      this.#reportProgress('attributes of events');
      const query = { ...attributeQuery(values), eventid: batch.map(({ id }) => String(id)) };
      let pages = 0;
      for await (const { rows } of client.attributePages(query, { pageSize }, signal)) {
        await this.#attributes.indexPage(rows.slice());
        if ((pages += 1) > 1) this.#hadSeveralPages = true;
      }
      await this.#events.markAttributesRead(batch);
    }
  }

  /** Attributes by their own timestamp. After an interruption the walk continues at the saved page. */
  async #indexChangedAttributes(): Promise<void> {
    const { client, values, signal } = this.#options;
    const from = this.#windowStart('timestamp');
    const query = { ...attributeQuery(values), timestamp: String(clampToEarliest(from)) };
    const { run } = this.#checkpoint;
    const { from: savedFrom, ...savedPage } = run?.walk ?? { limit: 0, page: 0 };
    const start = savedFrom === from && !this.isReconciling ? savedPage : undefined;
    let position = run;
    let savedAt = performance.now();
    try {
      for await (const { rows, request } of client.attributePages(query, { start }, signal)) {
        this.#reportProgress(`attributes, page ${request.page}`);
        await this.#attributes.indexPage(rows.slice());
        if (request.page > 1) this.#hadSeveralPages = true;
        if (!run || this.isReconciling) continue;
        // Save this page, not the next one: deletions in the meantime move rows of the next page onto this one.
        position = { ...run, walk: { from, ...request } };
        if (performance.now() - savedAt < WALK_SAVE_MS) continue;
        await this.#save({ run: position });
        savedAt = performance.now();
      }
    } finally {
      await this.#save({ run: position });
    }
  }

  #reportProgress(what: string): void {
    const { report, sink } = this.#options;
    report.progress(what, sink.counts);
  }

  #windowStart(field: TimestampField): number {
    const { since, cursors } = this.#checkpoint;
    return this.isReconciling ? since : Math.max(since, cursors[field] - this.#options.values.overlap);
  }

  /** The index state is saved before the checkpoint, since the cursors claim that it is complete. */
  async #save(changes: Partial<Checkpoint>): Promise<void> {
    await this.#attributes.indexState.save();
    this.#checkpoint = { ...this.#checkpoint, ...changes };
    await saveCheckpoint(this.#options.store, this.#checkpoint);
  }
}

/** When a walk may have missed rows, the next reconciliation comes this soon. A busy MISP disturbs most walks. */
const DISTURBED_INTERVAL_SECONDS = 3600;

function isReconciliationDue(
  { reconciled, isDoubtful: pagingDisturbed }: Checkpoint,
  interval: number,
  now: number,
): boolean {
  if (reconciled === 0) return true;
  if (interval === 0) return false;
  return now - reconciled >= (pagingDisturbed ? Math.min(interval, DISTURBED_INTERVAL_SECONDS) : interval);
}
