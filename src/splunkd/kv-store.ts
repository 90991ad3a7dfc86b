import * as v from 'valibot';
import type { Splunkd } from './splunkd.ts';

/** A query of KV store's REST, in the manner of MongoDB. */
export type KvQuery = Readonly<Record<string, unknown>>;

const Documents = v.array(v.object({ _key: v.string() }));

/** splunkd gives no more documents in one answer (limits.conf, `max_rows_per_query`). */
const MAX_ROWS_PER_QUERY = 50_000;

/** A collection of the app's in KV store. */
export class KvCollection {
  readonly #splunkd: Splunkd;
  readonly #path: string;

  constructor(splunkd: Splunkd, name: string) {
    this.#splunkd = splunkd;
    this.#path = `storage/collections/data/${name}`;
  }

  /** The number of documents that a query matches. */
  async count(query: KvQuery): Promise<number> {
    let count = 0;
    for (;;) {
      const page = { query: JSON.stringify(query), fields: '_key', limit: MAX_ROWS_PER_QUERY, skip: count };
      const { length } = await this.#splunkd.get(this.#path, page, Documents);
      count += length;
      if (length < MAX_ROWS_PER_QUERY) return count;
    }
  }

  /** Deletes what a query matches; one that matches all is not meant. */
  async delete(query: KvQuery): Promise<void> {
    if (Object.keys(query).length === 0)
      throw new RangeError('a query that is empty would delete everything');
    await this.#splunkd.delete(this.#path, { query: JSON.stringify(query) });
  }
}
