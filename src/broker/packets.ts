import { ByteReader } from './byte-reader.ts';

/**
 * splunkd's protocol for persistent drivers (restmap.conf, `scripttype = persist`). A packet is a byte of flags, then what
 * they announce. A string is its length in bytes, in decimal, a line feed, and the bytes; so is each answer. Line feeds
 * before a packet or a length mean nothing. Source: how Splunk's own driver for Python behaves.
 */
export interface Packet {
  /** A request begins: a command, its words, and one argument, of which this program needs nothing. */
  readonly isFirst: boolean;
  /** What is asked; undefined when the packet brings nothing. `tooLong` when it was read and thrown away. */
  readonly block: Buffer | 'tooLong' | undefined;
}

/** The other end does not speak the protocol. The message holds nothing of what it said. */
export class PacketError extends Error {
  override readonly name = 'PacketError';
}

const INIT = 1;
const BLOCK = 2;
const END = 4;
const ALLOWS_STREAM = 8;
const ALL = INIT | BLOCK | END | ALLOWS_STREAM;

const NEWLINE = 0x0a;
/** A length has fewer digits than a number that JavaScript cannot hold. */
const MOST_DIGITS = 15;
/** Words of a command: a path, and arguments that the app does not have. */
const MOST_WORDS = 1000;
/** A request is a few thousand bytes. */
const MOST_BYTES = 1024 * 1024;

/** Packets from a byte stream, however it is sliced, until its end; one that is cut by the end is none. @throws PacketError */
export async function* readPackets(input: AsyncIterable<Uint8Array>): AsyncGenerator<Packet> {
  const bytes = new ByteReader(input);
  for (;;) {
    const flags = await firstBut(NEWLINE, bytes);
    if (flags === undefined) return;
    if ((flags & ~ALL) !== 0) throw new PacketError('This is no packet for a persistent driver.');
    const isFirst = (flags & INIT) !== 0;
    if (isFirst && !(await skipCommand(bytes))) return;
    if ((flags & BLOCK) === 0) {
      yield { isFirst, block: undefined };
      continue;
    }
    const length = await readNumber(bytes);
    if (length === undefined) return;
    const block =
      length > MOST_BYTES ? ((await bytes.skip(length)) ? 'tooLong' : undefined) : await bytes.take(length);
    if (block === undefined) return;
    yield { isFirst, block };
  }
}

/** A text as the protocol has strings. */
export function encodeString(text: string): Buffer {
  return Buffer.from(`${Buffer.byteLength(text)}\n${text}`);
}

/** @returns whether all of it came */
async function skipCommand(bytes: ByteReader): Promise<boolean> {
  const words = await readNumber(bytes);
  if (words === undefined) return false;
  if (words > MOST_WORDS) throw new PacketError('The command of a packet has too many words.');
  // And one string more: the argument.
  for (let index = 0; index <= words; index += 1) {
    const length = await readNumber(bytes);
    if (length === undefined || !(await bytes.skip(length))) return false;
  }
  return true;
}

/** A number on a line of its own; undefined when the stream ends before it does. @throws PacketError */
async function readNumber(bytes: ByteReader): Promise<number | undefined> {
  let digits = '';
  for (let byte = await firstBut(NEWLINE, bytes); byte !== NEWLINE; byte = await bytes.next()) {
    if (byte === undefined) return undefined;
    const character = String.fromCharCode(byte);
    if (!/\d/.test(character) || digits.length === MOST_DIGITS)
      throw new PacketError('A packet has no number where there must be one.');
    digits += character;
  }
  return Number(digits);
}

async function firstBut(ignored: number, bytes: ByteReader): Promise<number | undefined> {
  for (;;) {
    const byte = await bytes.next();
    if (byte !== ignored) return byte;
  }
}
