import { type FileHandle, mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store, Table } from './store.ts';

/** Read at once when all of a table is gone through. */
const BLOCKS_AT_ONCE = 64;

/** A store in files of the checkpoint_dir that splunkd gives: `<input>.json`, and a file a table. */
export class FileStore implements Store {
  readonly #folder: string;
  readonly #name: string;
  readonly #handles = new Map<string, FileHandle>();

  constructor(folder: string, input: string) {
    this.#folder = folder;
    this.#name = fileName(input);
  }

  async load(): Promise<string | undefined> {
    await mkdir(this.#folder, { recursive: true });
    return readFile(this.#path('json'), 'utf8').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    });
  }

  async save(checkpoint: string): Promise<void> {
    const path = this.#path('json');
    const next = await open(`${path}.new`, 'w', 0o600);
    try {
      await next.writeFile(checkpoint);
      await next.sync();
    } finally {
      await next.close();
    }
    await rename(`${path}.new`, path);
  }

  async setAside(checkpoint: string): Promise<string> {
    const path = this.#path(`aside-${new Date().toISOString().replaceAll(':', '')}.json`);
    const file = await open(path, 'w', 0o600);
    await file.writeFile(checkpoint);
    await file.close();
    return path;
  }

  async readBlocks(
    { name, blockBytes }: Table,
    indexes: readonly number[],
  ): Promise<ReadonlyMap<number, Buffer>> {
    const file = await this.#open(name);
    const blocks = new Map<number, Buffer>();
    for (const { first, count } of runsOf(indexes)) {
      const bytes = await readFully(file, first * blockBytes, count * blockBytes);
      for (let index = 0; index < count; index += 1) {
        const block = bytes.subarray(index * blockBytes, (index + 1) * blockBytes);
        // What was never written reads as zeros, and may end the file.
        if (block.length > 0) blocks.set(first + index, padded(block, blockBytes));
      }
    }
    return blocks;
  }

  async writeBlocks({ name, blockBytes }: Table, blocks: ReadonlyMap<number, Buffer>): Promise<void> {
    const file = await this.#open(name);
    for (const { first, count } of runsOf([...blocks.keys()].sort((a, b) => a - b))) {
      const parts = Array.from({ length: count }, (_, index) => blocks.get(first + index) ?? Buffer.alloc(0));
      await file.write(Buffer.concat(parts), 0, count * blockBytes, first * blockBytes);
    }
    await file.datasync();
  }

  async *allBlocks(table: Table): AsyncGenerator<readonly [number, Buffer]> {
    const file = await this.#open(table.name);
    const count = Math.ceil((await file.stat()).size / table.blockBytes);
    for (let first = 0; first < count; first += BLOCKS_AT_ONCE) {
      const indexes = Array.from(
        { length: Math.min(BLOCKS_AT_ONCE, count - first) },
        (_, index) => first + index,
      );
      yield* await this.readBlocks(table, indexes);
    }
  }

  async close(): Promise<void> {
    for (const file of this.#handles.values()) await file.close();
  }

  async #open(table: string): Promise<FileHandle> {
    const known = this.#handles.get(table);
    if (known) return known;
    const path = this.#path(table);
    const file = await open(path, 'r+').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      return open(path, 'w+', 0o600);
    });
    this.#handles.set(table, file);
    return file;
  }

  #path(extension: string): string {
    return join(this.#folder, `${this.#name}.${extension}`);
  }
}

/** Stanzas may be called anything. */
export function fileName(input: string): string {
  return encodeURIComponent(input).replaceAll('*', '%2A').replaceAll('.', '%2E');
}

/** Neighbours are read and written at once. @param indexes ascending */
function runsOf(indexes: readonly number[]): { first: number; count: number }[] {
  const runs: { first: number; count: number }[] = [];
  for (const index of indexes) {
    const last = runs.at(-1);
    if (last && last.first + last.count === index) last.count += 1;
    else runs.push({ first: index, count: 1 });
  }
  return runs;
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
