import { batchesOf } from '../batches.ts';
import type { MispClient } from '../client.ts';
import { concurrently } from '../concurrently.ts';
import { type LiteralPattern, literalPattern } from '../query/literal.ts';
import type { Lookup } from './lookup.ts';
import { MatchIndex, type OnMatch } from './match-index.ts';
import type { Query } from '../query/query.ts';
import type { Attribute } from '../rows/types.ts';

/** Values of one request: MISP takes 70 ms for one and 107 ms for a thousand. Characters bound what it has to parse. */
const BATCH_VALUES = 1000;
const BATCH_CHARACTERS = 200_000;
const BATCH_PATTERNS = 20;
/** How much is read of patterns that find other values, too: pages may be thinned out by warning lists. */
const MAX_PATTERN_ROWS = 1000;
const MAX_PATTERN_PAGES = 10;
const SIDE_BY_SIDE = 3;
/** A page of 5,000 attributes is some 3 MB; so many answers may be in memory at once. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

export interface FinderOptions {
  readonly client: MispClient;
  /** What else must hold of the attributes, without `value`. */
  readonly query: Query;
  readonly signal: AbortSignal;
}

/** A pattern that finds other values, too, and who wants it. */
interface Open {
  readonly pattern: LiteralPattern;
  readonly lookups: Lookup[];
}

/** Finds the attributes that have certain values. */
export class ValueFinder {
  readonly #options: FinderOptions;

  constructor(options: FinderOptions) {
    this.#options = options;
  }

  /**
   * Asks for many values at once, each spelling once. @param onMatch told of each attribute that answers a look-up
   * @returns those with a pattern that finds too much to be looked through @throws MispError
   */
  async find(lookups: readonly Lookup[], onMatch: OnMatch): Promise<ReadonlySet<Lookup>> {
    const { values, exact, open } = asked(lookups);
    const index = new MatchIndex(lookups, onMatch);
    const tooBroad = new Set<Lookup>();
    const requests = [
      ...batchesOf(values, BATCH_VALUES, BATCH_CHARACTERS, ({ length }) => length),
      ...batchesOf(exact, BATCH_PATTERNS, BATCH_CHARACTERS, ({ length }) => length),
    ].map((batch) => () => this.#askAll(batch, index));
    for (const batch of batchesOf(open.values(), BATCH_PATTERNS))
      requests.push(() => this.#askOpen(batch, index, tooBroad));
    await concurrently(requests, SIDE_BY_SIDE, (request) => request());
    return tooBroad;
  }

  async #askAll(values: readonly string[], index: MatchIndex): Promise<void> {
    for await (const page of this.#pages(values)) for (const attribute of page) index.add(attribute);
  }

  /** Patterns that find too much together are asked for alone, and those that do alone, in another way. */
  async #askOpen(batch: readonly Open[], index: MatchIndex, tooBroad: Set<Lookup>): Promise<void> {
    const attributes = await this.#someOf(batch.map(({ pattern }) => pattern.sent));
    if (attributes) {
      for (const attribute of attributes) index.add(attribute);
      return;
    }
    const [first] = batch;
    if (batch.length > 1) {
      for (const half of batchesOf(batch, Math.ceil(batch.length / 2)))
        await this.#askOpen(half, index, tooBroad);
    } else if (first?.pattern.other) {
      await this.#askOpen([{ ...first, pattern: first.pattern.other }], index, tooBroad);
    } else {
      for (const lookup of first?.lookups ?? []) tooBroad.add(lookup);
    }
  }

  /** Undefined where there are more than are looked through. */
  async #someOf(patterns: readonly string[]): Promise<readonly Attribute[] | undefined> {
    const found: Attribute[] = [];
    let pages = 0;
    for await (const page of this.#pages(patterns)) {
      found.push(...page);
      pages += 1;
      if (found.length >= MAX_PATTERN_ROWS || pages >= MAX_PATTERN_PAGES) return undefined;
    }
    return found;
  }

  /** `OR` takes as it is what a list takes for a negation. */
  #pages(values: readonly string[]): AsyncIterable<readonly Attribute[]> {
    const { client, query, signal } = this.#options;
    return client.attributes({ ...query, value: { OR: values } }, { maxBytes: MAX_ANSWER_BYTES }, signal);
  }
}

/** What is sent for some look-ups, by how much it may find. */
function asked(lookups: readonly Lookup[]) {
  const values = new Set<string>();
  const exact = new Set<string>();
  const open = new Map<string, Open>();
  for (const lookup of lookups) {
    for (const text of lookup.sent) {
      const pattern = literalPattern(text);
      if (pattern === undefined) values.add(text);
      else if (pattern.isExact) exact.add(pattern.sent);
      else if (open.get(text)?.lookups.push(lookup) === undefined)
        open.set(text, { pattern, lookups: [lookup] });
    }
  }
  return { values, exact, open };
}
