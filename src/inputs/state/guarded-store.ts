import type { Store, Table } from './store.ts';

/** A store that does something before it takes down what is known. */
export class GuardedStore implements Store {
  readonly #store: Store;
  readonly #before: () => Promise<void>;

  constructor(store: Store, before: () => Promise<void>) {
    this.#store = store;
    this.#before = before;
  }

  async save(checkpoint: string): Promise<void> {
    await this.#before();
    await this.#store.save(checkpoint);
  }

  async writeBlocks(table: Table, blocks: ReadonlyMap<number, Buffer>, isDurable: boolean): Promise<void> {
    await this.#before();
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

  readBlocks(table: Table, indexes: readonly number[]): Promise<ReadonlyMap<number, Buffer>> {
    return this.#store.readBlocks(table, indexes);
  }

  allBlocks(table: Table): AsyncIterable<readonly [index: number, block: Buffer]> {
    return this.#store.allBlocks(table);
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}
