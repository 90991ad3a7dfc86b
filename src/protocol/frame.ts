/**
 * Search command protocol 2, framing only: `chunked 1.0,<metadata bytes>,<body bytes>\n`, then JSON metadata,
 * then a body. Lengths count bytes, not characters. Both ends of the protocol use this file.
 */
export interface Frame {
  readonly metadata: Metadata;
  readonly body: Buffer;
  /** The stream ended within the body, so bytes are missing. */
  readonly truncated?: true;
}

export type Metadata = Readonly<Record<string, unknown>>;

/** The bytes are not search command protocol 2. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** A header has about forty bytes. More bytes than this without a newline are no header. */
const MAX_HEADER_BYTES = 256;
const NEWLINE = 0x0a;

/** The header and the metadata of a frame; the body follows them. */
export function encodeHead(metadata: Metadata, bodyBytes: number): Buffer {
  const meta = JSON.stringify(metadata);
  return Buffer.from(`chunked 1.0,${Buffer.byteLength(meta)},${bodyBytes}\n${meta}`);
}

/**
 * Reads frames from a byte stream. If the stream ends within a body, the frame is yielded and marked as truncated: recorded
 * sessions of splunkd end like that, and a command that needs no body can respond to it.
 * @throws FrameError when the bytes are not the protocol, or end within a header or metadata.
 */
export async function* readFrames(input: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  const buffer = new ByteQueue();
  let header: Header | undefined;
  for await (const bytes of input) {
    buffer.push(bytes);
    for (;;) {
      header ??= takeHeader(buffer);
      if (!header || buffer.length < header.metadata + header.body) break;
      const metadata = parseMetadata(buffer.take(header.metadata).toString());
      const body = buffer.take(header.body);
      header = undefined;
      yield { metadata, body };
    }
  }
  if (header && buffer.length >= header.metadata) {
    const metadata = parseMetadata(buffer.take(header.metadata).toString());
    yield { metadata, body: buffer.take(buffer.length), truncated: true };
  } else if (header || buffer.length > 0) {
    throw new FrameError('The stream ended within a frame.');
  }
}

interface Header {
  readonly metadata: number;
  readonly body: number;
}

function takeHeader(buffer: ByteQueue): Header | undefined {
  const end = buffer.indexOfNewline();
  if (end < 0) {
    if (buffer.length > MAX_HEADER_BYTES) throw new FrameError('This is not search command protocol 2.');
    return undefined;
  }
  const line = buffer.take(end + 1).toString('latin1');
  const match = /^chunked\s+1\.0\s*,\s*(\d+)\s*,\s*(\d+)\s*\n$/.exec(line);
  if (!match) throw new FrameError(`Not a header of search command protocol 2: ${JSON.stringify(line)}`);
  return { metadata: Number(match[1]), body: Number(match[2]) };
}

function parseMetadata(text: string): Metadata {
  if (text === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new FrameError('The metadata of a frame is not JSON.', { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new FrameError('The metadata of a frame is not a JSON object.');
  }
  return value as Metadata;
}

/** Collects received bytes and joins them only when a whole part is taken out. */
class ByteQueue {
  #parts: Buffer[] = [];
  length = 0;

  push(bytes: Uint8Array): void {
    this.#parts.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    this.length += bytes.byteLength;
  }

  indexOfNewline(): number {
    const start = this.#join();
    return start.subarray(0, MAX_HEADER_BYTES).indexOf(NEWLINE);
  }

  take(count: number): Buffer {
    const all = this.#join();
    this.#parts = [all.subarray(count)];
    this.length -= count;
    return all.subarray(0, count);
  }

  #join(): Buffer {
    if (this.#parts.length !== 1) this.#parts = [Buffer.concat(this.#parts)];
    return this.#parts[0] ?? Buffer.alloc(0);
  }
}
