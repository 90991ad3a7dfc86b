import { isAscii } from 'node:buffer';

/** Of the text that is there at a time. V8 keeps one of a megabyte outside its heap, where it takes long to be freed. */
const WINDOW_BYTES = 64 * 1024;

/**
 * The bytes of a page and, of a part of them, the text: a character a byte. All that JSON consists of is ASCII, so what it means can be
 * seen in it; only texts within have to be decoded.
 */
export class PageBytes {
  readonly bytes: Buffer;
  readonly #isAscii: boolean;
  text = '';
  /** Where the text begins. */
  start = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.#isAscii = isAscii(bytes);
  }

  /** Whether the text goes on behind the part that is there. */
  get isCut(): boolean {
    return this.start + this.text.length < this.bytes.length;
  }

  /** Has the text begin there. */
  moveTo(start: number, size = WINDOW_BYTES): void {
    this.start = start;
    this.text = this.bytes.toString('latin1', start, start + size);
  }

  /** Has the text include these bytes. */
  show(start: number, end: number): void {
    if (start < this.start || end > this.start + this.text.length)
      this.moveTo(start, Math.max(end - start, WINDOW_BYTES));
  }

  /** What a piece of the text means. */
  decoded(text: string): string {
    return this.#isAscii || ASCII.test(text) ? text : Buffer.from(text, 'latin1').toString();
  }
}

const ASCII = /^[\0-\x7f]*$/;
