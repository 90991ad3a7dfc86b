import { quote } from '../../common/quote.ts';
import { runSearch } from '../splunk/search.ts';
import type { Connection, Connections } from './connections.ts';

/** The state of an input, from the events of its runs within `RUNS_SINCE`. */
export interface Run {
  /** Unix seconds of the last run. */
  readonly last: number;
  readonly status: string;
  readonly error: string;
  /** Rows that all of these runs indexed. */
  readonly rows: number;
}

export interface Runs {
  /** By the name of the input. */
  readonly byName: ReadonlyMap<string, Run>;
  /** The search reached its time limit: runs are missing. */
  readonly isCut: boolean;
}

/** How far back runs are read, so that the page asks little of a large index. */
export const RUNS_SINCE = '-7d';

const MAX_SECONDS = 20;

/** A search for the runs of one input. */
export function runsSearch({ name, input }: Connection): string {
  return `${clauseOf(name, input?.['index'] ?? '')} sourcetype="misp:run"`;
}

/** Loads the state of all inputs. @throws Error with the message of the search */
export async function loadRuns({ all }: Connections): Promise<Runs> {
  const clauses = all.flatMap(({ name, input }) =>
    input ? [`(${clauseOf(name, input['index'] ?? '')})`] : [],
  );
  if (clauses.length === 0) return { byName: new Map(), isCut: false };
  const search =
    `search sourcetype="misp:run" (${clauses.join(' OR ')}) ` +
    '| stats latest(_time) AS last latest(status) AS status latest(error) AS error sum(attributes) AS rows by misp_input';
  const { results, isCut } = await runSearch(search, RUNS_SINCE, MAX_SECONDS);
  const runs = results.map((result): readonly [string, Run] => [
    (result['misp_input'] ?? '').replace(/^misp:\/\//, ''),
    {
      last: Number(result['last']),
      status: result['status'] ?? '',
      error: result['error'] ?? '',
      rows: Number(result['rows'] ?? 0),
    },
  ]);
  return { byName: new Map(runs), isCut };
}

/** The runs of one input in its own index. "default" is splunkd's default index, whose name is unknown here. */
function clauseOf(name: string, index: string): string {
  const where = index === 'default' ? 'index=*' : `index=${quote(index)}`;
  return `${where} (misp_input=${quote(name)} OR misp_input=${quote(`misp://${name}`)})`;
}
