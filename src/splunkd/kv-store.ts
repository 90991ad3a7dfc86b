import * as v from 'valibot';
import type { Splunkd } from './splunkd.ts';

/** A query of KV store's REST, in the manner of MongoDB. */
export type KvQuery = Readonly<Record<string, unknown>>;

const Documents = v.array(v.object({ _key: v.string() }));

/** splunkd gives no more documents in one answer (limits.conf, `max_rows_per_query`). */
const MAX_ROWS_PER_QUERY = 50_000;
/** And takes no more in one request (`max_documents_per_batch_save`). */
const MAX_DOCUMENTS_PER_BATCH_SAVE = 1000;

/** A collection of the app's in KV store. */
export class KvCollection {
  readonly #splunkd: Splunkd;
  readonly #path: string;
  readonly name: string;

  constructor(splunkd: Splunkd, name: string) {
    this.#splunkd = splunkd;
    this.name = name;
    this.#path = `storage/collections/data/${name}`;
  }

  /** The documents that a query matches, at most 50,000. @param how `sort`, `limit`, `skip`, `fields` of the REST */
  find<T>(
    query: KvQuery,
    schema: v.GenericSchema<unknown, T>,
    how: Readonly<Record<string, unknown>> = {},
  ): Promise<T> {
    return this.#splunkd.get(this.#path, { query: JSON.stringify(query), ...how }, schema);
  }

  /** The number of documents that a query matches. */
  async count(query: KvQuery): Promise<number> {
    let count = 0;
    for (;;) {
      const page = { fields: '_key', limit: MAX_ROWS_PER_QUERY, skip: count };
      const { length } = await this.find(query, Documents, page);
      count += length;
      if (length < MAX_ROWS_PER_QUERY) return count;
    }
  }

  /** Puts documents under their keys, in place of those that are there. */
  async save(
    documents: readonly (Readonly<Record<string, unknown>> & { readonly _key: string })[],
  ): Promise<void> {
    for (let start = 0; start < documents.length; start += MAX_DOCUMENTS_PER_BATCH_SAVE) {
      const batch = documents.slice(start, start + MAX_DOCUMENTS_PER_BATCH_SAVE);
      await this.#splunkd.post(`${this.#path}/batch_save`, batch);
    }
  }

  /** Deletes what a query matches; one that matches all is not meant. */
  async delete(query: KvQuery): Promise<void> {
    if (Object.keys(query).length === 0)
      throw new RangeError('a query that is empty would delete everything');
    await this.#splunkd.delete(this.#path, { query: JSON.stringify(query) });
  }
}
