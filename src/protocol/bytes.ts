/** A longer text is measured instead of reserving the maximum of three bytes for each character. */
const LONG_TEXT = 10_000;
/** Capacity that `clear` keeps. 500 rows are about 1 MB. */
const KEPT_BYTES = 4 * 1024 * 1024;
/** Maximum growth in one step. */
const STEP_BYTES = 16 * 1024 * 1024;
/** Limits the capacity, since the encoded bytes and their source are in memory together. */
const MAX_BYTES = 128 * 1024 * 1024;

/** The results of one response exceed the memory limit. */
export class TooManyBytesError extends Error {
  override readonly name = 'TooManyBytesError';

  constructor() {
    super(
      `The results of one response are larger than ${MAX_BYTES / 1024 / 1024} MB. Request fewer rows or fewer fields.`,
    );
  }
}

/** Writes bytes to a buffer that grows and is reused. */
export class ByteWriter {
  buffer: Buffer;
  /** A view of the buffer. */
  view: DataView;
  /** Number of bytes written. */
  length = 0;

  constructor(size: number) {
    this.buffer = Buffer.allocUnsafe(size);
    this.view = viewOf(this.buffer);
  }

  /** Discards what was written. */
  clear(): void {
    this.length = 0;
    if (this.buffer.length > KEPT_BYTES) this.#use(Buffer.allocUnsafe(KEPT_BYTES));
  }

  /** Grows the buffer for more bytes. @throws TooManyBytesError */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.buffer.length) return;
    if (needed > MAX_BYTES) throw new TooManyBytesError();
    const larger = Buffer.allocUnsafe(
      Math.max(needed, this.buffer.length + Math.min(this.buffer.length, STEP_BYTES)),
    );
    this.buffer.copy(larger, 0, 0, this.length);
    this.#use(larger);
  }

  #use(buffer: Buffer): void {
    this.buffer = buffer;
    this.view = viewOf(buffer);
  }

  /** Appends bytes. @throws TooManyBytesError */
  bytes(source: Buffer, start = 0, end = source.length): void {
    this.reserve(end - start);
    this.length += source.copy(this.buffer, this.length, start, end);
  }

  /** Appends a text as UTF-8. @throws TooManyBytesError */
  text(text: string): void {
    this.reserve(text.length > LONG_TEXT ? Buffer.byteLength(text) : text.length * 3);
    this.length += this.buffer.write(text, this.length, 'utf8');
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** ASCII characters that need no escape in CSV or JSON. */
const PLAIN = asciiExcept('",\\');

/**
 * Appends plain text (ASCII that needs no escape in CSV or JSON) to one or two writers in one pass. Most texts of MISP are
 * plain. For other text, returns false and leaves the lengths unchanged, with arbitrary bytes after them. Reserve the
 * space before.
 */
export function writePlain(text: string, first: ByteWriter, second: ByteWriter | undefined): boolean {
  const size = text.length;
  const one = first.buffer;
  const oneAt = first.length;
  if (second === undefined) {
    for (let index = 0; index < size; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 127 || PLAIN[code] === 0) return false;
      one[oneAt + index] = code;
    }
  } else {
    const two = second.buffer;
    const twoAt = second.length;
    for (let index = 0; index < size; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 127 || PLAIN[code] === 0) return false;
      one[oneAt + index] = code;
      two[twoAt + index] = code;
    }
    second.length = twoAt + size;
  }
  first.length = oneAt + size;
  return true;
}

/** A table for `writeAscii`: 1 for each printable ASCII character except some. @param others the excluded characters */
export function asciiExcept(others: string): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) =>
    code >= 0x20 && code < 0x7f && !others.includes(String.fromCharCode(code)) ? 1 : 0,
  );
}

/** Appends a text if it has only characters of a table. Otherwise returns false, as `writePlain` does. Reserve the space before. */
export function writeAscii(text: string, to: ByteWriter, plain: Uint8Array): boolean {
  const size = text.length;
  const { buffer, length } = to;
  for (let index = 0; index < size; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 127 || plain[code] === 0) return false;
    buffer[length + index] = code;
  }
  to.length = length + size;
  return true;
}

/** A short constant text that is written often, as words of four bytes. The last word is padded with zeros. */
export class ShortBytes {
  readonly length: number;
  readonly #words: readonly number[];

  constructor(text: string) {
    const bytes = Buffer.from(text);
    this.length = bytes.length;
    const words = Buffer.concat([bytes, Buffer.alloc(WORD_BYTES - 1)]);
    this.#words = Array.from({ length: Math.ceil(bytes.length / WORD_BYTES) }, (_, index) =>
      words.readUInt32LE(index * WORD_BYTES),
    );
  }

  /** Bytes to reserve, with the padding. */
  get room(): number {
    return this.length + WORD_BYTES - 1;
  }

  /** Appends the text. A loop of words is faster than one of bytes, and than a call of a native function. */
  writeTo(bytes: ByteWriter): void {
    const { view, length } = bytes;
    const words = this.#words;
    for (let index = 0; index < words.length; index += 1)
      view.setUint32(length + index * WORD_BYTES, words[index] ?? 0, true);
    bytes.length = length + this.length;
  }
}

const WORD_BYTES = 4;
