/** A byte stream that is read by the byte, or some at a time. */
export class ByteReader {
  readonly #input: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();

  constructor(input: AsyncIterable<Uint8Array>) {
    this.#input = input[Symbol.asyncIterator]();
  }

  /** Undefined at the end of the stream. */
  async next(): Promise<number | undefined> {
    if (!(await this.#hasMore())) return undefined;
    const [byte] = this.#rest;
    this.#rest = this.#rest.subarray(1);
    return byte;
  }

  /** So many bytes; undefined when the stream ends before. */
  async take(count: number): Promise<Buffer | undefined> {
    const parts: Uint8Array[] = [];
    return (await this.#each(count, (part) => parts.push(part))) ? Buffer.concat(parts) : undefined;
  }

  /** Passes over so many bytes. @returns false when the stream ends before */
  skip(count: number): Promise<boolean> {
    return this.#each(count, () => undefined);
  }

  async #each(count: number, onPart: (part: Uint8Array) => void): Promise<boolean> {
    let missing = count;
    while (missing > 0) {
      if (!(await this.#hasMore())) return false;
      const part = this.#rest.subarray(0, missing);
      this.#rest = this.#rest.subarray(part.length);
      missing -= part.length;
      onPart(part);
    }
    return true;
  }

  async #hasMore(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const next = await this.#input.next();
      if (next.done === true) return false;
      this.#rest = next.value;
    }
    return true;
  }
}
