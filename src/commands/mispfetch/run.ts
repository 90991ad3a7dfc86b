import { filterQuery } from '../../indicators/filter-query.ts';
import { AttributeTables } from '../../indicators/attribute-tables.ts';
import { ColumnLimit } from '../../indicators/columns.ts';
import { jsonRow } from '../../indicators/json-rows.ts';
import { metadataOf } from '../../indicators/metadata.ts';
import { cellsOf, rowOf } from '../../indicators/table-rows.ts';
import type { MispClient } from '../../misp/client.ts';
import { QueryError } from '../../misp/errors.ts';
import type { Extent } from '../../misp/walks/pages.ts';
import type { Query } from '../../misp/query/query.ts';
import type { Context, Transformer } from '../../protocol/command.ts';
import { type Option, OptionError } from '../../protocol/options.ts';
import type { Row } from '../../protocol/rows.ts';
import type { Table } from '../../protocol/table.ts';
import type { Instance } from '../../splunkd/instances.ts';
import { ResultSize } from '../shared/result-size.ts';
import { checkPageSize, requestedExtent } from '../shared/attribute-query.ts';
import { eventRows } from '../shared/event-rows.ts';
import { eventPageSize } from '../shared/event-page-size.ts';
import { searchClient } from '../shared/search-client.ts';
import { startFilterCheck, reportClientWarnings } from '../shared/client-warnings.ts';
import { fieldValues } from '../shared/record-fields.ts';
import { withoutExtent } from '../shared/search-parameters.ts';
import type { Services } from '../shared/services.ts';

/** What mispfetch's options, or the fields before them, say. */
export interface FetchValues {
  readonly misp_instance?: string | undefined;
  readonly misp_restsearch: 'events' | 'attributes';
  readonly misp_http_body?: Readonly<Record<string, unknown>> | undefined;
  /** Undefined: fields go before the options unless they are those of an event. */
  readonly overrides?: boolean | undefined;
  readonly misp_output_mode: 'fields' | 'json';
  readonly tags?: readonly string[] | undefined;
  readonly not_tags?: readonly string[] | undefined;
  readonly limit: number;
  readonly page: number;
  readonly getioc: boolean;
  readonly expand_object: boolean;
  readonly pipesplit: boolean;
  readonly attribute_limit: number;
  readonly keep_galaxy: boolean;
  readonly keep_related: boolean;
  readonly prefix?: string | undefined;
}

/** A fetch that cannot be made as it is asked for. */
class FetchError extends Error {
  override readonly name = 'FetchError';
}

/** `mispfetch` at work. */
export class FetchRun implements Transformer {
  readonly #values: FetchValues;
  readonly #options: Readonly<Record<string, Option<unknown>>>;
  readonly #context: Context<Services>;
  readonly #columns = new ColumnLimit();
  #last: Row = {};
  /** Rows of the last chunk: they go out with what is appended, and splunkd takes only so many in one answer. */
  #lastChunkRows = 0;

  constructor(
    given: FetchValues,
    options: Readonly<Record<string, Option<unknown>>>,
    context: Context<Services>,
  ) {
    this.#values = given;
    this.#options = options;
    this.#context = context;
  }

  chunk(rows: readonly Row[]): readonly Row[] {
    this.#last = rows.at(-1) ?? this.#last;
    this.#lastChunkRows = rows.length;
    return rows;
  }

