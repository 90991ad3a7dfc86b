import { type FileHandle, open, readFile, writeFile } from 'node:fs/promises';
import { replaceFile } from './replace-file.ts';
import type { Table } from './store.ts';

/**
 * An entry of the index: the number of a block, and its slot counted from 1, both as 64-bit floats, which hold every
 * integer up to 2^53 exactly. A slot of 0 ends the index: a file system may leave zeros where a write broke off.
 */
const ENTRY_BYTES = 16;
/** Read at once when all of a table is gone through. */
const BLOCKS_AT_ONCE = 64;

/**
 * The blocks of one table in a file. They lie in the order in which they were first written, and `<file>.index` says
 * where each is: the file is as large as what is in it, whatever the numbers of the blocks. Up to version 1.0.0 block n
 * lay at n times its length, in a file with holes and without an index; the index is then made from what is there.
 */
export class BlockFile {
  readonly #blockBytes: number;
  readonly #file: FileHandle;
  readonly #index: FileHandle;
  readonly #slots: Map<number, number>;
  #nextSlot: number;
  /** Whether the index has entries that are not on disk for sure. */
  #isIndexDirty = false;

  private constructor(blockBytes: number, file: FileHandle, index: FileHandle, slots: Map<number, number>) {
    this.#blockBytes = blockBytes;
    this.#file = file;
    this.#index = index;
    this.#slots = slots;
    this.#nextSlot = [...slots.values()].reduce((next, slot) => Math.max(next, slot + 1), 0);
  }

  static async open(path: string, { blockBytes }: Table, platform: NodeJS.Platform): Promise<BlockFile> {
    const file = await openOrCreate(path);
    const indexPath = `${path}.index`;
    const entries =
      (await readFile(indexPath).catch(noneIfMissing)) ??
      (await makeIndex(indexPath, file, blockBytes, platform));
    const slots = new Map<number, number>();
    for (let at = 0; at + ENTRY_BYTES <= entries.length; at += ENTRY_BYTES) {
      const slot = entries.readDoubleLE(at + 8) - 1;
      if (slot < 0) break;
      slots.set(entries.readDoubleLE(at), slot);
    }
    const blocks = new BlockFile(blockBytes, file, await open(indexPath, 'r+'), slots);
    // What lies behind the last slot belongs to no block: a write broke off. The next block there must not find it.
    const end = blocks.#nextSlot * blockBytes;
    if ((await file.stat()).size > end) await file.truncate(end);
    return blocks;
  }

  /** Those of the blocks that were ever written. */
  async read(indexes: readonly number[]): Promise<Map<number, Buffer>> {
    const bySlot = new Map<number, number>();
    for (const index of indexes) {
      const slot = this.#slots.get(index);
      if (slot !== undefined) bySlot.set(slot, index);
    }
    const blocks = new Map<number, Buffer>();
    for (const { first, count } of runsOf([...bySlot.keys()])) {
      const bytes = await readFully(this.#file, first * this.#blockBytes, count * this.#blockBytes);
      for (let place = 0; place < count; place += 1) {
        const block = bytes.subarray(place * this.#blockBytes, (place + 1) * this.#blockBytes);
        blocks.set(bySlot.get(first + place) ?? NaN, padded(block, this.#blockBytes));
      }
    }
    return blocks;
  }

  /** @param isDurable whether it resolves only when the disk has them; otherwise what ends the machine may lose them */
  async write(blocks: ReadonlyMap<number, Buffer>, isDurable: boolean): Promise<void> {
    const bySlot = new Map<number, Buffer>();
    const added: [block: number, slot: number][] = [];
    for (const [index, block] of blocks) {
      let slot = this.#slots.get(index);
      if (slot === undefined) added.push([index, (slot = this.#nextSlot + added.length)]);
      bySlot.set(slot, block);
    }
    for (const { first, count } of runsOf([...bySlot.keys()])) {
      const parts = Array.from({ length: count }, (_, place) => bySlot.get(first + place) ?? Buffer.alloc(0));
      await this.#file.write(Buffer.concat(parts), 0, count * this.#blockBytes, first * this.#blockBytes);
    }
    if (added.length > 0) {
      const bytes = entriesOf(added);
      await this.#index.write(bytes, 0, bytes.length, this.#slots.size * ENTRY_BYTES);
      for (const [index, slot] of added) this.#slots.set(index, slot);
      this.#nextSlot += added.length;
      this.#isIndexDirty = true;
    }
    if (isDurable) await this.#file.datasync();
  }

  /** Every block that was ever written, by number. */
  async *all(): AsyncGenerator<readonly [number, Buffer]> {
    const indexes = [...this.#slots.keys()].sort((a, b) => a - b);
    for (let start = 0; start < indexes.length; start += BLOCKS_AT_ONCE) {
      const some = indexes.slice(start, start + BLOCKS_AT_ONCE);
      const blocks = await this.read(some);
      for (const index of some) {
        const block = blocks.get(index);
        if (block) yield [index, block];
      }
    }
  }

  async close(): Promise<void> {
    // Only now: an entry that is lost with the machine costs a block that is indexed once more.
    if (this.#isIndexDirty) await this.#index.datasync();
    await this.#file.close();
    await this.#index.close();
  }
}

async function makeIndex(
  path: string,
  file: FileHandle,
  blockBytes: number,
  platform: NodeJS.Platform,
): Promise<Buffer> {
  const entries = await indexOf(file, blockBytes);
  await writeFile(`${path}.new`, entries, { mode: 0o600, flush: true });
  await replaceFile(`${path}.new`, path, platform);
  return entries;
}

/** The index of a file as version 1.0.0 left it. Its holes read as zeros, and are passed over a megabyte at a time. */
async function indexOf(file: FileHandle, blockBytes: number): Promise<Buffer> {
  const { size } = await file.stat();
  const chunkBytes = Math.ceil(1_000_000 / blockBytes) * blockBytes;
  const zeros = Buffer.alloc(chunkBytes);
  const found: [number, number][] = [];
  for (let start = 0; start < size; start += chunkBytes) {
    const chunk = await readFully(file, start, chunkBytes);
    if (chunk.equals(zeros.subarray(0, chunk.length))) continue;
    for (let at = 0; at < chunk.length; at += blockBytes) {
      const block = chunk.subarray(at, at + blockBytes);
      const index = (start + at) / blockBytes;
      if (!block.equals(zeros.subarray(0, block.length))) found.push([index, index]);
    }
  }
  return entriesOf(found);
}

function entriesOf(pairs: readonly (readonly [block: number, slot: number])[]): Buffer {
  const entries = Buffer.alloc(pairs.length * ENTRY_BYTES);
  for (const [place, [block, slot]] of pairs.entries()) {
    entries.writeDoubleLE(block, place * ENTRY_BYTES);
    entries.writeDoubleLE(slot + 1, place * ENTRY_BYTES + 8);
  }
  return entries;
}

/** Neighbours are read and written at once. */
function runsOf(slots: readonly number[]): { first: number; count: number }[] {
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
    noneIfMissing(error);
    return open(path, 'w+', 0o600);
  });
}

export function noneIfMissing(error: unknown): undefined {
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

function padded(block: Buffer, length: number): Buffer {
  return block.length === length ? block : Buffer.concat([block], length);
}
