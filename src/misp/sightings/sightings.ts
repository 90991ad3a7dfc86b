import { groupBy } from '../../common/group-by.ts';
import * as v from 'valibot';
import { batchesOf } from '../batches.ts';
import { MAX_SMALL_RESPONSE_BYTES } from '../http/bounds.ts';
import type { MispClient } from '../client.ts';
import { concurrently } from '../concurrently.ts';
import { errorMessageIn } from '../http/http-errors.ts';
import { isUuid } from '../query/ids.ts';
import { foldByCollation } from '../lookup/collation.ts';
import { createLookup } from '../lookup/lookup.ts';
import { type SightingTarget, findTargets } from './sighting-targets.ts';
import type { SightingType } from './sighting-types.ts';
import { ValueFinder } from '../lookup/value-finder.ts';

/** A sighting to add. */
export interface NewSighting {
  /** The UUID or id of an attribute, or a value. */
  readonly subject: string;
  /** Unix seconds. */
  readonly timestamp: number;
  /** Blank for no source. */
  readonly source: string;
}

/** Why a sighting was not added. Undefined on success. */
export type Refusal = string | undefined;

/** The refusal for a value that no attribute has. */
export const VALUE_NOT_FOUND = 'MISP has no attribute with this value, or none that this key may see.';
/** The refusal for a value of characters that MISP ignores. */
export const VALUE_IS_INVISIBLE = 'MISP treats this value as empty.';

/** MISP writes a row for every attribute with the value, some hundred rows a second. */
const BATCH_VALUES = 200;
const CONCURRENCY = 3;

/** The response on success. MISP also responds to a failure with HTTP 200. */
const Added = v.object({ Sighting: v.object({ id: v.string() }) });

export interface SightingsOptions {
  readonly client: MispClient;
  readonly type: SightingType;
  readonly signal: AbortSignal;
}

/** Adds sightings to one MISP. Duplicates are sent once. */
export class Sightings {
  readonly #options: SightingsOptions;
  readonly #finder: ValueFinder;
  readonly #outcomes = new Map<string, Refusal>();

  constructor(options: SightingsOptions) {
    this.#options = options;
    this.#finder = new ValueFinder({ ...options, query: {} });
  }

  /** Adds sightings to attributes by UUID or id, with a request for each. @throws MispError */
  async addToAttributes(seen: readonly NewSighting[]): Promise<readonly Refusal[]> {
    const keyOf = (one: NewSighting) =>
      JSON.stringify(['attribute', one.subject.toLowerCase(), one.timestamp, one.source]);
    const pending = this.#pendingOf(seen.map((one) => [keyOf(one), one] as const));
    await this.#forEachConcurrently([...pending], async ([key, { subject, ...rest }]) => {
      const isId = /^\d+$/.test(subject);
      if (!isId && !isUuid(subject))
        this.#outcomes.set(key, `"${subject}" is neither a UUID nor an ID of an attribute.`);
      else if (isId) this.#outcomes.set(key, await this.#post({ ...rest }, `/${subject}`));
      else this.#outcomes.set(key, await this.#post({ ...rest, uuid: subject.toLowerCase() }));
    });
    return seen.map((one) => this.#outcomes.get(keyOf(one)));
  }

  /**
   * Adds sightings to all attributes with one of the values. Looks up first which values MISP has, and their spelling: the
   * response to many values says only that at least one exists. @throws MispError
   */
  async addToValues(seen: readonly NewSighting[]): Promise<readonly Refusal[]> {
    const all = seen.map((one) => {
      const lookup = createLookup(one.subject, { pipesplit: true, matchHalves: false });
      return { ...one, lookup, key: JSON.stringify(['value', lookup.key, one.timestamp, one.source]) };
    });
    const pending = this.#pendingOf(all.map((one) => [one.key, one] as const));
    const lookups = new Map(Array.from(pending.values(), ({ lookup }) => [lookup.key, lookup]));
    const targets = await findTargets(this.#finder, [...lookups.values()]);
    const postKeysByKey = new Map<string, readonly string[]>();
    const posts = new Map<string, Post>();
    for (const [key, { lookup, timestamp, source }] of pending) {
      const subjectPosts = (targets.get(lookup.key) ?? []).map((target) => ({ target, timestamp, source }));
      postKeysByKey.set(key, subjectPosts.map(postKey));
      if (subjectPosts.length === 0)
        this.#outcomes.set(key, lookup.isInvisible ? VALUE_IS_INVISIBLE : VALUE_NOT_FOUND);
      for (const post of subjectPosts) if (!this.#outcomes.has(postKey(post))) posts.set(postKey(post), post);
    }
    await this.#forEachConcurrently(batchesOfPosts([...posts.values()]), async (batch) => {
      const refusal = await this.#postBatch(batch);
      for (const post of batch) this.#outcomes.set(postKey(post), refusal);
    });
    for (const [key, keys] of postKeysByKey) {
      const refusal = keys.map((one) => this.#outcomes.get(one)).find((one) => one !== undefined);
      if (keys.length > 0) this.#outcomes.set(key, refusal);
    }
    return all.map(({ key }) => this.#outcomes.get(key));
  }

  #pendingOf<T>(all: readonly (readonly [string, T])[]): ReadonlyMap<string, T> {
    return new Map(all.filter(([key]) => !this.#outcomes.has(key)));
  }

  /** Runs work concurrently and starts none after the first failure, which is likely to affect all. */
  async #forEachConcurrently<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
    let hasFailed = false;
    await concurrently(items, CONCURRENCY, async (item) => {
      if (hasFailed) return;
      try {
        await work(item);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    });
  }

  /** Sends posts with the same time and source: one attribute, or several values. */
  #postBatch(batch: readonly Post[]): Promise<Refusal> {
    const [{ timestamp, source, target } = { timestamp: 0, source: '', target: { value: '' } }] = batch;
    if ('attribute' in target) return this.#post({ timestamp, source }, `/${target.attribute}`);
    const values = batch.flatMap((post) => ('value' in post.target ? [post.target.value] : []));
    return this.#post({ timestamp, source, values });
  }

  async #post(what: PostBody, path = ''): Promise<Refusal> {
    const { client, type, signal } = this.#options;
    const { timestamp, source, ...rest } = what;
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
    return errorMessageIn(answer.body) ?? 'MISP gave no reason.';
  }
}

interface PostBody {
  readonly timestamp: number;
  readonly source: string;
  readonly uuid?: string;
  readonly values?: readonly string[];
}

/** One target at one time. */
interface Post {
  readonly target: SightingTarget;
  readonly timestamp: number;
  readonly source: string;
}

/** Posts with the same key are duplicates. */
function postKey({ target, timestamp, source }: Post): string {
  const what = 'value' in target ? ['=', foldByCollation(target.value)] : ['#', target.attribute];
  return JSON.stringify(['post', ...what, timestamp, source]);
}

function batchesOfPosts(posts: readonly Post[]): readonly (readonly Post[])[] {
  const groups = groupBy(posts, (post) => {
    const { target, timestamp, source } = post;
    const own = 'attribute' in target || target.isUnverified === true ? postKey(post) : '';
    return JSON.stringify([timestamp, source, own]);
  });
  return [...groups.values()].flatMap((group) => batchesOf(group, BATCH_VALUES));
}