  async end(): Promise<readonly Row[]> {
    const given = { ...this.#values, ...this.#overrides() };
    if (given.misp_instance === undefined)
      throw new FetchError(
        'misp_instance is missing: give it as an option, or as a field of the last result.',
      );
    const instances = await this.#context.services.instances(this.#context.info);
    const instance = await instances.getOnly(given.misp_instance);
    const client = searchClient(this.#context.info, instance.connection);
    const rows: Row[] = [];
    const maxRows = this.#context.info.maxResultRows - this.#lastChunkRows;
    try {
      const warnOfFilters = startFilterCheck(client, given, this.#context);
      const pages =
        given.misp_restsearch === 'events'
          ? this.#events(client, given, instance)
          : this.#attributes(client, given, instance);
      const size = new ResultSize('mispfetch', 'Ask for less, or use mispgetioc or mispgetevent.');
      for await (const page of pages) {
        for (const row of page) {
          rows.push(row);
          size.add(row);
        }
        if (rows.length > maxRows)
          throw new FetchError(
            `mispfetch can append ${maxRows} rows here, and there are more. Ask for less, or use mispgetioc or mispgetevent.`,
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

  /** Whoever writes a log line chooses what fields its event has, and would choose what MISP is asked for. */
  #overrides(): Record<string, unknown> {
    const { overrides = fieldValues(this.#last, '_raw').length === 0 } = this.#values;
    if (overrides) return overridesIn(this.#last, this.#options);
    const names = Object.keys(this.#options).filter((name) => fieldValues(this.#last, name).length > 0);
    if (names.length > 0 && this.#values.overrides === undefined)
      this.#context.message(
        'WARN',
        `The last result is an event, so its fields ${names.join(', ')} are left alone. If they are meant to be options, add overrides=true.`,
      );
    return {};
  }

  async *#events(
    client: MispClient,
    given: FetchValues,
    { prefix, connection }: Instance,
  ): AsyncGenerator<Row[]> {
    const query = { ...queryOf(given), includeSightingdb: undefined };
    const { signal } = this.#context;
    const shape = {
      prefix: given.prefix ?? prefix,
      instance: connection.name,
      url: connection.url,
      getioc: given.getioc,
      asJson: given.misp_output_mode === 'json',
      expandObject: given.expand_object,
      pipesplit: given.pipesplit,
      attributeLimit: given.attribute_limit,
      keepGalaxy: given.keep_galaxy,
      keepRelated: given.keep_related,
      keepSightings: true,
      columns: this.#columns,
    };
    yield* eventRows(client, defined(query), extentOf(given), shape, signal);
  }

  async *#attributes(
    client: MispClient,
    given: FetchValues,
    { prefix, connection }: Instance,
  ): AsyncGenerator<Row[]> {
    const { name, url } = connection;
    const metadata = metadataOf(name, url);
    const shape = { prefix: given.prefix ?? prefix, columns: this.#columns };
    const rowsOf = (table: Table) => cellsOf(table).map((cells) => rowOf(cells, metadata, shape));
    const query = {
      includeSightings: true,
      includeEventTags: true,
      includeEventUuid: true,
      ...queryOf(given),
    };
    const tables = new AttributeTables(
      {
        prefix: shape.prefix,
        instance: name,
        url,
        pipesplit: given.pipesplit,
        description: false,
      },
      given.expand_object,
    );
    for await (const page of client.attributes(defined(query), extentOf(given), this.#context.signal)) {
      yield given.misp_output_mode === 'json'
        ? page.map((attribute) => jsonRow(attribute, metadata, this.#columns))
        : rowsOf(tables.tableOf(page));
    }
    yield rowsOf(tables.remaining());
  }
}

/** Fields of a result that are called like an option, read as that option. Empty ones say nothing. */
function overridesIn(row: Row, options: Readonly<Record<string, Option<unknown>>>): Record<string, unknown> {
  const overrides: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(options)) {
    if (name === 'overrides') continue;
    const text = [row[name] ?? []].flat().join(',').trim();
    if (text === '') continue;
    try {
      overrides[name] = option.parse(text);
    } catch (error) {
      if (!(error instanceof OptionError)) throw error;
      throw new FetchError(`The last result's field ${name} is "${text}": ${name} ${error.message}.`);
    }
  }
  return overrides;
}

/** Without a body of its own: what was published within an hour. */
function queryOf({ misp_http_body: body, tags, not_tags }: FetchValues): Query {
  const filters = withoutExtent(body ?? { last: '1h', published: true });
  return { ...filterQuery({ tags, not_tags }), ...filters, withAttachments: false };
}

/** All pages are read unless one is named, so events are asked for as few at a time as is good for MISP. */
function extentOf({
  misp_http_body: body,
  misp_restsearch: what,
  getioc,
  keep_galaxy,
  limit,
  page,
}: FetchValues): Extent {
  const given = requestedExtent(body ?? {}, limit, page);
  if (given.page > 0 && given.limit === 0)
    throw new QueryError('With page, limit is the size of a page: not 0.');
  if (given.page > 0 && what === 'attributes') checkPageSize(given.limit);
  if (given.page > 0) return { only: { page: given.page, size: given.limit } };
  if (what === 'events')
    return { pageSize: Math.min(given.limit || Infinity, eventPageSize({ getioc, keep_galaxy })) };
  return given.limit > 0 ? { pageSize: given.limit } : {};
}

function defined(query: Query): Query {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}
