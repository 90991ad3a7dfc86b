import * as v from 'valibot';
import { batchesOf } from '../batches.ts';
import { MAX_SMALL_RESPONSE_BYTES } from '../http/bounds.ts';
import type { MispClient } from '../client.ts';
import { concurrently } from '../concurrently.ts';
import { errorMessageIn } from '../http/http-errors.ts';
import { isUuid } from '../query/ids.ts';
import { foldLetters } from '../lookup/collation.ts';
import { lookupOf } from '../lookup/lookup.ts';
import { type SightingTarget, targetsOf } from './sighting-targets.ts';
import type { SightingType } from './sighting-types.ts';
import { ValueFinder } from '../lookup/value-finder.ts';

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
/** That of a value of characters that MISP ignores. */
export const IGNORED_VALUE = 'MISP cannot tell this value from an empty one.';

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
    this.#finder = new ValueFinder({ ...options, query: {} });
  }

  /** Of attributes, by uuid or id; a request for each. @throws MispError */
  async addToAttributes(seen: readonly Seen[]): Promise<readonly Refusal[]> {
    const keyOf = (one: Seen) => JSON.stringify(['attribute', one.what.toLowerCase(), one.at, one.source]);
    const wanted = this.#newOf(seen.map((one) => [keyOf(one), one] as const));
    await this.#each([...wanted], async ([key, { what, ...rest }]) => {
      const isId = /^\d+$/.test(what);
      if (!isId && !isUuid(what)) this.#done.set(key, `"${what}" is no uuid of an attribute, and no id.`);
      else if (isId) this.#done.set(key, await this.#post({ ...rest }, `/${what}`));
      else this.#done.set(key, await this.#post({ ...rest, uuid: what.toLowerCase() }));
    });
    return seen.map((one) => this.#done.get(keyOf(one)));
  }

  /**
   * Of all attributes that have one of the values. MISP is asked first which of them it has, and how it writes them: of
   * many values sent at once it tells only that at least one is known. @throws MispError
   */
  async addToValues(seen: readonly Seen[]): Promise<readonly Refusal[]> {
    const all = seen.map((one) => {
      const lookup = lookupOf(one.what, { pipesplit: true, halves: false });
      return { ...one, lookup, key: JSON.stringify(['value', lookup.key, one.at, one.source]) };
    });
    const wanted = this.#newOf(all.map((one) => [one.key, one] as const));
    const lookups = new Map(Array.from(wanted.values(), ({ lookup }) => [lookup.key, lookup]));
    const targets = await targetsOf(this.#finder, [...lookups.values()]);
    const sent = new Map<string, readonly string[]>();
    const posts = new Map<string, Post>();
    for (const [key, { lookup, at, source }] of wanted) {
      const its = (targets.get(lookup.key) ?? []).map((target) => ({ target, at, source }));
      sent.set(key, its.map(postKey));
      if (its.length === 0) this.#done.set(key, lookup.isIgnored ? IGNORED_VALUE : UNKNOWN_VALUE);
      for (const post of its) if (!this.#done.has(postKey(post))) posts.set(postKey(post), post);
    }
    await this.#each(batchesOfPosts([...posts.values()]), async (batch) => {
      const refusal = await this.#postBatch(batch);
      for (const post of batch) this.#done.set(postKey(post), refusal);
    });
    for (const [key, keys] of sent) {
      const refusal = keys.map((one) => this.#done.get(one)).find((one) => one !== undefined);
      if (keys.length > 0) this.#done.set(key, refusal);
    }
    return all.map(({ key }) => this.#done.get(key));
  }

  #newOf<T>(all: readonly (readonly [string, T])[]): ReadonlyMap<string, T> {
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

  /** All of one time and source: one attribute, or values. */
  #postBatch(batch: readonly Post[]): Promise<Refusal> {
    const [{ at, source, target } = { at: 0, source: '', target: { value: '' } }] = batch;
    if ('attribute' in target) return this.#post({ at, source }, `/${target.attribute}`);
    const values = batch.flatMap((post) => ('value' in post.target ? [post.target.value] : []));
    return this.#post({ at, source, values });
  }

  async #post(what: Body, path = ''): Promise<Refusal> {
    const { client, type, signal } = this.#options;
    const { at: timestamp, source, ...rest } = what;
    const body = { ...rest, timestamp, type, ...(source === '' ? {} : { source }) };
    const answer = await client.call(
      {
        method: 'POST',
        path: `/sightings/add${path}`,
        body,
        isWrite: true,
        maxBytes: MAX_SMALL_RESPONSE_BYTES,
      },
      signal,
    );
    if (v.is(Added, answer.body)) return undefined;
    return errorMessageIn(answer.body) ?? 'MISP did not say why.';
  }
}

interface Body {
  readonly at: number;
  readonly source: string;
  readonly uuid?: string;
  readonly values?: readonly string[];
}

/** One target at one time. */
interface Post {
  readonly target: SightingTarget;
  readonly at: number;
  readonly source: string;
}

/** Posts with the same key are one. */
function postKey({ target, at, source }: Post): string {
  const what = 'value' in target ? ['=', foldLetters(target.value)] : ['#', target.attribute];
  return JSON.stringify(['post', ...what, at, source]);
}

function batchesOfPosts(posts: readonly Post[]): readonly (readonly Post[])[] {
  const groups = new Map<string, Post[]>();
  for (const post of posts) {
    const { target, at, source } = post;
    const own = 'attribute' in target || target.isUnsure === true ? postKey(post) : '';
    const key = JSON.stringify([at, source, own]);
    const group = groups.get(key);
    if (group) group.push(post);
    else groups.set(key, [post]);
  }
  return [...groups.values()].flatMap((group) => batchesOf(group, BATCH_VALUES));
}
