import { metadataOf, type Sourcetype } from '../../indicators/metadata.ts';
import type { Table } from '../../protocol/table.ts';
import type { EventStream } from '../../splunkd/event-stream.ts';
import { EventEncoder } from './event-encoder.ts';
import { RecentEvents } from './recent-events.ts';

/** What a run has done so far. */
export interface Counts {
  /** Attributes that MISP answered, known or not. */
  read: number;
  attributes: number;
  /** Of these, deleted ones; and those that are gone from MISP. */
  deleted: number;
  events: number;
  sightings: number;
}

/** What is longer is handed on before more is made. */
const PART_BYTES = 4 * 1024 * 1024;

/** Hands events of one MISP to splunkd. While it takes some, the next are made. */
export class Sink {
  readonly instance: string;
  readonly url: string;
  readonly counts: Counts = { read: 0, attributes: 0, deleted: 0, events: 0, sightings: 0 };
  /** What splunkd may not have read yet, or not put on disk; without the summaries of runs, which nothing is known by. */
  readonly recent = new RecentEvents();
  readonly #stream: EventStream;
  readonly #encoders = new Map<Sourcetype, EventEncoder>();
  #taken: Promise<void> = Promise.resolve();

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
      if (encoder.length > PART_BYTES) await this.#hand(encoder, sourcetype);
    }
    await this.#hand(encoder, sourcetype);
  }

  /** @param table whose first column is the time @param always the column that is written although it is blank */
  async writeRows(sourcetype: Sourcetype, table: Table, always: string): Promise<void> {
    const encoder = this.#encoderOf(sourcetype);
    encoder.addRows(table, always);
    await this.#hand(encoder, sourcetype);
  }

  /** Resolves when splunkd's pipe has taken everything. @throws Error when it takes no more */
  taken(): Promise<void> {
    return this.#taken;
  }

  /** Writes events of a run before once more. @param events as `recent` had them */
  async rewrite(events: Buffer): Promise<void> {
    await this.#taken;
    await this.#stream.write(events);
    this.recent.add(events);
  }

  /** Whether splunkd has read all within so long. @throws Error when it reads no more */
  drain(milliseconds: number): Promise<boolean> {
    return this.#stream.drain(milliseconds);
  }

  /** Resolves when what came before is taken. */
  async #hand(encoder: EventEncoder, sourcetype: Sourcetype): Promise<void> {
    await this.#taken;
    const events = encoder.take();
    this.#taken = this.#stream.write(events).then(() => {
      if (sourcetype !== 'misp:run') this.recent.add(events);
    });
    // Its failure is told to whoever writes next, or asks.
    this.#taken.catch(() => undefined);
  }

  #encoderOf(sourcetype: Sourcetype): EventEncoder {
    const known = this.#encoders.get(sourcetype);
    if (known) return known;
    const encoder = new EventEncoder(metadataOf(this.instance, this.url, sourcetype));
    this.#encoders.set(sourcetype, encoder);
    return encoder;
  }
}
