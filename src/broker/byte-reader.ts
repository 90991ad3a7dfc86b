/** Reads a byte stream by single bytes or by blocks. */
export class ByteReader {
  readonly #input: AsyncIterator<Uint8Array>;
  #buffered: Uint8Array = new Uint8Array();

  constructor(input: AsyncIterable<Uint8Array>) {
    this.#input = input[Symbol.asyncIterator]();
  }

  /** Undefined at the end of the stream. */
  async readByte(): Promise<number | undefined> {
    if (!(await this.#hasMore())) return undefined;
    const [byte] = this.#buffered;
    this.#buffered = this.#buffered.subarray(1);
    return byte;
  }

  /** Reads `count` bytes. Undefined when the stream ends before. */
  async read(count: number): Promise<Buffer | undefined> {
    const parts: Uint8Array[] = [];
    return (await this.#consume(count, (part) => parts.push(part))) ? Buffer.concat(parts) : undefined;
  }

  /** Skips `count` bytes. @returns false when the stream ends before */
  skip(count: number): Promise<boolean> {
    return this.#consume(count, () => undefined);
  }

  async #consume(count: number, onPart: (part: Uint8Array) => void): Promise<boolean> {
    let missing = count;
    while (missing > 0) {
      if (!(await this.#hasMore())) return false;
      const part = this.#buffered.subarray(0, missing);
      this.#buffered = this.#buffered.subarray(part.length);
      missing -= part.length;
      onPart(part);
    }
    return true;
  }

  async #hasMore(): Promise<boolean> {
    while (this.#buffered.length === 0) {
      const next = await this.#input.next();
      if (next.done === true) return false;
      this.#buffered = next.value;
    }
    return true;
  }
}
