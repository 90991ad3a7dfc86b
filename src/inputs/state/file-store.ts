import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BlockFile, noneIfMissing } from './block-file.ts';
import { fileName } from './file-name.ts';
import { replaceFile } from './replace-file.ts';
import type { Store, Table } from './store.ts';

/** Checkpoints that cannot be used are kept for who wants to know why. */
const KEPT_ASIDES = 3;

/**
 * A store in files of the checkpoint_dir that splunkd gives: `<input>.json`, `<input>.recent`, and two files a table. Their
 * modes mean nothing on Windows: who may read them there is up to the folder.
 */
export class FileStore implements Store {
  readonly #folder: string;
  readonly #name: string;
  readonly #platform: NodeJS.Platform;
  readonly #files = new Map<string, Promise<BlockFile>>();

  constructor(folder: string, input: string, platform: NodeJS.Platform) {
    this.#folder = folder;
    this.#name = fileName(input, platform);
    this.#platform = platform;
  }

  async load(): Promise<string | undefined> {
    await mkdir(this.#folder, { recursive: true });
    return readFile(this.#path('json'), 'utf8').catch(noneIfMissing);
  }

  save(checkpoint: string): Promise<void> {
    return this.#replace('json', checkpoint);
  }

  async setAside(checkpoint: string): Promise<string> {
    const path = this.#path(`aside-${new Date().toISOString().replaceAll(':', '')}.json`);
    const file = await open(path, 'w', 0o600);
    await file.writeFile(checkpoint);
    await file.close();
    await this.#removeOldAsides();
    return path;
  }

  /** A MISP whose clock jumps leaves one in each run. */
  async #removeOldAsides(): Promise<void> {
    const start = `${this.#name}.aside-`;
    // Their names are times: the oldest come first.
    const asides = (await readdir(this.#folder)).filter((name) => name.startsWith(start)).sort();
    for (const name of asides.slice(0, -KEPT_ASIDES)) await rm(join(this.#folder, name), { force: true });
  }

  loadRecent(): Promise<Buffer | undefined> {
    return readFile(this.#path('recent')).catch(noneIfMissing);
  }

  saveRecent(events: Buffer): Promise<void> {
    return this.#replace('recent', events);
  }

  async readBlocks(table: Table, indexes: readonly number[]): Promise<ReadonlyMap<number, Buffer>> {
    return (await this.#open(table)).read(indexes);
  }

  async writeBlocks(table: Table, blocks: ReadonlyMap<number, Buffer>, isDurable: boolean): Promise<void> {
    await (await this.#open(table)).write(blocks, isDurable);
  }

  async *allBlocks(table: Table): AsyncGenerator<readonly [number, Buffer]> {
    yield* (await this.#open(table)).all();
  }

  async close(): Promise<void> {
    // One that could not be opened has failed the run already.
    for (const file of this.#files.values()) await (await file.catch(() => undefined))?.close();
  }

  #open(table: Table): Promise<BlockFile> {
    const known = this.#files.get(table.name);
    if (known) return known;
    const file = BlockFile.open(this.#path(table.name), table, this.#platform);
    this.#files.set(table.name, file);
    return file;
  }

  /** All of it or nothing, whatever happens meanwhile. */
  async #replace(extension: string, data: string | Buffer): Promise<void> {
    const path = this.#path(extension);
    const next = await open(`${path}.new`, 'w', 0o600);
    try {
      await next.writeFile(data);
      await next.sync();
    } finally {
      await next.close();
    }
    await replaceFile(`${path}.new`, path, this.#platform);
  }

  #path(extension: string): string {
    return join(this.#folder, `${this.#name}.${extension}`);
  }
}
