import type { Writable } from 'node:stream';

/** The metadata of events. */
export interface EventMetadata {
  readonly host: string;
  readonly source: string;
  readonly sourcetype: string;
}

/** The standard output of the process. */
export interface EventOutput {
  /** The stream for events. Its writes may block a thread until splunkd reads. */
  readonly stream: Writable;
  /**
   * The capacity of the pipe in bytes, and a second stream to it that waits without blocking the process, for the end of
   * a run. Undefined when the output is not a pipe: then written bytes have arrived.
   */
  readonly pipe: { readonly capacity: number; readonly open: () => Writable } | undefined;
}

/** Writes the events of a modular input as XML, in one `<stream>`. */
export class EventStream {
  readonly #pipe: EventOutput['pipe'];
  #stream: Writable;
  #isOpen = false;
  /** The last write is still pending, so nothing more can be written. */
  isBlocked = false;
  #failure: Error | undefined;
  /** The last write. */
  #lastWrite: Promise<void> = Promise.resolve();

  constructor({ stream, pipe }: EventOutput) {
    this.#pipe = pipe;
    this.#stream = stream;
    this.#trackErrors(stream);
  }

  /** Resolves when the pipe has accepted all bytes. @throws Error when splunkd has closed the pipe */
  async write(events: Buffer): Promise<void> {
    if (events.length === 0) return;
    if (!this.#isOpen) await this.#write('<stream>');
    this.#isOpen = true;
    await this.#write(events);
  }

  /**
   * Waits until splunkd has read everything that was written. A pipe does not report that, but its capacity is known: when
   * it has accepted that many line feeds, everything before them was read. XML ignores blanks between events.
   *
   * @param milliseconds the time limit; afterwards nothing more can be written
   * @returns whether splunkd has read everything @throws Error when splunkd has closed the pipe
   */
  async drain(milliseconds: number): Promise<boolean> {
    if (!this.#isOpen) return true;
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, milliseconds, false);
    });
    const pipeFilled = this.#lastWrite.then(() => this.#fillPipe()).then(() => true);
    pipeFilled.catch(() => undefined);
    try {
      const wasRead = await Promise.race([pipeFilled, timeout]);
      this.isBlocked = !wasRead;
      return wasRead;
    } finally {
      clearTimeout(timer);
    }
  }

  async end(): Promise<void> {
    if (this.#isOpen && !this.isBlocked) await this.#write('</stream>\n');
  }

  /** After the first write error, all writes fail. */
  #trackErrors(stream: Writable): void {
    stream.on('error', (error) => (this.#failure ??= error));
  }

  async #fillPipe(): Promise<void> {
    if (!this.#pipe) return;
    this.#stream = this.#pipe.open();
    this.#trackErrors(this.#stream);
    await this.#write(Buffer.alloc(this.#pipe.capacity, '\n'));
  }

  #write(bytes: Buffer | string): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    const written = new Promise<void>((resolve, reject) => {
      this.#stream.write(bytes, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
    this.#lastWrite = written;
    return written;
  }
}
