import { Readable } from 'node:stream';
import type { Response } from 'node-fetch';
import type { Excess, JsonScan } from './json-scan.ts';

/** Small parts are copied into blocks of so many bytes: a server may send a byte at a time, and a part of its own costs 200. */
const BLOCK_BYTES = 1024 * 1024;

export interface Scanning {
  readonly scan: JsonScan;
  /** Whether whoever reads the bytes scans them, if need be; those of an answer that is too large are scanned in any case. */
  readonly isLate?: boolean;
}

/**
 * The bytes of an answer, or what of it is too much: then the rest is not read. By events, since to iterate over a stream
 * joins its pieces once more.
 */
export function readBody(
  response: Response,
  maxBytes: number,
  { scan, isLate = false }: Scanning,
): Promise<Buffer | Excess | 'bytes'> {
  const { body } = response;
  if (!body) return Promise.resolve(Buffer.alloc(0));
  // Where the length is known, pieces go to their place: joined in the end, they would be in memory twice.
  const length = lengthOf(response);
  if (length !== undefined && length > maxBytes) {
    end(body);
    return Promise.resolve('bytes');
  }
  return new Promise((resolve, reject) => {
    const blocks = new Blocks(length);
    let isOver = false;
    const excessWith = (part: Buffer) => {
      if (blocks.length + part.length > maxBytes)
        return (isLate ? scan.push(blocks.joined()) : undefined) ?? 'bytes';
      return isLate ? undefined : scan.push(part);
    };
    body.on('data', (part: Buffer) => {
      if (isOver) return;
      const excess = excessWith(part);
      if (excess === undefined) {
        blocks.add(part);
      } else {
        isOver = true;
        blocks.clear();
        resolve(excess);
        end(body);
      }
    });
    body.on('error', reject);
    body.on('end', () => {
      if (!isOver) resolve(blocks.joined());
    });
  });
}

/** Bytes that come in parts, which may be used again by whoever gave them. */
class Blocks {
  #full: Buffer[] = [];
  #block: Buffer;
  #used = 0;
  length = 0;

  /** @param total undefined where it is not known */
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

  joined(): Buffer {
    const last = this.#block.subarray(0, this.#used);
    return this.#full.length === 0 ? last : Buffer.concat([...this.#full, last], this.length);
  }
}

/** Undefined for an answer that is packed, or sent in chunks. */
function lengthOf({ headers }: Response): number | undefined {
  const text = headers.get('content-length');
  return text !== null && /^\d+$/.test(text) && !headers.has('content-encoding') ? Number(text) : undefined;
}

function end(body: NodeJS.ReadableStream): void {
  // Whatever it says when it is broken off, nobody waits for it.
  body.on('error', () => undefined);
  if (body instanceof Readable) body.destroy();
}
