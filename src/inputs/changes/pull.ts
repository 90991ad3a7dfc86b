import { NumberSet } from '../../common/number-set.ts';
import type { MispClient } from '../../misp/client.ts';
import { hasChangedSince, takeSnapshot } from '../../misp/walks/change-detection.ts';
import type { MispResponse, MispRequest } from '../../misp/http/http.ts';
import { clampToEarliest } from '../../misp/query/time.ts';
import { AttributeIndexer } from './attribute-indexer.ts';
import { type Checkpoint, cursorsAt, saveCheckpoint } from './checkpoint.ts';
import type { Clock } from './clocks.ts';
import { EventIndexer, type ToRead } from './event-indexer.ts';
import { KnownTable } from '../state/known-table.ts';
import { attributeQuery, eventQuery } from './queries.ts';
import { markGone } from './reconcile.ts';
import type { Report } from '../report.ts';
import type { InputValues } from '../scheme.ts';
import { SightingIndexer } from './sighting-indexer.ts';
import type { Sink } from '../output/sink.ts';
import type { Store } from '../state/store.ts';

export interface PullOptions {
  readonly values: InputValues;
  readonly client: MispClient;
  /** Rows asked of MISP at once. */
  readonly pageSize: number;
  readonly sink: Sink;
  readonly store: Store;
  /** MISP's clock when the run began, Unix seconds. */
  readonly now: number;
  readonly signal: AbortSignal;
  readonly report: Report;
}

/** Events in one answer: without their attributes they are a kilobyte each. */
const EVENTS_A_PAGE = 500;
/** So many attributes, and of so many events, are asked for at once: mostly one page has them all. */
const ATTRIBUTES_AT_ONCE = 4000;
const EVENTS_AT_ONCE = 200;
/** How often the place of a walk is noted. That only saves questions: what is indexed is known without. */
const PLACE_MS = 500;

/**
 * One run: asks MISP by each of its clocks what has changed since that clock's cursor, hands it to splunkd, and moves the
 * cursors. What splunkd has taken is known page by page, so a run that breaks off loses nothing and repeats at most one.
 */
export class Pull {
  readonly #options: PullOptions;
  readonly #attributes: AttributeIndexer;
  readonly #events: EventIndexer;
  readonly #sightings: SightingIndexer;
  /** All that is indexed is compared with what MISP has. */
  readonly isReconciling: boolean;
  #checkpoint: Checkpoint;
  /** A walk had several pages: what is deleted meanwhile moves rows onto a page that was read already. */
  #hadPages = false;

