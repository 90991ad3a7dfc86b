import { metadataOf, type Sourcetype } from '../../indicators/metadata.ts';
import type { Table } from '../../protocol/table.ts';
import type { EventStream } from '../../splunkd/event-stream.ts';
import { EventEncoder } from './event-encoder.ts';
import { RecentEvents } from './recent-events.ts';

/** What a run has read and written so far. */
export interface RunCounts {
  /** Attributes that MISP sent, changed or not. */
  read: number;
  /** Attributes that were written. */
  attributes: number;
  /** Attributes that were written as deleted, and tombstones of attributes. */
  deleted: number;
  events: number;
  sightings: number;
}

/** Events are flushed when they reach this size. */
const FLUSH_BYTES = 4 * 1024 * 1024;

/** Writes events of one MISP instance to splunkd. The next events are encoded while the previous ones are written. */
export class Sink {
  readonly instance: string;
  readonly url: string;
  readonly counts: RunCounts = { read: 0, attributes: 0, deleted: 0, events: 0, sightings: 0 };
  /** Events that splunkd may not have read or stored yet. Run summaries are not among them: losing one loses no data. */
  readonly recent = new RecentEvents();
  readonly #stream: EventStream;
  readonly #encoders = new Map<Sourcetype, EventEncoder>();
  #flushed: Promise<void> = Promise.resolve();

  constructor(stream: EventStream, instance: string, url: string) {
    this.#stream = stream;
    this.instance = instance;
    this.url = url;
  }

  /** @param events time (Unix seconds) and JSON of each */
  async write(
    sourcetype: Sourcetype,
    events: readonly (readonly [time: string, json: string])[],
  ): Promise<void> {
    const encoder = this.#encoderOf(sourcetype);
    for (const [time, json] of events) {
      encoder.add(time, json);
      if (encoder.length > FLUSH_BYTES) await this.#flush(encoder, sourcetype);
    }
    await this.#flush(encoder, sourcetype);
  }

  /** @param table whose first column is the time @param requiredColumn is written even when it is empty */
  async writeRows(sourcetype: Sourcetype, table: Table, requiredColumn: string): Promise<void> {
    const encoder = this.#encoderOf(sourcetype);
    encoder.addRows(table, requiredColumn);
    await this.#flush(encoder, sourcetype);
  }

  /** Resolves when everything is in splunkd's pipe. @throws Error when the pipe is closed */
  flushed(): Promise<void> {
    return this.#flushed;
  }

  /** Writes events of a previous run again. @param events the bytes of that run's `recent` */
  async resend(events: Buffer): Promise<void> {
    await this.#flushed;
    await this.#stream.write(events);
    this.recent.add(events);
  }

  /** @returns whether splunkd reads everything within the timeout @throws Error when the pipe is closed */
  drain(timeoutMs: number): Promise<boolean> {
    return this.#stream.drain(timeoutMs);
  }

  /** Starts to write the encoded events. Resolves when the previous flush is complete. */
  async #flush(encoder: EventEncoder, sourcetype: Sourcetype): Promise<void> {
    await this.#flushed;
    const events = encoder.take();
    this.#flushed = this.#stream.write(events).then(() => {
      if (sourcetype !== 'misp:run') this.recent.add(events);
    });
    // The next write, or flushed(), reports the failure.
    this.#flushed.catch(() => undefined);
  }

  #encoderOf(sourcetype: Sourcetype): EventEncoder {
    let encoder = this.#encoders.get(sourcetype);
    if (!encoder) {
      encoder = new EventEncoder(metadataOf(this.instance, this.url, sourcetype));
      this.#encoders.set(sourcetype, encoder);
    }
    return encoder;
  }
}
