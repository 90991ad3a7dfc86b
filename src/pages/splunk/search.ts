import * as v from 'valibot';
import { post } from './rest.ts';

const Cell = v.union([
  v.string(),
  v.pipe(v.number(), v.transform(String)),
  v.pipe(
    v.array(v.string()),
    v.transform((values) => values.join(', ')),
  ),
]);

const Answer = v.object({
  messages: v.optional(v.array(v.object({ type: v.string(), text: v.string() })), []),
  results: v.optional(v.array(v.record(v.string(), Cell)), []),
});

export type Result = Readonly<Record<string, string>>;

/** For a command that asks MISP. Longer than an instance's own limits by default: its message says more than Splunk's. */
export const COMMAND_SECONDS = 240;

/**
 * Runs a search to its end, with the user's own rights.
 *
 * @param maxTime seconds after which splunkd ends it
 * @throws Error with the message of the command that failed
 */
export async function oneshot(search: string, earliest: string, maxTime: number): Promise<readonly Result[]> {
  const body = await post('search/v2/jobs', {
    search,
    exec_mode: 'oneshot',
    earliest_time: earliest,
    latest_time: 'now',
    max_time: String(maxTime),
    output_mode: 'json',
    count: '0',
  });
  const { messages, results } = v.parse(Answer, body);
  const failures = messages
    .filter(({ type }) => type === 'FATAL' || type === 'ERROR')
    .map(({ text }) => text.replace(/^Error in '\w+' command: /, ''));
  // splunkd may give the command's message once as it is, and once with the command's name before it.
  if (failures.length > 0) throw new Error([...new Set(failures)].join(' '));
  return results;
}
