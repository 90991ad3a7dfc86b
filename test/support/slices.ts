import { encodeHead, type Metadata } from '../../src/protocol/frame.ts';

/** The same bytes in pieces of a size. */
export async function* slices(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) {
    yield await Promise.resolve(bytes.subarray(start, start + size));
  }
}

/** Piece sizes to try a parser with: what is split is different each time. */
export const SLICE_SIZES = [1, 2, 7, 1_000_000];

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** A whole frame. */
export function frameOf(metadata: Metadata, body: string | Buffer = ''): Buffer {
  const bytes = Buffer.from(body);
  return Buffer.concat([encodeHead(metadata, bytes.length), bytes]);
}
