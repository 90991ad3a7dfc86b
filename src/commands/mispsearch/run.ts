import { ColumnLimit } from '../../indicators/columns.ts';
import { enrich } from '../../indicators/enrichment.ts';
import type { MispClient } from '../../misp/client.ts';
import { firstMatches } from '../../misp/lookup/first-matches.ts';
import { type Lookup, createLookup } from '../../misp/lookup/lookup.ts';
import { MatchCache } from '../../misp/lookup/match-cache.ts';
import { checkQuery, type Query } from '../../misp/query/query.ts';
import type { Attribute } from '../../misp/rows/types.ts';
import { ValueFinder } from '../../misp/lookup/value-finder.ts';
import type { Context, Transformer } from '../../protocol/command.ts';
import type { Row } from '../../protocol/rows.ts';
import type { Instance } from '../../splunkd/instances.ts';
import { ResultSize } from '../shared/result-size.ts';
import { FailedRecords } from './failed-records.ts';
import { startFilterCheck, reportClientWarnings } from '../shared/client-warnings.ts';
import { FieldCheck, fieldValues } from '../shared/record-fields.ts';
import {
  matchRange,
  withOverrides,
  searchQuery,
  type SearchParameters,
} from '../shared/search-parameters.ts';
import type { Services } from '../shared/services.ts';
import type { SearchValues } from './options.ts';
import { SkippedValues } from './skipped-values.ts';

/** The size of all cached matches as JSON; about 64 MB of memory. */
const CACHED_CHARACTERS = 32_000_000;

/** Records may choose their own filters, each another. */
const MAX_CHECKED_QUERIES = 1000;

interface PreparedRecord {
  readonly row: Row;
  readonly lookups: readonly Lookup[];
}

/** Records with the same parameters, which share requests. */
interface Group {
  readonly parameters: SearchParameters;
  readonly records: PreparedRecord[];
}

/** One run of `mispsearch`: adds the matching attributes of MISP to each record. */
export class SearchRun implements Transformer {
  readonly #values: SearchValues;
  readonly #instance: Instance;
  readonly #client: MispClient;
  readonly #context: Context<Services>;
  readonly #cache: MatchCache;
  readonly #field: FieldCheck;
  readonly #failedRecords: FailedRecords;
  /** The queries of records, by the key of their group. Their names are checked together at the end. */
  readonly #queries = new Map<string, Query>();
  readonly #skippedValues = new SkippedValues();
  readonly #columns = new ColumnLimit('in the field attributes only');
  #records = 0;
  #matchedRecords = 0;

  constructor(values: SearchValues, instance: Instance, client: MispClient, context: Context<Services>) {
    this.#values = values;
    this.#instance = instance;
    this.#client = client;
    this.#context = context;
    this.#cache = new MatchCache(values.cache ? CACHED_CHARACTERS : 0);
    this.#field = new FieldCheck(values.field);
    this.#failedRecords = new FailedRecords(values.field);
    if (!values.overrides) this.#queries.set('', searchQuery(values));
  }

