import * as v from 'valibot';
import type { MispClient } from './client.ts';
import { concurrently } from './concurrently.ts';
import { wordsIn } from './explain.ts';
import { fold } from './fold.ts';
import { isUuid } from './ids.ts';
import type { SightingType } from './sighting-types.ts';
import { ValueFinder } from './value-finder.ts';

/** One thing that was seen. */
export interface Seen {
  /** An attribute's uuid or id, or a value. */
  readonly what: string;
  /** Unix seconds. */
  readonly at: number;
  /** Blank for none. */
  readonly source: string;
}

/** Why a sighting was not added; undefined when it was. */
export type Refusal = string | undefined;

/** The refusal of a value that is in no attribute. */
export const UNKNOWN_VALUE = 'MISP has no attribute with this value, or none for this key.';

/** Each is a row for every attribute that has the value: MISP writes some hundred of them a second. */
const BATCH_VALUES = 200;
const SIDE_BY_SIDE = 3;

/** Added: `Sighting`. MISP answers a failure with HTTP 200, too. */
const Added = v.object({ Sighting: v.object({ id: v.string() }) });

export interface SightingsOptions {
  readonly client: MispClient;
  readonly type: SightingType;
  readonly signal: AbortSignal;
}

/** Adds sightings to one MISP, each thing at each time once. */
export class Sightings {
  readonly #options: SightingsOptions;
  readonly #finder: ValueFinder;
  readonly #done = new Map<string, Refusal>();

  constructor(options: SightingsOptions) {
    this.#options = options;
    this.#finder = new ValueFinder({ ...options, query: {}, maxMatches: 1, cacheValues: 0 });
  }

  /** Of attributes, by uuid or id; a request for each. @throws MispError */
  async addToAttributes(seen: readonly Seen[]): Promise<readonly Refusal[]> {
    const keyOf = (one: Seen) => JSON.stringify(['attribute', one.what.toLowerCase(), one.at, one.source]);
    const wanted = this.#newOf(seen, keyOf);
    await this.#each([...wanted], async ([key, { what, ...rest }]) => {
      const isId = /^\d+$/.test(what);
      if (!isId && !isUuid(what)) this.#done.set(key, `"${what}" is no uuid of an attribute, and no id.`);
      else if (isId) this.#done.set(key, await this.#post({ ...rest }, `/${what}`));
      else this.#done.set(key, await this.#post({ ...rest, uuid: what.toLowerCase() }));
    });
    return seen.map((one) => this.#done.get(keyOf(one)));
  }

  /**
   * Of all attributes that have one of the values. MISP is asked first which of them it has: of many values sent at
   * once it tells only that at least one is known. @throws MispError
   */
  async addToValues(seen: readonly Seen[]): Promise<readonly Refusal[]> {
    const keyOf = (one: Seen) => JSON.stringify(['value', fold(one.what), one.at, one.source]);
    const wanted = this.#newOf(seen, keyOf);
    const found = await this.#finder.find(Array.from(wanted.values(), ({ what }) => what));
    const batches = new Map<string, Batch>();
    for (const [key, { what, ...rest }] of wanted) {
      const isAsked = this.#finder.tooBroad.has(what.trim());
      if (!isAsked && found.get(fold(what))?.length === 0) {
        this.#done.set(key, UNKNOWN_VALUE);
        continue;
      }
      const id = JSON.stringify([rest.at, rest.source, isAsked ? what : '']);
      const batch = batches.get(id) ?? { ...rest, keys: [], values: [] };
      batch.keys.push(key);
      batch.values.push(what.trim());
      batches.set(id, batch);
    }
    await this.#each([...batches.values()].flatMap(inParts), async ({ keys, ...batch }) => {
      const refusal = await this.#post(batch);
      for (const key of keys) this.#done.set(key, refusal);
    });
    return seen.map((one) => this.#done.get(keyOf(one)));
  }

  #newOf(seen: readonly Seen[], keyOf: (one: Seen) => string): ReadonlyMap<string, Seen> {
    const all = seen.map((one) => [keyOf(one), one] as const);
    return new Map(all.filter(([key]) => !this.#done.has(key)));
  }

  /** Side by side, and none after the first that failed: what fails once fails for all. */
  async #each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
    let hasFailed = false;
    await concurrently(items, SIDE_BY_SIDE, async (item) => {
      if (hasFailed) return;
      try {
        await work(item);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    });
  }

  async #post(what: Body, path = ''): Promise<Refusal> {
    const { client, type, signal } = this.#options;
    const { at: timestamp, source, ...rest } = what;
    const body = { ...rest, timestamp, type, ...(source === '' ? {} : { source }) };
    const answer = await client.call(
      { method: 'POST', path: `/sightings/add${path}`, body, isWrite: true },
      signal,
    );
    if (v.is(Added, answer.body)) return undefined;
    return wordsIn(answer.body) ?? 'MISP did not say why.';
  }
}

interface Body {
  readonly at: number;
  readonly source: string;
  readonly uuid?: string;
  readonly values?: readonly string[];
}

interface Batch extends Body {
  readonly keys: string[];
  readonly values: string[];
}

function inParts(batch: Batch): Batch[] {
  const parts: Batch[] = [];
  for (let start = 0; start < batch.values.length; start += BATCH_VALUES) {
    const cut = <T>(list: readonly T[]) => list.slice(start, start + BATCH_VALUES);
    parts.push({ ...batch, keys: cut(batch.keys), values: cut(batch.values) });
  }
  return parts;
}
