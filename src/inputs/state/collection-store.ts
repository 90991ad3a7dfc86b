import * as v from 'valibot';
import type { KvCollection } from '../../splunkd/kv-store.ts';
import { type BlockTable, MAX_SET_ASIDE, type Store } from './store.ts';

/** A query is part of a URL, so it names few blocks. */
const BLOCKS_PER_QUERY = 100;

/** A document of the collection `misp_inputs`: one block of one table of an input. Other data is block 0 of its own table. */
const Document = v.object({
  input: v.string(),
  table: v.optional(v.string(), ''),
  block: v.optional(v.number(), 0),
  data: v.string(),
});

/** A store in a KV store collection, which search heads of a cluster share: a new captain continues the input. */
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

  async #removeOldAsides(): Promise<void> {
    // A table is named `aside <time>`. All such names are between `aside ` and `aside:`, since digits sort before the colon.
    const asides = await this.#find({ input: this.#input, table: { $gt: 'aside ', $lt: 'aside:' } });
    const tables = asides.map(({ table }) => table).sort();
    for (const table of tables.slice(0, -MAX_SET_ASIDE))
      await this.#collection.delete({ input: this.#input, table });
  }

  async loadRecent(): Promise<Buffer | undefined> {
    const [document] = await this.#find({ input: this.#input, table: 'recent' });
    return document && Buffer.from(document.data, 'base64');
  }

  saveRecent(events: Buffer): Promise<void> {
    return this.#collection.save([this.#document('recent', 0, events.toString('base64'))]);
  }

  async readBlocks({ name }: BlockTable, indexes: readonly number[]): Promise<ReadonlyMap<number, Buffer>> {
    const blocks = new Map<number, Buffer>();
    for (let start = 0; start < indexes.length; start += BLOCKS_PER_QUERY) {
      const conditions = indexes.slice(start, start + BLOCKS_PER_QUERY).map((block) => ({ block }));
      const documents = await this.#find({ input: this.#input, table: name, $or: conditions });
      for (const { block, data } of documents) blocks.set(block, Buffer.from(data, 'base64'));
    }
    return blocks;
  }

  async writeBlocks({ name }: BlockTable, blocks: ReadonlyMap<number, Buffer>): Promise<void> {
    await this.#collection.save(
      Array.from(blocks, ([index, block]) => this.#document(name, index, block.toString('base64'))),
    );
  }

  async *allBlocks({ name }: BlockTable): AsyncGenerator<readonly [number, Buffer]> {
    let next = 0;
    for (;;) {
      const query = { input: this.#input, table: name, block: { $gte: next } };
      const documents = await this.#find(query, { sort: 'block', limit: BLOCKS_PER_QUERY });
      for (const { block, data } of documents) yield [block, Buffer.from(data, 'base64')];
      const last = documents.at(-1);
      if (!last) return;
      next = last.block + 1;
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #find(query: Readonly<Record<string, unknown>>, options: Readonly<Record<string, unknown>> = {}) {
    return this.#collection.find(query, v.array(Document), options);
  }

  #document(table: string, block: number, data: string) {
    return { _key: `${this.#input} ${table} ${block}`, input: this.#input, table, block, data };
  }
}
