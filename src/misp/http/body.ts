import { Readable } from 'node:stream';
import type { Response } from 'node-fetch';
import type { Excess, JsonScan } from './json-scan.ts';

/**
 * Small parts are copied into blocks of this size. A server may send one byte at a time, and each Buffer needs 200 bytes
 * of memory.
 */
const BLOCK_BYTES = 1024 * 1024;

export interface ScanOptions {
  readonly scan: JsonScan;
  /** The caller scans the bytes if it needs to. A response that is too large is scanned anyway, to report the cause. */
  readonly defersScan?: boolean;
}

/**
 * Reads the bytes of a response. Returns which limit it exceeds, without reading the rest, if it is too large. Uses
 * events, since iterating over a stream copies its parts once more.
 * @param maxBytes after decompression
 */
export function readBody(
  response: Response,
  maxBytes: number,
  { scan, defersScan = false }: ScanOptions,
): Promise<Buffer | Excess | 'bytes'> {
  const { body } = response;
  if (!body) return Promise.resolve(Buffer.alloc(0));
  // With a known length, parts go directly to their place. Joining them at the end needs twice the memory.
  const length = contentLength(response);
  if (length !== undefined && length > maxBytes) {
    cancel(body);
    return Promise.resolve('bytes');
  }
  return new Promise((resolve, reject) => {
    const received = new BlockBuffer(length);
    let isCancelled = false;
    const excessAfter = (part: Buffer) => {
      if (received.length + part.length > maxBytes)
        return (defersScan ? scan.push(received.concat()) : undefined) ?? 'bytes';
      return defersScan ? undefined : scan.push(part);
    };
    body.on('data', (part: Buffer) => {
      if (isCancelled) return;
      const excess = excessAfter(part);
      if (excess === undefined) {
        received.add(part);
      } else {
        isCancelled = true;
        received.clear();
        resolve(excess);
        cancel(body);
      }
    });
    body.on('error', reject);
    body.on('end', () => {
      if (!isCancelled) resolve(received.concat());
    });
  });
}

/** Collects parts of a body. Copies them, since the stream may reuse their memory. */
class BlockBuffer {
  #full: Buffer[] = [];
  #block: Buffer;
  #used = 0;
  length = 0;

  /** @param total length of the body; undefined when it is unknown */
  constructor(total: number | undefined) {
    this.#block = Buffer.allocUnsafe(total ?? 0);
  }

  add(part: Buffer): void {
    this.length += part.length;
    const rest = part.subarray(part.copy(this.#block, this.#used));
    this.#used += part.length - rest.length;
    if (rest.length === 0) return;
    this.#full.push(this.#block.subarray(0, this.#used));
    this.#block = Buffer.allocUnsafe(Math.max(BLOCK_BYTES, rest.length));
    this.#used = rest.copy(this.#block);
  }

  clear(): void {
    this.#full = [];
    this.#block = Buffer.alloc(0);
    this.#used = 0;
  }

  concat(): Buffer {
    const last = this.#block.subarray(0, this.#used);
    return this.#full.length === 0 ? last : Buffer.concat([...this.#full, last], this.length);
  }
}

/** The length of the body in bytes; undefined for a response that is compressed or sent in chunks. */
function contentLength({ headers }: Response): number | undefined {
  const text = headers.get('content-length');
  return text !== null && /^\d+$/.test(text) && !headers.has('content-encoding') ? Number(text) : undefined;
}

function cancel(body: NodeJS.ReadableStream): void {
  // Nobody awaits the stream any longer, so ignore the error that its destruction may cause.
  body.on('error', () => undefined);
  if (body instanceof Readable) body.destroy();
}
