import { type FileHandle, open, readFile, writeFile } from 'node:fs/promises';
import { replaceFile } from './replace-file.ts';
import type { BlockTable } from './store.ts';

/**
 * An entry of the index file: a block's index, and its slot counted from 1, both as 64-bit floats, which are exact for
 * integers up to 2^53. A slot of 0 ends the index: a file system may leave zeros where a write was interrupted.
 */
const ENTRY_BYTES = 16;
/** Blocks read at a time while iterating over the whole table. */
const BLOCKS_PER_READ = 64;

/**
 * The blocks of one table in a file, in the order in which they were first written. `<file>.index` maps each block's
 * index to its slot, so the file has no holes, however large the indexes are. Up to version 1.0.0, block n was at n times
 * its length in a sparse file without an index file; opening such a file creates the index.
 */
export class BlockFile {
  readonly #blockBytes: number;
  readonly #file: FileHandle;
  readonly #index: FileHandle;
  readonly #slots: Map<number, number>;
  #nextSlot: number;
  /** Whether the index has entries that may not be on disk yet. */
  #isIndexDirty = false;

  private constructor(blockBytes: number, file: FileHandle, index: FileHandle, slots: Map<number, number>) {
    this.#blockBytes = blockBytes;
    this.#file = file;
    this.#index = index;
    this.#slots = slots;
    this.#nextSlot = [...slots.values()].reduce((next, slot) => Math.max(next, slot + 1), 0);
  }

  static async open(path: string, { blockBytes }: BlockTable, platform: NodeJS.Platform): Promise<BlockFile> {
    const file = await openOrCreate(path);
    const indexPath = `${path}.index`;
    const entries =
      (await readFile(indexPath).catch(undefinedIfMissing)) ??
      (await createIndex(indexPath, file, blockBytes, platform));
    const slots = new Map<number, number>();
    for (let at = 0; at + ENTRY_BYTES <= entries.length; at += ENTRY_BYTES) {
      const slot = entries.readDoubleLE(at + 8) - 1;
      if (slot < 0) break;
      slots.set(entries.readDoubleLE(at), slot);
    }
    const blocks = new BlockFile(blockBytes, file, await open(indexPath, 'r+'), slots);
    // An interrupted write may leave bytes after the last slot. The next block there must not contain them.
    const end = blocks.#nextSlot * blockBytes;
    if ((await file.stat()).size > end) await file.truncate(end);
    return blocks;
  }

