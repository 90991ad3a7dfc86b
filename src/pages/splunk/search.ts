import * as v from 'valibot';
import { parseResponse, post } from './rest.ts';
import { failureIn, SearchMessages } from './search-messages.ts';

const Cell = v.union([
  v.string(),
  v.pipe(v.number(), v.transform(String)),
  v.pipe(
    v.array(v.string()),
    v.transform((values) => values.join(', ')),
  ),
]);

const SearchResponse = v.object({
  messages: SearchMessages,
  results: v.optional(v.array(v.record(v.string(), Cell)), []),
});

export type Result = Readonly<Record<string, string>>;

export interface SearchOutcome {
  readonly results: readonly Result[];
  /** splunkd ended the search at its time limit, so that results are missing. */
  readonly isCut: boolean;
}

/** As in "Search auto-finalized after time limit (20 seconds) reached." */
const CUT = /auto-finali[sz]ed/i;

/** Limit for a command that queries MISP. Longer than the default limits of an instance, whose message is more helpful than Splunk's. */
export const COMMAND_SECONDS = 240;

/** The results of `runSearch`, for a search whose end is not cut. */
export async function oneshot(search: string, earliest: string, maxTime: number): Promise<readonly Result[]> {
  return (await runSearch(search, earliest, maxTime)).results;
}

/**
 * Runs a search to its end with the permissions of the user.
 *
 * @param maxTime seconds after which splunkd ends it
 * @throws Error with the message of the command that failed
 */
export async function runSearch(search: string, earliest: string, maxTime: number): Promise<SearchOutcome> {
  const body = await post('search/v2/jobs', {
    search,
    exec_mode: 'oneshot',
    earliest_time: earliest,
    latest_time: 'now',
    max_time: String(maxTime),
    output_mode: 'json',
    count: '0',
  });
  const { messages, results } = parseResponse(SearchResponse, body);
  const failure = failureIn(messages);
  if (failure !== '') throw new Error(failure);
  return { results, isCut: messages.some(({ text }) => CUT.test(text)) };
}
