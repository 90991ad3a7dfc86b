import type { BlockTable, Store } from './store.ts';

/** A store that calls `beforeWrite` before it saves a checkpoint or blocks. */
export class GuardedStore implements Store {
  readonly #store: Store;
  readonly #beforeWrite: () => Promise<void>;

  constructor(store: Store, beforeWrite: () => Promise<void>) {
    this.#store = store;
    this.#beforeWrite = beforeWrite;
  }

  async save(checkpoint: string): Promise<void> {
    await this.#beforeWrite();
    await this.#store.save(checkpoint);
  }

  async writeBlocks(
    table: BlockTable,
    blocks: ReadonlyMap<number, Buffer>,
    isDurable: boolean,
  ): Promise<void> {
    await this.#beforeWrite();
    await this.#store.writeBlocks(table, blocks, isDurable);
  }

  load(): Promise<string | undefined> {
    return this.#store.load();
  }

  setAside(checkpoint: string): Promise<string> {
    return this.#store.setAside(checkpoint);
  }

  loadRecent(): Promise<Buffer | undefined> {
    return this.#store.loadRecent();
  }

  saveRecent(events: Buffer): Promise<void> {
    return this.#store.saveRecent(events);
  }

  readBlocks(table: BlockTable, indexes: readonly number[]): Promise<ReadonlyMap<number, Buffer>> {
    return this.#store.readBlocks(table, indexes);
  }

  allBlocks(table: BlockTable): AsyncIterable<readonly [index: number, block: Buffer]> {
    return this.#store.allBlocks(table);
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}
