import { MispClient } from '../../misp/client.ts';
import type { Connection } from '../../misp/connection.ts';
import type { SearchInfo } from '../../protocol/command.ts';

/** The MISP client of a search. It is interactive unless Splunk's scheduler runs the search, since a user then waits. */
export function searchClient({ sid }: Pick<SearchInfo, 'sid'>, connection: Connection): MispClient {
  return new MispClient(connection, { isInteractive: !SCHEDULER_SID.test(sid) });
}

/** `scheduler__admin__search__RMD5…_at_1795508383_1`, `rt_scheduler__…`, and their subsearches: `subsearch_scheduler__…`. */
const SCHEDULER_SID = /^(?:subsearch_|rt_|remote_[^_]+_)*scheduler__/;
