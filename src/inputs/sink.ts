import { metadataOf, type Sourcetype } from '../indicators/metadata.ts';
import type { Table } from '../protocol/table.ts';
import type { EventStream } from '../splunkd/event-stream.ts';
import { EventEncoder } from './event-encoder.ts';

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

/** Hands events of one MISP to splunkd. While it takes some, the next are made. */
export class Sink {
  readonly instance: string;
  readonly url: string;
  readonly counts: Counts = { read: 0, attributes: 0, deleted: 0, events: 0, sightings: 0 };
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
    for (const [time, json] of events) encoder.add(time, json);
    await this.#hand(encoder);
  }

  /** @param table whose first column is the time */
  async writeRows(sourcetype: Sourcetype, table: Table): Promise<void> {
    const encoder = this.#encoderOf(sourcetype);
    encoder.addRows(table);
    await this.#hand(encoder);
  }

  /** Resolves when splunkd has taken everything. @throws Error when it takes no more */
  taken(): Promise<void> {
    return this.#taken;
  }

  /** Resolves when what came before is taken. */
  async #hand(encoder: EventEncoder): Promise<void> {
    await this.#taken;
    this.#taken = this.#stream.write(encoder.take());
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
