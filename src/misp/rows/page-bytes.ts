import { isAscii } from 'node:buffer';

/** Bytes that are decoded at a time. V8 stores larger texts outside its heap and frees them late. */
const WINDOW_BYTES = 64 * 1024;

/**
 * The bytes of a page, and a window of them as text with one character for each byte (latin1). The syntax of JSON is
 * ASCII, so it can be matched in the window. Only strings need `decode`.
 */
export class PageBytes {
  readonly bytes: Buffer;
  readonly #isAscii: boolean;
  /** The window. */
  text = '';
  /** Offset of the window in the bytes. */
  start = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.#isAscii = isAscii(bytes);
  }

  /** Whether there are bytes after the window. */
  get hasMore(): boolean {
    return this.start + this.text.length < this.bytes.length;
  }

  /** Moves the start of the window. */
  moveTo(start: number, size = WINDOW_BYTES): void {
    this.start = start;
    this.text = this.bytes.toString('latin1', start, start + size);
  }

  /** Moves the window if it does not include these bytes. */
  include(start: number, end: number): void {
    if (start < this.start || end > this.start + this.text.length)
      this.moveTo(start, Math.max(end - start, WINDOW_BYTES));
  }

  /** Decodes a part of the window as UTF-8. */
  decode(text: string): string {
    return this.#isAscii || ASCII.test(text) ? text : Buffer.from(text, 'latin1').toString();
  }
}

const ASCII = /^[\0-\x7f]*$/;
