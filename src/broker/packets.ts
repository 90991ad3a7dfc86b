import { ByteReader } from './byte-reader.ts';

/**
 * A packet of splunkd's protocol for persistent drivers (restmap.conf, `scripttype = persist`): a byte of flags and the
 * parts that the flags announce. A string, and each reply, is its length in bytes (decimal), a line feed, and the bytes.
 * Line feeds before a packet or a length are ignored. Source: the behaviour of Splunk's driver for Python.
 */
export interface Packet {
  /** The packet starts a request. Its command, words and argument are skipped. */
  readonly isRequestStart: boolean;
  /** The request. Undefined for a packet without a block. `tooLong` when it was skipped. */
  readonly block: Buffer | 'tooLong' | undefined;
}

/** The input is not the protocol. The message does not quote the input, which may contain a session key. */
export class PacketError extends Error {
  override readonly name = 'PacketError';
}

const FLAG_INIT = 1;
const FLAG_BLOCK = 2;
const FLAG_END = 4;
const FLAG_ALLOWS_STREAM = 8;
const KNOWN_FLAGS = FLAG_INIT | FLAG_BLOCK | FLAG_END | FLAG_ALLOWS_STREAM;

const NEWLINE = 0x0a;
/** Digits of a length, so that it is a safe integer. */
const MAX_DIGITS = 15;
/** Words of a command: a path and arguments, which the app does not use. */
const MAX_WORDS = 1000;
/** A request is a few thousand bytes. */
const MAX_BLOCK_BYTES = 1024 * 1024;

/** Yields the packets of a byte stream, with any chunking. An incomplete packet at the end is ignored. @throws PacketError */
export async function* readPackets(input: AsyncIterable<Uint8Array>): AsyncGenerator<Packet> {
  const bytes = new ByteReader(input);
  for (;;) {
    const flags = await nextByteOtherThan(NEWLINE, bytes);
    if (flags === undefined) return;
    if ((flags & ~KNOWN_FLAGS) !== 0)
      throw new PacketError('The input is not a packet for a persistent driver.');
    const isRequestStart = (flags & FLAG_INIT) !== 0;
    if (isRequestStart && !(await skipCommand(bytes))) return;
    if ((flags & FLAG_BLOCK) === 0) {
      yield { isRequestStart, block: undefined };
      continue;
    }
    const length = await readNumber(bytes);
    if (length === undefined) return;
    const block =
      length > MAX_BLOCK_BYTES
        ? (await bytes.skip(length))
          ? 'tooLong'
          : undefined
        : await bytes.read(length);
    if (block === undefined) return;
    yield { isRequestStart, block };
  }
}

/** Encodes a string of the protocol. */
export function encodeString(text: string): Buffer {
  return Buffer.from(`${Buffer.byteLength(text)}\n${text}`);
}

/** @returns false when the stream ends before */
async function skipCommand(bytes: ByteReader): Promise<boolean> {
  const words = await readNumber(bytes);
  if (words === undefined) return false;
  if (words > MAX_WORDS) throw new PacketError('The command of a packet has too many words.');
  // One more string: the argument.
  for (let index = 0; index <= words; index += 1) {
    const length = await readNumber(bytes);
    if (length === undefined || !(await bytes.skip(length))) return false;
  }
  return true;
}

/** Reads a number on its own line. Undefined when the stream ends before. @throws PacketError */
async function readNumber(bytes: ByteReader): Promise<number | undefined> {
  let digits = '';
  for (let byte = await nextByteOtherThan(NEWLINE, bytes); byte !== NEWLINE; byte = await bytes.readByte()) {
    if (byte === undefined) return undefined;
    const character = String.fromCharCode(byte);
    if (!/\d/.test(character) || digits.length === MAX_DIGITS)
      throw new PacketError('A packet has no number where the protocol requires one.');
    digits += character;
  }
  return Number(digits);
}

async function nextByteOtherThan(ignored: number, bytes: ByteReader): Promise<number | undefined> {
  for (;;) {
    const byte = await bytes.readByte();
    if (byte !== ignored) return byte;
  }
}
