import type { Writable } from 'node:stream';

/** Where events come from and what they are, the same for many. */
export interface EventMetadata {
  readonly host: string;
  readonly source: string;
  readonly sourcetype: string;
}

/** Standard output as splunkd gave it. */
export interface EventOutput {
  /** Where events are written; its writes may block a thread until splunkd reads. */
  readonly stream: Writable;
  /**
   * How many bytes the pipe can hold, and the same for the end of a run: a stream that waits without blocking the
   * process. Undefined when it is no pipe: then what is written has arrived.
   */
  readonly pipe: { readonly capacity: number; readonly open: () => Writable } | undefined;
}

/** A modular input's standard output: events in XML, in one `<stream>`. */
export class EventStream {
  readonly #pipe: EventOutput['pipe'];
  #stream: Writable;
  #isOpen = false;
  /** What was written last is still on its way, and nothing can be written behind it. */
  isStuck = false;
  #failure: Error | undefined;
  /** The last write. */
  #last: Promise<void> = Promise.resolve();

  constructor({ stream, pipe }: EventOutput) {
    this.#pipe = pipe;
    this.#stream = stream;
    this.#watch(stream);
  }

  /** Resolves when splunkd's pipe has taken it all. @throws Error when nobody reads any more */
  async write(events: Buffer): Promise<void> {
    if (events.length === 0) return;
    if (!this.#isOpen) await this.#put('<stream>');
    this.#isOpen = true;
    await this.#put(events);
  }

  /**
   * Waits until splunkd has read all that was written. A pipe does not tell, but it holds only so much: when it has
   * taken as many blanks as it can hold, what was before them has been read. Blanks between events mean nothing in XML.
   * @param milliseconds how long at most; when they are over, nothing more can be written
   * @returns whether it has @throws Error when nobody reads any more
   */
  async drain(milliseconds: number): Promise<boolean> {
    if (!this.#isOpen) return true;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, milliseconds, false);
    });
    const filled = this.#last.then(() => this.#fill()).then(() => true);
    filled.catch(() => undefined);
    try {
      const isRead = await Promise.race([filled, timeout]);
      this.isStuck = !isRead;
      return isRead;
    } finally {
      clearTimeout(timer);
    }
  }

  async end(): Promise<void> {
    if (this.#isOpen && !this.isStuck) await this.#put('</stream>\n');
  }

  /** What is written after splunkd has gone fails, and so does everything from then on. */
  #watch(stream: Writable): void {
    stream.on('error', (error) => (this.#failure ??= error));
  }

  async #fill(): Promise<void> {
    if (!this.#pipe) return;
    this.#stream = this.#pipe.open();
    this.#watch(this.#stream);
    await this.#put(Buffer.alloc(this.#pipe.capacity, '\n'));
  }

  #put(bytes: Buffer | string): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    const written = new Promise<void>((resolve, reject) => {
      this.#stream.write(bytes, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
    this.#last = written;
    return written;
  }
}
