import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BlockFile, undefinedIfMissing } from './block-file.ts';
import { fileName } from './file-name.ts';
import { replaceFile } from './replace-file.ts';
import { type BlockTable, MAX_SET_ASIDE, type Store } from './store.ts';

/**
 * A store in files of the input's checkpoint_dir: `<input>.json`, `<input>.recent`, and two files for each table. Only
 * their owner may read them; on Windows, where file modes have no effect, the folder's permissions apply.
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
    return readFile(this.#path('json'), 'utf8').catch(undefinedIfMissing);
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

  async #removeOldAsides(): Promise<void> {
    const prefix = `${this.#name}.aside-`;
    // The names contain times, so the oldest one sorts first.
    const asides = (await readdir(this.#folder)).filter((name) => name.startsWith(prefix)).sort();
    for (const name of asides.slice(0, -MAX_SET_ASIDE)) await rm(join(this.#folder, name), { force: true });
  }

  loadRecent(): Promise<Buffer | undefined> {
    return readFile(this.#path('recent')).catch(undefinedIfMissing);
  }

  saveRecent(events: Buffer): Promise<void> {
    return this.#replace('recent', events);
  }

  async readBlocks(table: BlockTable, indexes: readonly number[]): Promise<ReadonlyMap<number, Buffer>> {
    return (await this.#open(table)).read(indexes);
  }

  async writeBlocks(
    table: BlockTable,
    blocks: ReadonlyMap<number, Buffer>,
    isDurable: boolean,
  ): Promise<void> {
    await (await this.#open(table)).write(blocks, isDurable);
  }

  async *allBlocks(table: BlockTable): AsyncGenerator<readonly [number, Buffer]> {
    yield* (await this.#open(table)).all();
  }

  async close(): Promise<void> {
    // A file that cannot be opened has already failed the run.
    for (const file of this.#files.values()) await (await file.catch(() => undefined))?.close();
  }

  #open(table: BlockTable): Promise<BlockFile> {
    let file = this.#files.get(table.name);
    if (!file)
      this.#files.set(table.name, (file = BlockFile.open(this.#path(table.name), table, this.#platform)));
    return file;
  }

  /** Replaces a file atomically. */
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
