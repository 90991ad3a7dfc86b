import { quote } from '../../common/quote.ts';
import { COMMAND_SECONDS, oneshot, type Result } from '../splunk/search.ts';

/** The row of mispstatus for an instance. @throws Error with the message of the command */
export async function statusOf(instance: string): Promise<Result> {
  const [row] = await oneshot(`| mispstatus misp_instance=${quote(instance)}`, '-1m', COMMAND_SECONDS);
  if (!row) throw new Error('The search ended without a result.');
  return row;
}

/** The rows of mispstatus for all enabled instances. @throws Error with the message of the command */
export async function allStatuses(): Promise<readonly Result[]> {
  return oneshot('| mispstatus', '-1m', COMMAND_SECONDS);
}
