import { AttributeTables } from '../../indicators/attribute-tables.ts';
import { ColumnLimit } from '../../indicators/columns.ts';
import { jsonRow } from '../../indicators/json-rows.ts';
import { metadataOf } from '../../indicators/metadata.ts';
import { cellsOf, rowOf } from '../../indicators/table-rows.ts';
import type { MispClient } from '../../misp/client.ts';
import type { Query } from '../../misp/query/query.ts';
import type { Context, Transformer } from '../../protocol/command.ts';
import type { Row } from '../../protocol/rows.ts';
import type { Table } from '../../protocol/table.ts';
import type { Instance } from '../../splunkd/instances.ts';
import { reportClientWarnings, startFilterCheck } from '../shared/client-warnings.ts';
import { eventRows } from '../shared/event-rows.ts';
import { fieldValues } from '../shared/record-fields.ts';
import { ResultSize } from '../shared/result-size.ts';
import { searchClient } from '../shared/search-client.ts';
import type { Services } from '../shared/services.ts';
import { FetchError } from './errors.ts';
import type { FetchValues } from './options.ts';
import { overridesIn, overridingFields } from './overrides.ts';
import { extentOf, queryOf } from './query.ts';

/** One run of `mispfetch`: passes results through and appends what the request of the last result finds. */
export class FetchRun implements Transformer {
  readonly #values: FetchValues;
  readonly #context: Context<Services>;
  readonly #columns = new ColumnLimit();
  #last: Row = {};
  /** The rows of the last chunk are in the same response as the appended rows, and splunkd limits the rows of a response. */
  #lastChunkRows = 0;

  constructor(values: FetchValues, context: Context<Services>) {
    this.#values = values;
    this.#context = context;
  }

  chunk(rows: readonly Row[]): readonly Row[] {
    this.#last = rows.at(-1) ?? this.#last;
    this.#lastChunkRows = rows.length;
    return rows;
  }

  async end(): Promise<readonly Row[]> {
    const values = { ...this.#values, ...this.#overrides() };
    const instances = await this.#context.services.instances(this.#context.info);
    const instance = await instances.getOnly(values.misp_instance ?? '');
    const client = searchClient(this.#context.info, instance.connection);
    const rows: Row[] = [];
    const maxRows = this.#context.info.maxResultRows - this.#lastChunkRows;
    try {
      const warnOfFilters = startFilterCheck(client, [queryOf(values)], this.#context);
      const pages =
        values.misp_restsearch === 'events'
          ? this.#events(client, values, instance)
          : this.#attributes(client, values, instance);
      const size = new ResultSize('mispfetch', 'Narrow the filters, or use mispgetioc or mispgetevent.');
      for await (const page of pages) {
        for (const row of page) {
          rows.push(row);
          size.add(row);
        }
        if (rows.length > maxRows)
          throw new FetchError(
            `mispfetch can append at most ${maxRows} rows here, and MISP has more. Narrow the filters, or use mispgetioc or mispgetevent.`,
          );
      }
      if (this.#columns.warning !== undefined) this.#context.message('WARN', this.#columns.warning);
      await warnOfFilters();
      reportClientWarnings(client, this.#context);
    } finally {
      client.close();
    }
    return rows;
  }

  /** The author of a log line chooses the fields of its event and could choose the request to MISP, so they do not count. */
  #overrides(): Partial<FetchValues> {
    const { overrides = fieldValues(this.#last, '_raw').length === 0 } = this.#values;
    if (overrides) return overridesIn(this.#last);
    const names = overridingFields(this.#last);
    if (names.length > 0 && this.#values.overrides === undefined)
      this.#context.message(
        'WARN',
        `The last result is an event, so its fields ${names.join(', ')} do not override options. If they should, add overrides=true.`,
      );
    return {};
  }

  async *#events(
    client: MispClient,
    values: FetchValues,
    { prefix, connection }: Instance,
  ): AsyncGenerator<Row[]> {
    const query = { ...queryOf(values), includeSightingdb: undefined };
    const { signal } = this.#context;
    const shape = {
      prefix: values.prefix ?? prefix,
      instance: connection.name,
      url: connection.url,
      getioc: values.getioc,
      asJson: values.misp_output_mode === 'json',
      expandObject: values.expand_object,
      pipesplit: values.pipesplit,
      attributeLimit: values.attribute_limit,
      keepGalaxy: values.keep_galaxy,
      keepRelated: values.keep_related,
      keepSightings: true,
      columns: this.#columns,
    };
    yield* eventRows(client, defined(query), extentOf(values), shape, signal);
  }

  async *#attributes(
    client: MispClient,
    values: FetchValues,
    { prefix, connection }: Instance,
  ): AsyncGenerator<Row[]> {
    const { name, url } = connection;
    const metadata = metadataOf(name, url);
    const shape = { prefix: values.prefix ?? prefix, columns: this.#columns };
    const rowsOf = (table: Table) => cellsOf(table).map((cells) => rowOf(cells, metadata, shape));
    const query = {
      includeSightings: true,
      includeEventTags: true,
      includeEventUuid: true,
      ...queryOf(values),
    };
    const tables = new AttributeTables(
      {
        prefix: shape.prefix,
        instance: name,
        url,
        pipesplit: values.pipesplit,
        description: false,
      },
      values.expand_object,
    );
    for await (const page of client.attributes(defined(query), extentOf(values), this.#context.signal)) {
      yield values.misp_output_mode === 'json'
        ? page.map((attribute) => jsonRow(attribute, metadata, this.#columns))
        : rowsOf(tables.tableOf(page));
    }
    yield rowsOf(tables.remaining());
  }
}

function defined(query: Query): Query {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}
