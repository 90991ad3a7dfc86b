import { oneshot, quoted, type Result } from '../splunk/search.ts';

/** Longer than an instance's own limits by default: its message says more than Splunk's. */
const MAX_SECONDS = 240;

/** The row of mispstatus of an instance. @throws Error with the command's message */
export async function statusOf(instance: string): Promise<Result> {
  const [row] = await oneshot(`| mispstatus misp_instance=${quoted(instance)}`, '-1m', MAX_SECONDS);
  if (!row) throw new Error('The search ended without a result.');
  return row;
}
