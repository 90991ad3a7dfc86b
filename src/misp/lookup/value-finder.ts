import { batchesOf } from '../batches.ts';
import type { MispClient } from '../client.ts';
import { concurrently } from '../concurrently.ts';
import { type LiteralPattern, literalPattern } from '../query/literal.ts';
import type { Lookup } from './lookup.ts';
import { MatchIndex, type OnMatch } from './match-index.ts';
import type { Query } from '../query/query.ts';
import type { Attribute } from '../rows/types.ts';

/** Values of one request: MISP takes 70 ms for one and 107 ms for a thousand. The characters limit its parsing. */
const BATCH_VALUES = 1000;
const BATCH_CHARACTERS = 200_000;
const BATCH_PATTERNS = 20;
/** Limits for patterns that also match other values. Warning lists may leave pages nearly empty. */
const MAX_PATTERN_ROWS = 1000;
const MAX_PATTERN_PAGES = 10;
const CONCURRENCY = 3;
/** A page of 5,000 attributes is about 3 MB. `CONCURRENCY` responses are in memory together. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

export interface FinderOptions {
  readonly client: MispClient;
  /** Further filters, without `value`. */
  readonly query: Query;
  readonly signal: AbortSignal;
}

/** A pattern that also matches other values, and its look-ups. */
interface BroadPattern {
  readonly pattern: LiteralPattern;
  readonly lookups: Lookup[];
}

/** Finds attributes by their values. */
export class ValueFinder {
  readonly #options: FinderOptions;

  constructor(options: FinderOptions) {
    this.#options = options;
  }

  /**
   * Looks up many values with few requests. Each spelling is sent once.
   *
   * @param onMatch called for each match
   * @returns the look-ups with a pattern that matches too many attributes @throws MispError
   */
  async find(lookups: readonly Lookup[], onMatch: OnMatch): Promise<ReadonlySet<Lookup>> {
    const { values, exact, broadPatterns } = planRequests(lookups);
    const index = new MatchIndex(lookups, onMatch);
    const tooBroad = new Set<Lookup>();
    const requests = [
      ...batchesOf(values, BATCH_VALUES, BATCH_CHARACTERS, ({ length }) => length),
      ...batchesOf(exact, BATCH_PATTERNS, BATCH_CHARACTERS, ({ length }) => length),
    ].map((batch) => () => this.#fetchValues(batch, index));
    for (const batch of batchesOf(broadPatterns.values(), BATCH_PATTERNS))
      requests.push(() => this.#fetchPatterns(batch, index, tooBroad));
    await concurrently(requests, CONCURRENCY, (request) => request());
    return tooBroad;
  }

  async #fetchValues(values: readonly string[], index: MatchIndex): Promise<void> {
    for await (const page of this.#pages(values)) for (const attribute of page) index.add(attribute);
  }

  /** Splits a batch of patterns that matches too much. A single such pattern is replaced by its fallback. */
  async #fetchPatterns(
    batch: readonly BroadPattern[],
    index: MatchIndex,
    tooBroad: Set<Lookup>,
  ): Promise<void> {
    const attributes = await this.#fetchUnlessTooMany(batch.map(({ pattern }) => pattern.sent));
    if (attributes) {
      for (const attribute of attributes) index.add(attribute);
      return;
    }
    const [first] = batch;
    if (batch.length > 1) {
      for (const half of batchesOf(batch, Math.ceil(batch.length / 2)))
        await this.#fetchPatterns(half, index, tooBroad);
    } else if (first?.pattern.fallback) {
      await this.#fetchPatterns([{ ...first, pattern: first.pattern.fallback }], index, tooBroad);
    } else {
      for (const lookup of first?.lookups ?? []) tooBroad.add(lookup);
    }
  }

  /** Undefined when the patterns match more than the limits. */
  async #fetchUnlessTooMany(patterns: readonly string[]): Promise<readonly Attribute[] | undefined> {
    const attributes: Attribute[] = [];
    let pages = 0;
    for await (const page of this.#pages(patterns)) {
      attributes.push(...page);
      pages += 1;
      if (attributes.length >= MAX_PATTERN_ROWS || pages >= MAX_PATTERN_PAGES) return undefined;
    }
    return attributes;
  }

  /** Uses `OR`: in a plain list MISP treats a leading `!` as a negation. */
  #pages(values: readonly string[]): AsyncIterable<readonly Attribute[]> {
    const { client, query, signal } = this.#options;
    return client.attributes({ ...query, value: { OR: values } }, { maxBytes: MAX_ANSWER_BYTES }, signal);
  }
}

/** Groups the values and patterns to send by how many attributes they may match. */
function planRequests(lookups: readonly Lookup[]) {
  const values = new Set<string>();
  const exact = new Set<string>();
  const broadPatterns = new Map<string, BroadPattern>();
  for (const lookup of lookups) {
    for (const text of lookup.sentValues) {
      const pattern = literalPattern(text);
      if (pattern === undefined) values.add(text);
      else if (pattern.isExact) exact.add(pattern.sent);
      else if (broadPatterns.get(text)?.lookups.push(lookup) === undefined)
        broadPatterns.set(text, { pattern, lookups: [lookup] });
    }
  }
  return { values, exact, broadPatterns };
}