  constructor(options: PullOptions, checkpoint: Checkpoint) {
    const { values, client, sink, store, signal, now } = options;
    this.#options = options;
    this.#checkpoint = checkpoint;
    this.isReconciling = isDue(checkpoint, values.reconcile_interval, now);
    const known = new KnownTable(store, 'attributes', 3);
    this.#attributes = new AttributeIndexer({
      sink,
      known,
      notes: client.warnings,
      toIds: values.to_ids,
      unsureSince: checkpoint.run?.started ?? Infinity,
    });
    this.#events = new EventIndexer({
      sink,
      known: new KnownTable(store, 'events', 5),
      writes: values.include_events,
      notes: client.warnings,
    });
    this.#sightings = new SightingIndexer({
      client,
      sink,
      known: new KnownTable(store, 'sightings', 2),
      attributes: known,
      events: this.#events.known,
      since: checkpoint.since,
      signal,
    });
    if (!this.isReconciling) return;
    for (const one of [this.#attributes, this.#events, this.#sightings]) one.seen = new NumberSet();
  }

  /** The moments up to which everything was handed over, by MISP's clock. */
  get cursors(): Checkpoint['cursors'] {
    return this.#checkpoint.cursors;
  }

  /** @throws MispError, or what handing over fails with; the cursors have not moved then */
  async run(): Promise<void> {
    const { client, values, signal, now } = this.#options;
    const send = (request: MispRequest): Promise<MispResponse> => client.call(request, signal);
    const run = this.#checkpoint.run ?? (await takeSnapshot(send, now));
    await this.#save({ run });
    await this.#readEvents();
    await this.#walkChanged();
    if (values.include_sightings) {
      this.#progress('sightings');
      if (this.isReconciling) await this.#sightings.walkAll(now);
      else await this.#sightings.walk(this.#from('date_sighting'), now);
    }
    if (this.isReconciling)
      await markGone(this.#options, {
        attributes: this.#attributes,
        events: this.#events,
        sightings: this.#sightings,
      });
    const isDoubtful = this.#hadPages && (await hasChangedSince(send, run));
    // What changed while an interrupted run stood still is asked for again: its beginning counts.
    await this.#save({
      cursors: cursorsAt(run.started),
      run: undefined,
      isFirst: false,
      isDoubtful: !this.isReconciling && (isDoubtful || this.#checkpoint.isDoubtful),
      ...(this.isReconciling && { reconciled: run.started }),
    });
  }

  /** Events by their two clocks, and then the attributes of those whose attributes have to be read. */
  async #readEvents(): Promise<void> {
    const { client, values, pageSize, signal } = this.#options;
    const toRead = new Map<number, ToRead>();
    // From the beginning of time on, the walk over attributes has them all, and every event has a timestamp.
    const isEverything = this.#from('timestamp') === 0;
    for (const [clock, filter] of [
      ['event_timestamp', 'timestamp'],
      ['publish_timestamp', 'publish_timestamp'],
    ] as const) {
      const from = this.#from(clock);
      if (isEverything && clock === 'publish_timestamp') continue;
      this.#progress(`events by ${clock}`);
      const query = { ...eventQuery(values), [filter]: String(clampToEarliest(from)) };
      let pages = 0;
      for await (const page of client.events(
        query,
        { pageSize: Math.min(EVENTS_A_PAGE, pageSize) },
        signal,
      )) {
        if ((pages += 1) > 1) this.#hadPages = true;
        const found = await this.#events.page(page, this.isReconciling);
        if (isEverything) await this.#events.haveRead(found);
        else for (const one of found) toRead.set(one.id, one);
      }
    }
    for (const lot of lotsOf([...toRead.values()])) {
      this.#progress('attributes of events');
      const query = { ...attributeQuery(values), eventid: lot.map(({ id }) => String(id)) };
      let pages = 0;
      for await (const { rows } of client.attributePages(query, { pageSize }, signal)) {
        await this.#attributes.page(rows.slice());
        if ((pages += 1) > 1) this.#hadPages = true;
      }
      await this.#events.haveRead(lot);
    }
  }

  /** Attributes by their own clock; goes on from the page that an interrupted run came to. */
  async #walkChanged(): Promise<void> {
    const { client, values, signal } = this.#options;
    const from = this.#from('timestamp');
    const query = { ...attributeQuery(values), timestamp: String(clampToEarliest(from)) };
    const { run } = this.#checkpoint;
    const { from: began, ...asked } = run?.walk ?? { limit: 0, page: 0 };
    const start = began === from && !this.isReconciling ? asked : undefined;
    let place = run;
    let saved = performance.now();
    try {
      for await (const { rows, request } of client.attributePages(query, { start }, signal)) {
        this.#progress(`attributes, page ${request.page}`);
        await this.#attributes.page(rows.slice());
        if (request.page > 1) this.#hadPages = true;
        if (!run || this.isReconciling) continue;
        // Not the next one: what is deleted until then moves rows of that one onto this one.
        place = { ...run, walk: { from, ...request } };
        if (performance.now() - saved < PLACE_MS) continue;
        await this.#save({ run: place });
        saved = performance.now();
      }
    } finally {
      await this.#save({ run: place });
    }
  }

  #progress(what: string): void {
    const { report, sink } = this.#options;
    report.progress(what, sink.counts);
  }

  #from(clock: Clock): number {
    const { since, cursors } = this.#checkpoint;
    return this.isReconciling ? since : Math.max(since, cursors[clock] - this.#options.values.overlap);
  }

  /** What is known is there before what it is known by. */
  async #save(changes: Partial<Checkpoint>): Promise<void> {
    await this.#attributes.known.save();
    this.#checkpoint = { ...this.#checkpoint, ...changes };
    await saveCheckpoint(this.#options.store, this.#checkpoint);
  }
}

/** A doubt is cleared as soon as is reasonable on a MISP that is busy all the time. */
const SOON_SECONDS = 3600;

function isDue({ reconciled, isDoubtful }: Checkpoint, interval: number, now: number): boolean {
  if (reconciled === 0) return true;
  if (interval === 0) return false;
  return now - reconciled >= (isDoubtful ? Math.min(interval, SOON_SECONDS) : interval);
}

function* lotsOf(events: readonly ToRead[]): Generator<readonly ToRead[]> {
  let lot: ToRead[] = [];
  let attributes = 0;
  for (const event of events) {
    if (
      lot.length === EVENTS_AT_ONCE ||
      (lot.length > 0 && attributes + event.attributes > ATTRIBUTES_AT_ONCE)
    ) {
      yield lot;
      lot = [];
      attributes = 0;
    }
    lot.push(event);
    attributes += event.attributes;
  }
  if (lot.length > 0) yield lot;
}
