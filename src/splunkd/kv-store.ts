import * as v from 'valibot';
import type { Splunkd } from './splunkd.ts';

/** A query of the KV store REST API, in the syntax of MongoDB. */
export type KvQuery = Readonly<Record<string, unknown>>;

const Documents = v.array(v.object({ _key: v.string() }));

/** Documents of one response (limits.conf, `max_rows_per_query`). */
const MAX_ROWS_PER_QUERY = 50_000;
/** Documents of one request (limits.conf, `max_documents_per_batch_save`). */
const MAX_DOCUMENTS_PER_BATCH_SAVE = 1000;

/** A KV store collection of the app. */
export class KvCollection {
  readonly #splunkd: Splunkd;
  readonly #path: string;
  readonly name: string;

  constructor(splunkd: Splunkd, name: string) {
    this.#splunkd = splunkd;
    this.name = name;
    this.#path = `storage/collections/data/${name}`;
  }

  /** The documents that a query matches, at most 50,000. @param options `sort`, `limit`, `skip`, `fields` of the REST API */
  find<T>(
    query: KvQuery,
    schema: v.GenericSchema<unknown, T>,
    options: Readonly<Record<string, unknown>> = {},
  ): Promise<T> {
    return this.#splunkd.get(this.#path, { query: JSON.stringify(query), ...options }, schema);
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

  /** Inserts or replaces documents by key. */
  async save(
    documents: readonly (Readonly<Record<string, unknown>> & { readonly _key: string })[],
  ): Promise<void> {
    for (let start = 0; start < documents.length; start += MAX_DOCUMENTS_PER_BATCH_SAVE) {
      const batch = documents.slice(start, start + MAX_DOCUMENTS_PER_BATCH_SAVE);
      await this.#splunkd.post(`${this.#path}/batch_save`, batch);
    }
  }

  /** Deletes the documents that a query matches. @throws RangeError for an empty query, which would match all */
  async delete(query: KvQuery): Promise<void> {
    if (Object.keys(query).length === 0) throw new RangeError('an empty query would delete all documents');
    await this.#splunkd.delete(this.#path, { query: JSON.stringify(query) });
  }
}
