import { metadataOf, type Sourcetype } from '../indicators/metadata.ts';
import { eventMaker, type EventStream } from '../splunkd/event-stream.ts';

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

type Time = string;

/** Hands events of one MISP to splunkd. */
export class Sink {
  readonly instance: string;
  readonly url: string;
  readonly counts: Counts = { read: 0, attributes: 0, deleted: 0, events: 0, sightings: 0 };
  readonly #stream: EventStream;
  readonly #makers = new Map<Sourcetype, ReturnType<typeof eventMaker>>();

  constructor(stream: EventStream, instance: string, url: string) {
    this.#stream = stream;
    this.instance = instance;
    this.url = url;
  }

  /** Resolves when splunkd has taken them. @param events time (Unix seconds) and JSON of each */
  async write(sourcetype: Sourcetype, events: Iterable<readonly [Time, string]>): Promise<void> {
    const make = this.#makers.get(sourcetype) ?? eventMaker(metadataOf(this.instance, this.url, sourcetype));
    this.#makers.set(sourcetype, make);
    let text = '';
    for (const [time, json] of events) text += make(time, json);
    await this.#stream.write(text);
  }
}
