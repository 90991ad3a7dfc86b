import { enrichmentOf } from '../indicators/enrichment.ts';
import type { MispClient } from '../misp/client.ts';
import { fold } from '../misp/fold.ts';
import { ValueFinder } from '../misp/value-finder.ts';
import type { Attribute } from '../misp/types.ts';
import type { Context, Transformer } from '../protocol/command.ts';
import type { Row } from '../protocol/rows.ts';
import type { Instance } from '../splunkd/instances.ts';
import { extentOf, overridden, searchQuery, type SearchParameters } from './search-parameters.ts';
import type { Services } from './services.ts';

/** Values remembered with their matches: some ten megabytes. */
const CACHED_VALUES = 50_000;

interface Given extends SearchParameters {
  readonly field: string;
  readonly max_matches?: number | undefined;
  readonly misp_output_mode: 'fields' | 'json';
  readonly fields?: readonly string[] | undefined;
  readonly overrides: boolean;
  readonly cache: boolean;
}

/** `mispsearch` at work. */
export class SearchRun implements Transformer {
  readonly #given: Given;
  readonly #instance: Instance;
  readonly #client: MispClient;
  readonly #context: Context<Services>;
  /** By the JSON of their query. */
  readonly #finders = new Map<string, ValueFinder>();
  #records = 0;
  #matched = 0;

  constructor(given: Given, instance: Instance, client: MispClient, context: Context<Services>) {
    this.#given = given;
    this.#instance = instance;
    this.#client = client;
    this.#context = context;
  }

  async chunk(rows: readonly Row[]): Promise<readonly Row[]> {
    const groups = new Map<string, { parameters: SearchParameters; rows: Row[] }>();
    for (const row of rows) {
      const parameters = this.#given.overrides ? overridden(this.#given, row) : this.#given;
      const key = this.#given.overrides ? JSON.stringify(parameters) : '';
      const group = groups.get(key) ?? { parameters, rows: [] };
      group.rows.push(row);
      groups.set(key, group);
    }
    const enriched = new Map<Row, Row>();
    for (const { parameters, rows: its } of groups.values()) await this.#enrich(parameters, its, enriched);
    this.#records += rows.length;
    const { name } = this.#instance.connection;
    const { seconds, requests } = this.#client.spent;
    this.#context.metric(`misp.${name}`, [seconds, requests, this.#records, this.#matched]);
    return rows.map((row) => enriched.get(row) ?? row);
  }

  end(): readonly Row[] {
    this.#client.close();
    for (const finder of this.#finders.values()) {
      for (const value of finder.tooBroad) {
        this.#context.message(
          'WARN',
          `"${value}" was not looked up: MISP takes it for a pattern, which has too many matches to look through.`,
        );
      }
    }
    return [];
  }

  async #enrich(parameters: SearchParameters, rows: readonly Row[], enriched: Map<Row, Row>): Promise<void> {
    const wanted = rows.map((row) => ({ row, values: this.#valuesOf(row, parameters) }));
    const found = await this.#finderOf(parameters).find(wanted.flatMap(({ values }) => values));
    const { start, count } = extentOf(parameters);
    // Records with the same values get the same fields: they are made once.
    const made = new Map<string, Row>();
    for (const { row, values } of wanted) {
      const keys = [...new Set(values.map(fold))];
      const matches = keys.flatMap((key) => (found.get(key) ?? []).slice(start, start + count));
      if (matches.length === 0) continue;
      this.#matched += 1;
      const id = keys.join('\0');
      const fields = made.get(id) ?? this.#fieldsOf(distinct(matches), parameters);
      made.set(id, fields);
      enriched.set(row, { ...row, ...fields });
    }
  }

  /** What is looked up of a record; `0` and `%` are nobody's indicator. */
  #valuesOf(row: Row, { pipesplit }: SearchParameters): readonly string[] {
    const values = [row[this.#given.field] ?? []].flat().map((value) => value.trim());
    return values
      .flatMap((value) => (pipesplit && /^[^|]+\|[^|]/.test(value) ? cutOnce(value) : value))
      .filter((value) => value !== '' && value !== '0' && value !== '%');
  }

  #fieldsOf(matches: readonly Attribute[], parameters: SearchParameters): Row {
    const { max_matches, misp_output_mode, fields } = this.#given;
    const { prefix, connection } = this.#instance;
    return enrichmentOf(matches.slice(0, max_matches), {
      prefix: parameters.prefix ?? prefix,
      instance: connection.name,
      url: connection.url,
      pipesplit: parameters.pipesplit,
      asJson: misp_output_mode === 'json',
      fields,
    });
  }

  #finderOf(parameters: SearchParameters): ValueFinder {
    const query = searchQuery(parameters);
    const { start, count } = extentOf(parameters);
    const key = JSON.stringify([query, start, count]);
    const finder =
      this.#finders.get(key) ??
      new ValueFinder({
        client: this.#client,
        query,
        maxMatches: start + count,
        cacheValues: this.#given.cache ? CACHED_VALUES : 0,
        signal: this.#context.signal,
      });
    this.#finders.set(key, finder);
    return finder;
  }
}

function cutOnce(value: string): readonly string[] {
  const cut = value.indexOf('|');
  return [value.slice(0, cut), value.slice(cut + 1)].map((half) => half.trim());
}

function distinct(attributes: readonly Attribute[]): readonly Attribute[] {
  return [...new Map(attributes.map((attribute) => [attribute.id, attribute])).values()];
}