  async chunk(rows: readonly Row[]): Promise<readonly Row[]> {
    this.#field.observe(rows);
    const enriched = new Map<Row, Row>();
    const size = new ResultSize('mispsearch', 'Select fewer fields (fields) or fewer matches (max_matches).');
    for (const [key, group] of this.#groupsOf(rows)) await this.#enrich(key, group, enriched, size);
    this.#records += rows.length;
    const { name } = this.#instance.connection;
    const { seconds, requests } = this.#client.requestStats;
    this.#context.metric(`misp.${name}`, [seconds, requests, this.#records, this.#matchedRecords]);
    return rows.map((row) => enriched.get(row) ?? row);
  }

  async end(): Promise<readonly Row[]> {
    await startFilterCheck(this.#client, [...this.#queries.values()], this.#context)();
    reportClientWarnings(this.#client, this.#context);
    this.#client.close();
    const warnings = [
      this.#field.warning,
      this.#failedRecords.warning,
      this.#skippedValues.warning,
      this.#columns.warning,
    ];
    for (const warning of warnings) if (warning !== undefined) this.#context.message('WARN', warning);
    return [];
  }

  /** Groups records by the JSON of their parameters. */
  #groupsOf(rows: readonly Row[]): ReadonlyMap<string, Group> {
    const groups = new Map<string, Group>();
    for (const row of rows) {
      try {
        const parameters = this.#parametersOf(row);
        const lookups = this.#lookupsOf(row, parameters);
        const key = this.#values.overrides ? JSON.stringify(parameters) : '';
        const group = groups.get(key) ?? { parameters, records: [] };
        if (lookups.length > 0) group.records.push({ row, lookups });
        groups.set(key, group);
      } catch (error) {
        this.#failedRecords.add(row, error);
      }
    }
    return groups;
  }

  #parametersOf(row: Row): SearchParameters {
    if (!this.#values.overrides) return this.#values;
    const parameters = withOverrides(this.#values, row);
    checkQuery({ ...searchQuery(parameters), value: ['any'] });
    return parameters;
  }

  /** `0` and `%` are never indicators. */
  #lookupsOf(row: Row, { pipesplit }: SearchParameters): readonly Lookup[] {
    return fieldValues(row, this.#values.field)
      .filter((value) => !['0', '%'].includes(value.trim()))
      .map((value) => {
        const lookup = createLookup(value, { pipesplit, matchHalves: true });
        if (lookup.isInvisible) this.#skippedValues.add(value);
        return lookup;
      });
  }

  async #enrich(
    key: string,
    { parameters, records }: Group,
    enriched: Map<Row, Row>,
    size: ResultSize,
  ): Promise<void> {
    const matchesOf = await this.#find(key, parameters, records);
    const { start, count } = matchRange(parameters);
    // Records with the same values share the same fields.
    const fieldsById = new Map<string, Row>();
    for (const { row, lookups } of records) {
      const keys = [...new Set(lookups.map((lookup) => lookup.key))];
      const matches = keys.flatMap((one) => matchesOf(one).slice(start, start + count));
      if (matches.length === 0) continue;
      const id = keys.join('\0');
      let fields = fieldsById.get(id);
      try {
        fields ??= this.#fieldsOf(distinct(matches), parameters);
      } catch (error) {
        this.#failedRecords.add(row, error);
        continue;
      }
      size.add(fields);
      fieldsById.set(id, fields);
      enriched.set(row, { ...row, ...fields });
      this.#matchedRecords += 1;
    }
  }

  /** Looks up all values that are not cached. @returns the matches by the key of a lookup */
  async #find(
    scope: string,
    parameters: SearchParameters,
    records: readonly PreparedRecord[],
  ): Promise<(key: string) => readonly Attribute[]> {
    const { start, count } = matchRange(parameters);
    const cacheKey = (key: string) => `${scope}\0${key}`;
    const cached = new Map<string, readonly Attribute[]>();
    const uncached = new Map<string, Lookup>();
    for (const lookup of records.flatMap(({ lookups }) => lookups)) {
      const matches = this.#cache.get(cacheKey(lookup.key));
      if (matches) cached.set(lookup.key, matches);
      else uncached.set(lookup.key, lookup);
    }
    const query = searchQuery(parameters);
    if (this.#queries.size < MAX_CHECKED_QUERIES) this.#queries.set(scope, query);
    const finder = new ValueFinder({ client: this.#client, query, signal: this.#context.signal });
    const { byKey, tooBroad } = await firstMatches(finder, [...uncached.values()], start + count);
    for (const { value } of tooBroad) this.#skippedValues.add(value);
    for (const [key, matches] of byKey) this.#cache.set(cacheKey(key), matches);
    return (key) => cached.get(key) ?? byKey.get(key) ?? [];
  }

  #fieldsOf(matches: readonly Attribute[], parameters: SearchParameters): Row {
    const { max_matches, misp_output_mode, fields } = this.#values;
    const { prefix, connection } = this.#instance;
    return enrich(matches.slice(0, max_matches), {
      prefix: parameters.prefix ?? prefix,
      instance: connection.name,
      url: connection.url,
      pipesplit: parameters.pipesplit,
      asJson: misp_output_mode === 'json',
      fields,
      columns: this.#columns,
    });
  }
}

function distinct(attributes: readonly Attribute[]): readonly Attribute[] {
  return [...new Map(attributes.map((attribute) => [attribute.id, attribute])).values()];
}
