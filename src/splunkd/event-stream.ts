import type { Writable } from 'node:stream';

/** Where events come from and what they are, the same for many. */
export interface EventMetadata {
  readonly host: string;
  readonly source: string;
  readonly sourcetype: string;
}

/** A modular input's standard output: events in XML, in one `<stream>`. */
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
  async write(events: Buffer): Promise<void> {
    if (events.length === 0) return;
    if (!this.#isOpen) await this.#put('<stream>');
    this.#isOpen = true;
    await this.#put(events);
  }

  async end(): Promise<void> {
    if (this.#isOpen) await this.#put('</stream>\n');
  }

  #put(bytes: Buffer | string): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#output.write(bytes, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }
}
