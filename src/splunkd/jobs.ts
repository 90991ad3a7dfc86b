import * as v from 'valibot';
import { BadRequestError } from './errors.ts';
import type { Splunkd } from './splunkd.ts';

/** A search that has ended, whatever became of it. */
export interface FinishedJob {
  /** splunkd's own word: a search that it did not even start, because it is wrong, counts as failed. */
  readonly hasFailed: boolean;
  /** Texts of all messages, whatever their level. */
  readonly messages: readonly string[];
  /** At most 50,000; none of a failed search. */
  readonly rows: readonly Readonly<Record<string, string>>[];
}

export interface TimeRange {
  readonly earliest: string;
  readonly latest: string;
}

const RECENT: TimeRange = { earliest: '-1m', latest: 'now' };

/** Seconds after which splunkd ends a search. splunkd's own answer has to come within 30. */
const MAX_SECONDS = 25;
/** Seconds for which splunkd keeps a job that nobody deletes. */
const KEPT_SECONDS = 60;

const Created = v.object({ sid: v.string() });
const Messages = v.optional(v.array(v.object({ text: v.string() })), []);
const State = v.object({
  entry: v.tuple([
    v.object({ content: v.object({ dispatchState: v.string(), isFailed: v.boolean(), messages: Messages }) }),
  ]),
});
/** A list is a multivalue field, here its values joined. */
const Cell = v.union([
  v.string(),
  v.pipe(
    v.array(v.string()),
    v.transform((values) => values.join(', ')),
  ),
]);
const Results = v.optional(v.object({ results: v.optional(v.array(v.record(v.string(), Cell)), []) }));

/**
 * Searches of our own, run as the user of a search, in the app. Source: Splunk's REST reference, search/v2/jobs, for
 * exec_mode=blocking, dispatchState and isFailed.
 */
export class Jobs {
  readonly #splunkd: Splunkd;

  constructor(splunkd: Splunkd) {
    this.#splunkd = splunkd;
  }

  /** Runs a search to its end. @throws SplunkdError when splunkd cannot be asked */
  async run(search: string, { earliest, latest }: TimeRange = RECENT): Promise<FinishedJob> {
    const form = {
      search,
      exec_mode: 'blocking',
      earliest_time: earliest,
      latest_time: latest,
      max_time: MAX_SECONDS,
      timeout: KEPT_SECONDS,
    };
    try {
      const { sid } = await this.#splunkd.postForm('search/v2/jobs', form, Created);
      const job = `search/v2/jobs/${encodeURIComponent(sid)}`;
      try {
        return await this.#finished(job);
      } finally {
        // It would go by itself, later.
        await this.#splunkd.delete(job, {}).catch(() => undefined);
      }
    } catch (error) {
      if (error instanceof BadRequestError) return { hasFailed: true, messages: [error.message], rows: [] };
      throw error;
    }
  }

  async #finished(job: string): Promise<FinishedJob> {
    const { entry } = await this.#splunkd.get(job, {}, State);
    const { dispatchState, isFailed, messages } = entry[0].content;
    const hasFailed = isFailed || dispatchState === 'FAILED';
    const texts = messages.map(({ text }) => text);
    if (hasFailed) return { hasFailed, messages: texts, rows: [] };
    const answer = await this.#splunkd.get(`${job}/results`, { count: 0 }, Results);
    return { hasFailed, messages: texts, rows: answer?.results ?? [] };
  }
}
