import * as v from 'valibot';
import type { KvCollection } from '../../splunkd/kv-store.ts';
import type { Store, Table } from './store.ts';

/** Checkpoints that cannot be used are kept for who wants to know why. */
const KEPT_ASIDES = 3;
/** Keys in one query; they travel in its URL. */
const BLOCKS_A_QUERY = 100;

/** A document of `misp_inputs`: the checkpoint of an input (no block), or a block of a table of its. */
const Document = v.object({
  input: v.string(),
  table: v.optional(v.string(), ''),
  block: v.optional(v.number(), 0),
  data: v.string(),
});

/** A store in a collection that search heads share, so that one can go on where another stood. */
export class CollectionStore implements Store {
  readonly #collection: KvCollection;
  readonly #input: string;

  constructor(collection: KvCollection, input: string) {
    this.#collection = collection;
    this.#input = input;
  }

  async load(): Promise<string | undefined> {
    return (await this.#find({ input: this.#input, table: 'checkpoint' }))[0]?.data;
  }

  save(data: string): Promise<void> {
    return this.#collection.save([this.#document('checkpoint', 0, data)]);
  }

  async setAside(data: string): Promise<string> {
    const document = this.#document(`aside ${new Date().toISOString()}`, 0, data);
    await this.#collection.save([document]);
    await this.#removeOldAsides();
    return `the KV store collection ${this.#collection.name}, key "${document._key}"`;
  }

  /** A MISP whose clock jumps leaves one in each run. */
  async #removeOldAsides(): Promise<void> {
    // Their tables are named after times, which come after this.
    const asides = await this.#find({ input: this.#input, table: { $gt: 'aside ', $lt: 'aside:' } });
    const tables = asides.map(({ table }) => table).sort();
    for (const table of tables.slice(0, -KEPT_ASIDES))
      await this.#collection.delete({ input: this.#input, table });
  }

  async loadRecent(): Promise<Buffer | undefined> {
    const [found] = await this.#find({ input: this.#input, table: 'recent' });
    return found && Buffer.from(found.data, 'base64');
  }

  saveRecent(events: Buffer): Promise<void> {
    return this.#collection.save([this.#document('recent', 0, events.toString('base64'))]);
  }

  async readBlocks({ name }: Table, indexes: readonly number[]): Promise<ReadonlyMap<number, Buffer>> {
    const blocks = new Map<number, Buffer>();
    for (let start = 0; start < indexes.length; start += BLOCKS_A_QUERY) {
      const wanted = indexes.slice(start, start + BLOCKS_A_QUERY).map((block) => ({ block }));
      const found = await this.#find({ input: this.#input, table: name, $or: wanted });
      for (const { block, data } of found) blocks.set(block, Buffer.from(data, 'base64'));
    }
    return blocks;
  }

  async writeBlocks({ name }: Table, blocks: ReadonlyMap<number, Buffer>): Promise<void> {
    await this.#collection.save(
      Array.from(blocks, ([index, block]) => this.#document(name, index, block.toString('base64'))),
    );
  }

  async *allBlocks({ name }: Table): AsyncGenerator<readonly [number, Buffer]> {
    let next = 0;
    for (;;) {
      const query = { input: this.#input, table: name, block: { $gte: next } };
      const found = await this.#find(query, { sort: 'block', limit: BLOCKS_A_QUERY });
      for (const { block, data } of found) yield [block, Buffer.from(data, 'base64')];
      const last = found.at(-1);
      if (!last) return;
      next = last.block + 1;
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #find(query: Readonly<Record<string, unknown>>, how: Readonly<Record<string, unknown>> = {}) {
    return this.#collection.find(query, v.array(Document), how);
  }

  #document(table: string, block: number, data: string) {
    return { _key: `${this.#input} ${table} ${block}`, input: this.#input, table, block, data };
  }
}
