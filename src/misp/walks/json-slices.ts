/**
 * Finds parts of a JSON text without parsing them, so that an event of a hundred thousand attributes can be read one
 * attribute at a time. Only parts that are parsed are validated.
 */
import { MAX_PART_BYTES, MAX_VALUE_BYTES, NEW_MEMBER_BYTES } from '../http/bounds.ts';
import { valueBytesOf } from '../http/json-scan.ts';

/** A part of the text needs more memory than allowed. */
export class PartTooLargeError extends Error {
  override readonly name = 'PartTooLargeError';
}

/** The position of a value in the text. The end is exclusive. */
export interface Slice {
  readonly start: number;
  readonly end: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** The kind of the value at a position. */
export function kindAt(text: Buffer, { start }: Slice): 'list' | 'object' | 'other' {
  if (text[start] === OPEN_LIST) return 'list';
  return text[start] === OPEN_OBJECT ? 'object' : 'other';
}

/** The whole text. */
export function wholeText(text: Buffer): Slice {
  return { start: skipBlanks(text, 0), end: text.length };
}

/** @throws SyntaxError, PartTooLargeError */
export function parseSlice(text: Buffer, slice: Slice): unknown {
  const { start, end } = slice;
  if (end - start > ALWAYS_FITS_BYTES) new PartMemory().add(text, slice);
  return JSON.parse(text.toString('utf8', start, end)) as unknown;
}

/** Limits the memory of parts that are parsed together. */
export class PartMemory {
  #bytes = 0;
  #valueBytes = 0;

  /** @throws PartTooLargeError */
  add(text: Buffer, { start, end }: Slice): void {
    this.#bytes += end - start;
    if (this.#bytes <= MAX_PART_BYTES)
      this.#valueBytes += NEW_MEMBER_BYTES + valueBytesOf(text.subarray(start, end));
    if (this.#bytes > MAX_PART_BYTES || this.#valueBytes > MAX_VALUE_BYTES)
      throw new PartTooLargeError('a part of the text is too large');
  }
}

/** Text of this size always fits into memory. */
const ALWAYS_FITS_BYTES = 1024 * 1024;

/** The elements of a list. @throws SyntaxError when the list is not closed */
export function* elementsOf(text: Buffer, { start }: Slice): Generator<Slice> {
  let at = skipBlanks(text, start + 1);
  while (text[at] !== CLOSE_LIST) {
    const end = endOfValue(text, at);
    yield { start: at, end };
    at = skipBlanks(text, end);
    if (text[at] === COMMA) at = skipBlanks(text, at + 1);
    else if (text[at] !== CLOSE_LIST) throw new SyntaxError(`no end of a list at byte ${at}`);
  }
}

/** The members of an object. @throws SyntaxError when the object is not closed */
export function* membersOf(text: Buffer, { start }: Slice): Generator<readonly [name: string, value: Slice]> {
  let at = skipBlanks(text, start + 1);
  while (text[at] !== CLOSE_OBJECT) {
    const endOfName = endOfValue(text, at);
    const colon = skipBlanks(text, endOfName);
    if (text[at] !== QUOTE || text[colon] !== COLON)
      throw new SyntaxError(`no member of an object at byte ${at}`);
    const value = skipBlanks(text, colon + 1);
    const end = endOfValue(text, value);
    yield [String(parseSlice(text, { start: at, end: endOfName })), { start: value, end }];
    at = skipBlanks(text, end);
    if (text[at] === COMMA) at = skipBlanks(text, at + 1);
    else if (text[at] !== CLOSE_OBJECT) throw new SyntaxError(`no end of an object at byte ${at}`);
  }
}

function endOfValue(text: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const byte = text[at];
    if (byte === QUOTE) {
      at = endOfString(text, at) - 1;
    } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      depth += 1;
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
      if (depth === 0) return at;
      depth -= 1;
    } else if (depth > 0 || byte !== COMMA) {
      continue;
    } else {
      return at;
    }
    if (depth === 0) return at + 1;
  }
  throw new SyntaxError('the text ends within a value');
}

function endOfString(text: Buffer, start: number): number {
  for (let at = text.indexOf(QUOTE, start + 1); at >= 0; at = text.indexOf(QUOTE, at + 1)) {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return at + 1;
  }
  throw new SyntaxError('the text ends within a string');
}

function skipBlanks(text: Buffer, start: number): number {
  let at = start;
  while (at < text.length && (text[at] ?? 0) <= 0x20) at += 1;
  return at;
}
