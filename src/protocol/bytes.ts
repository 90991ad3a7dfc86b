/** A longer text is measured before there is room for it. */
const LONG_TEXT = 10_000;
/** What is kept for the next time: some 500 rows are 1 MB. */
const KEPT_BYTES = 4 * 1024 * 1024;
const STEP_BYTES = 16 * 1024 * 1024;
/** What is written at once is in memory as a whole, beside what it is made of. */
const MAX_BYTES = 128 * 1024 * 1024;

/** More is to be written at once than there is memory for. */
export class TooManyBytesError extends Error {
  override readonly name = 'TooManyBytesError';

  constructor() {
    super(
      `The results of one answer are larger than ${MAX_BYTES / 1024 / 1024} MB. Ask for less at once: fewer rows, or fewer fields.`,
    );
  }
}

/** Bytes that are written one after the other into a buffer that grows, and is used again. */
export class Bytes {
  buffer: Buffer;
  /** Of the same bytes. */
  view: DataView;
  length = 0;

  constructor(size: number) {
    this.buffer = Buffer.allocUnsafe(size);
    this.view = viewOf(this.buffer);
  }

  /** Begins anew. */
  clear(): void {
    this.length = 0;
    if (this.buffer.length > KEPT_BYTES) this.#use(Buffer.allocUnsafe(KEPT_BYTES));
  }

  /** Makes room for so many more. @throws TooManyBytesError */
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

  bytes(source: Buffer, start = 0, end = source.length): void {
    this.reserve(end - start);
    this.length += source.copy(this.buffer, this.length, start, end);
  }

  text(text: string): void {
    this.reserve(text.length > LONG_TEXT ? Buffer.byteLength(text) : text.length * 3);
    this.length += this.buffer.write(text, this.length, 'utf8');
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** 1 for the ASCII characters that stand for themselves in CSV and in JSON. */
const PLAIN = plainBut('",\\');

/**
 * Writes plain text (ASCII without anything that CSV or JSON would quote) to two places, and returns true. One look at
 * each character does it all; most of what MISP sends is plain. Of other text it says false; the places are then spoilt
 * beyond their lengths, which stay. Room must have been made.
 */
export function writePlain(text: string, first: Bytes, second: Bytes | undefined): boolean {
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

/** For `writeAscii`: 1 for the ASCII characters that stand for themselves. @param others those that do not */
export function plainBut(others: string): Uint8Array {
  return Uint8Array.from({ length: 128 }, (_, code) =>
    code >= 0x20 && code < 0x7f && !others.includes(String.fromCharCode(code)) ? 1 : 0,
  );
}

/** Writes a text if all of it stands for itself, and returns true; otherwise what is beyond the length is spoilt. */
export function writeAscii(text: string, to: Bytes, plain: Uint8Array): boolean {
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

/** A few bytes that are written many times, in words of four; zeros follow the last one. */
export class Few {
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

  /** How much room there must be. */
  get room(): number {
    return this.length + WORD_BYTES - 1;
  }

  /** For so few bytes a loop is faster than the call of a native function, and a loop of words than one of bytes. */
  writeTo(bytes: Bytes): void {
    const { view, length } = bytes;
    const words = this.#words;
    for (let index = 0; index < words.length; index += 1)
      view.setUint32(length + index * WORD_BYTES, words[index] ?? 0, true);
    bytes.length = length + this.length;
  }
}

const WORD_BYTES = 4;
