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

/** Hands events of one MISP to splunkd. Each call resolves when splunkd has taken them. */
export class Sink {
  readonly instance: string;
  readonly url: string;
  readonly counts: Counts = { read: 0, attributes: 0, deleted: 0, events: 0, sightings: 0 };
  readonly #stream: EventStream;
  readonly #encoders = new Map<Sourcetype, EventEncoder>();

  constructor(stream: EventStream, instance: string, url: string) {
    this.#stream = stream;
    this.instance = instance;
    this.url = url;
  }

  /** @param events time (Unix seconds) and JSON of each */
  write(sourcetype: Sourcetype, events: readonly (readonly [time: string, json: string])[]): Promise<void> {
    const encoder = this.#encoderOf(sourcetype);
    for (const [time, json] of events) encoder.add(time, json);
    return this.#stream.write(encoder.take());
  }

  /** @param table whose first column is the time */
  writeRows(sourcetype: Sourcetype, table: Table): Promise<void> {
    const encoder = this.#encoderOf(sourcetype);
    encoder.addRows(table);
    return this.#stream.write(encoder.take());
  }

  #encoderOf(sourcetype: Sourcetype): EventEncoder {
    const known = this.#encoders.get(sourcetype);
    if (known) return known;
    const encoder = new EventEncoder(metadataOf(this.instance, this.url, sourcetype));
    this.#encoders.set(sourcetype, encoder);
    return encoder;
  }
}
