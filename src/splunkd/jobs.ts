import * as v from 'valibot';
import { BadRequestError } from './errors.ts';
import type { Splunkd } from './splunkd.ts';

/** A search job that has ended, with or without success. */
export interface FinishedJob {
  /** As splunkd reports it. An invalid search that splunkd did not start also counts as failed. */
  readonly hasFailed: boolean;
  /** Texts of all messages of any level. */
  readonly messages: readonly string[];
  /** At most 50,000; empty for a failed search. */
  readonly rows: readonly Readonly<Record<string, string>>[];
}

export interface TimeRange {
  readonly earliest: string;
  readonly latest: string;
}

const LAST_MINUTE: TimeRange = { earliest: '-1m', latest: 'now' };

/** Seconds after which splunkd ends a search. The request times out after 30. */
const MAX_SECONDS = 25;
/** Seconds after which splunkd deletes a job. */
const TTL_SECONDS = 60;

const Created = v.object({ sid: v.string() });
const Messages = v.optional(v.array(v.object({ text: v.string() })), []);
const State = v.object({
  entry: v.tuple([
    v.object({ content: v.object({ dispatchState: v.string(), isFailed: v.boolean(), messages: Messages }) }),
  ]),
});
/** Joins the values of a multivalue field. */
const Cell = v.union([
  v.string(),
  v.pipe(
    v.array(v.string()),
    v.transform((values) => values.join(', ')),
  ),
]);
const Results = v.optional(v.object({ results: v.optional(v.array(v.record(v.string(), Cell)), []) }));

/**
 * Runs search jobs in the app, as the user of the search. Source: Splunk's REST reference, search/v2/jobs, for
 * exec_mode=blocking, dispatchState and isFailed.
 */
export class Jobs {
  readonly #splunkd: Splunkd;

  constructor(splunkd: Splunkd) {
    this.#splunkd = splunkd;
  }

  /** Runs a search to its end. @throws SplunkdError when a request fails */
  async run(search: string, { earliest, latest }: TimeRange = LAST_MINUTE): Promise<FinishedJob> {
    const form = {
      search,
      exec_mode: 'blocking',
      earliest_time: earliest,
      latest_time: latest,
      max_time: MAX_SECONDS,
      timeout: TTL_SECONDS,
    };
    try {
      const { sid } = await this.#splunkd.postForm('search/v2/jobs', form, Created);
      const job = `search/v2/jobs/${encodeURIComponent(sid)}`;
      try {
        return await this.#readJob(job);
      } finally {
        // If this fails, splunkd deletes the job after its TTL.
        await this.#splunkd.delete(job, {}).catch(() => undefined);
      }
    } catch (error) {
      if (error instanceof BadRequestError) return { hasFailed: true, messages: [error.message], rows: [] };
      throw error;
    }
  }

  async #readJob(job: string): Promise<FinishedJob> {
    const { entry } = await this.#splunkd.get(job, {}, State);
    const { dispatchState, isFailed, messages } = entry[0].content;
    const hasFailed = isFailed || dispatchState === 'FAILED';
    const texts = messages.map(({ text }) => text);
    if (hasFailed) return { hasFailed, messages: texts, rows: [] };
    const answer = await this.#splunkd.get(`${job}/results`, { count: 0 }, Results);
    return { hasFailed, messages: texts, rows: answer?.results ?? [] };
  }
}
