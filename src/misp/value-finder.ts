import type { MispClient } from './client.ts';
import { concurrently } from './concurrently.ts';
import { asSent, fold, isAlike } from './fold.ts';
import { isSpecial, patternOf } from './literal.ts';
import type { Query } from './query.ts';
import type { Attribute } from './types.ts';

/** Values of one request: MISP takes 70 ms for one and 107 ms for a thousand. Characters bound what it has to parse. */
const BATCH_VALUES = 1000;
const BATCH_CHARACTERS = 200_000;
/** Of patterns, which find more than is wanted. */
const BATCH_PATTERNS = 20;
const MAX_PATTERN_ROWS = 20_000;
const PAGE_ROWS = 5000;
const SIDE_BY_SIDE = 3;

export interface FinderOptions {
  readonly client: MispClient;
  /** What else must hold of the attributes, without `value`. */
  readonly query: Query;
  /** Attributes kept of one value; Infinity for all. */
  readonly maxMatches: number;
  /** Values whose matches are remembered; 0 for none. */
  readonly cacheValues: number;
  readonly signal: AbortSignal;
}

/** Finds the attributes that have certain values, each value asked once. */
export class ValueFinder {
  readonly #options: FinderOptions;
  /** By folded value, the longest unused first. */
  readonly #known = new Map<string, readonly Attribute[]>();
  /** Values whose patterns find too much to be looked through. */
  readonly tooBroad = new Set<string>();

  constructor(options: FinderOptions) {
    this.#options = options;
  }

  /**
   * The attributes of each value by its folded form, in the order of their ids: those whose value, or half of it, is the
   * same to MISP. Blank values have none. @throws MispError
   */
  async find(values: Iterable<string>): Promise<ReadonlyMap<string, readonly Attribute[]>> {
    const found = new Map<string, readonly Attribute[]>();
    const asked = new Map<string, string>();
    for (const value of values) {
      const key = fold(value);
      const known = this.#known.get(key);
      if (known) found.set(key, known);
      // A blank one would match nearly everything.
      else if (key !== '') asked.set(key, asSent(value));
    }
    const plain = [...asked.values()].filter((value) => !isSpecial(value));
    const special = [...asked.values()].filter(isSpecial);
    const answers = new Answers(asked.keys(), this.#options.maxMatches);
    const requests = [
      ...batchesOf(plain, BATCH_VALUES).map((batch) => () => this.#askValues(batch, answers)),
      ...batchesOf(special, BATCH_PATTERNS).map((batch) => () => this.#askPatterns(batch, answers)),
    ];
    await concurrently(requests, SIDE_BY_SIDE, (request) => request());
    for (const key of asked.keys()) {
      const attributes = answers.of(key);
      found.set(key, attributes);
      this.#remember(key, attributes);
    }
    for (const key of found.keys()) this.#touch(key);
    return found;
  }

  async #askValues(values: readonly string[], answers: Answers): Promise<void> {
    for await (const page of this.#pages(values)) {
      for (const attribute of page) answers.add(attribute, values);
    }
  }

  async #askPatterns(values: readonly string[], answers: Answers): Promise<void> {
    const found: Attribute[] = [];
    for await (const page of this.#pages(values.map(patternOf))) {
      found.push(...page);
      if (found.length < MAX_PATTERN_ROWS) continue;
      const half = Math.ceil(values.length / 2);
      if (values.length === 1) this.tooBroad.add(values[0] ?? '');
      else {
        await this.#askPatterns(values.slice(0, half), answers);
        await this.#askPatterns(values.slice(half), answers);
      }
      return;
    }
    for (const attribute of found) answers.add(attribute, []);
  }

  #pages(values: readonly string[]): AsyncIterable<readonly Attribute[]> {
    const { client, query, signal } = this.#options;
    return client.attributes({ ...query, value: values }, { pageSize: PAGE_ROWS }, signal);
  }

  #remember(key: string, attributes: readonly Attribute[]): void {
    if (this.#options.cacheValues > 0) this.#known.set(key, attributes);
  }

  #touch(key: string): void {
    const known = this.#known.get(key);
    if (known) {
      this.#known.delete(key);
      this.#known.set(key, known);
    }
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= this.#options.cacheValues) return;
      this.#known.delete(oldest);
    }
  }
}

/** Gathers attributes under the values that they were asked for. */
class Answers {
  readonly #byKey: Map<string, Attribute[]>;
  readonly #maxMatches: number;

  constructor(keys: Iterable<string>, maxMatches: number) {
    this.#byKey = new Map(Array.from(keys, (key) => [key, []]));
    this.#maxMatches = maxMatches;
  }

  of(key: string): readonly Attribute[] {
    return this.#byKey.get(key) ?? [];
  }

  /** @param asked the values among which one must be alike, when none is the same */
  add(attribute: Attribute, asked: readonly string[]): void {
    const halves = halvesOf(attribute);
    let isFound = false;
    for (const key of new Set(halves.map(fold))) {
      const attributes = this.#byKey.get(key);
      if (!attributes) continue;
      isFound = true;
      if (attributes.length < this.#maxMatches) attributes.push(attribute);
    }
    if (isFound) return;
    for (const value of asked.filter((one) => halves.some((half) => isAlike(half, one)))) {
      const attributes = this.#byKey.get(fold(value));
      if (attributes && attributes.length < this.#maxMatches) attributes.push(attribute);
    }
  }
}

/** What `value` is compared with. */
function halvesOf({ type, value }: Attribute): readonly string[] {
  const cut = type.includes('|') || type === 'malware-sample' ? value.indexOf('|') : -1;
  return cut < 0 ? [value] : [value.slice(0, cut), value.slice(cut + 1)];
}

function batchesOf(values: readonly string[], size: number): string[][] {
  const batches: string[][] = [];
  let characters = Infinity;
  for (const value of values) {
    const last = batches.at(-1);
    if (last && last.length < size && characters + value.length <= BATCH_CHARACTERS) {
      last.push(value);
      characters += value.length;
    } else {
      batches.push([value]);
      characters = value.length;
    }
  }
  return batches;
}
