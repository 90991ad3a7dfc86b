import type { Writable } from 'node:stream';
import { escaped } from './xml.ts';

/** Where events come from and what they are, the same for many. */
export interface EventMetadata {
  readonly host: string;
  readonly source: string;
  readonly sourcetype: string;
}

/**
 * Events as XML on a modular input's standard output, in the form of Splunk's Python SDK: each whole (`unbroken`, ended
 * by `<done />`), so that no rule for breaking lines touches it.
 */
export class EventStream {
  readonly #output: Writable;
  #isOpen = false;
  #failure: Error | undefined;

  constructor(output: Writable) {
    this.#output = output;
    // What is written after splunkd has gone fails, and so does everything from then on.
    output.on('error', (error) => (this.#failure ??= error));
  }

  /** Resolves when splunkd's pipe has taken it all. @throws Error when nobody reads any more */
  async write(events: string): Promise<void> {
    if (events === '') return;
    const text = this.#isOpen ? events : `<stream>${events}`;
    this.#isOpen = true;
    await this.#put(text);
  }

  async end(): Promise<void> {
    if (this.#isOpen) await this.#put('</stream>\n');
  }

  #put(text: string): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#output.write(text, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }
}

/** Makes events of one kind. @returns of a time (Unix seconds) and a text, the event's XML */
export function eventMaker({
  host,
  source,
  sourcetype,
}: EventMetadata): (time: string, data: string) => string {
  const head =
    `</time><source>${escaped(source)}</source><sourcetype>${escaped(sourcetype)}</sourcetype>` +
    `<host>${escaped(host)}</host><data>`;
  return (time, data) =>
    `<event unbroken="1"><time>${time}.000${head}${escaped(data)}</data><done /></event>\n`;
}