  /** @returns the blocks that exist, by index */
  async read(indexes: readonly number[]): Promise<Map<number, Buffer>> {
    const bySlot = new Map<number, number>();
    for (const index of indexes) {
      const slot = this.#slots.get(index);
      if (slot !== undefined) bySlot.set(slot, index);
    }
    const blocks = new Map<number, Buffer>();
    for (const { first, count } of contiguousRuns([...bySlot.keys()])) {
      const bytes = await readFully(this.#file, first * this.#blockBytes, count * this.#blockBytes);
      for (let place = 0; place < count; place += 1) {
        const block = bytes.subarray(place * this.#blockBytes, (place + 1) * this.#blockBytes);
        blocks.set(bySlot.get(first + place) ?? NaN, padTo(block, this.#blockBytes));
      }
    }
    return blocks;
  }

  /** @param isDurable whether it resolves only when the blocks survive a crash of the machine */
  async write(blocks: ReadonlyMap<number, Buffer>, isDurable: boolean): Promise<void> {
    const bySlot = new Map<number, Buffer>();
    const added: [block: number, slot: number][] = [];
    for (const [index, block] of blocks) {
      let slot = this.#slots.get(index);
      if (slot === undefined) added.push([index, (slot = this.#nextSlot + added.length)]);
      bySlot.set(slot, block);
    }
    for (const { first, count } of contiguousRuns([...bySlot.keys()])) {
      const parts = Array.from({ length: count }, (_, place) => bySlot.get(first + place) ?? Buffer.alloc(0));
      await this.#file.write(Buffer.concat(parts), 0, count * this.#blockBytes, first * this.#blockBytes);
    }
    if (added.length > 0) {
      const bytes = encodeEntries(added);
      await this.#index.write(bytes, 0, bytes.length, this.#slots.size * ENTRY_BYTES);
      for (const [index, slot] of added) this.#slots.set(index, slot);
      this.#nextSlot += added.length;
      this.#isIndexDirty = true;
    }
    if (isDurable) await this.#file.datasync();
  }

  /** All blocks that exist, in the order of their indexes. */
  async *all(): AsyncGenerator<readonly [number, Buffer]> {
    const indexes = [...this.#slots.keys()].sort((a, b) => a - b);
    for (let start = 0; start < indexes.length; start += BLOCKS_PER_READ) {
      const batch = indexes.slice(start, start + BLOCKS_PER_READ);
      const blocks = await this.read(batch);
      for (const index of batch) {
        const block = blocks.get(index);
        if (block) yield [index, block];
      }
    }
  }

  async close(): Promise<void> {
    // Syncing at the end is enough: if a crash loses an entry, the rows of that block are only indexed again.
    if (this.#isIndexDirty) await this.#index.datasync();
    await this.#file.close();
    await this.#index.close();
  }
}

async function createIndex(
  path: string,
  file: FileHandle,
  blockBytes: number,
  platform: NodeJS.Platform,
): Promise<Buffer> {
  const entries = await scanForBlocks(file, blockBytes);
  await writeFile(`${path}.new`, entries, { mode: 0o600, flush: true });
  await replaceFile(`${path}.new`, path, platform);
  return entries;
}

/** Makes the index of a file of version 1.0.0. Holes read as zeros and are skipped a megabyte at a time. */
async function scanForBlocks(file: FileHandle, blockBytes: number): Promise<Buffer> {
  const { size } = await file.stat();
  const chunkBytes = Math.ceil(1_000_000 / blockBytes) * blockBytes;
  const zeros = Buffer.alloc(chunkBytes);
  const entries: [number, number][] = [];
  for (let start = 0; start < size; start += chunkBytes) {
    const chunk = await readFully(file, start, chunkBytes);
    if (chunk.equals(zeros.subarray(0, chunk.length))) continue;
    for (let at = 0; at < chunk.length; at += blockBytes) {
      const block = chunk.subarray(at, at + blockBytes);
      const index = (start + at) / blockBytes;
      if (!block.equals(zeros.subarray(0, block.length))) entries.push([index, index]);
    }
  }
  return encodeEntries(entries);
}

function encodeEntries(pairs: readonly (readonly [block: number, slot: number])[]): Buffer {
  const entries = Buffer.alloc(pairs.length * ENTRY_BYTES);
  for (const [place, [block, slot]] of pairs.entries()) {
    entries.writeDoubleLE(block, place * ENTRY_BYTES);
    entries.writeDoubleLE(slot + 1, place * ENTRY_BYTES + 8);
  }
  return entries;
}

/** Groups neighbouring slots, which one read or write can cover. */
function contiguousRuns(slots: readonly number[]): { first: number; count: number }[] {
  const runs: { first: number; count: number }[] = [];
  for (const slot of slots.toSorted((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last && last.first + last.count === slot) last.count += 1;
    else runs.push({ first: slot, count: 1 });
  }
  return runs;
}

async function openOrCreate(path: string): Promise<FileHandle> {
  return open(path, 'r+').catch((error: unknown) => {
    undefinedIfMissing(error);
    return open(path, 'w+', 0o600);
  });
}

export function undefinedIfMissing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
}

async function readFully(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await file.read(bytes, read, length - read, position + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return bytes.subarray(0, read);
}

function padTo(block: Buffer, length: number): Buffer {
  return block.length === length ? block : Buffer.concat([block], length);
}
