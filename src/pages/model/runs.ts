import { quote } from '../../common/quote.ts';
import { oneshot } from '../splunk/search.ts';
import type { Connections } from './connections.ts';

/** The state of an input, from the events of its runs. */
export interface Runs {
  /** Unix seconds. */
  readonly last: number;
  readonly status: string;
  readonly error: string;
  /** Rows indexed by all runs. */
  readonly indicators: number;
}

const MAX_SECONDS = 20;

/** A search for the runs of one input. */
export function runsSearch(name: string, index: string): string {
  const where = index === 'default' ? 'index=*' : `index=${quote(index)}`;
  return `${where} sourcetype="misp:run" misp_input IN (${quote(name)}, ${quote(`misp://${name}`)})`;
}

/** Loads the state of all inputs by name. @throws Error with the message of the search */
export async function loadRuns({ all }: Connections): Promise<ReadonlyMap<string, Runs>> {
  const indexes = [...new Set(all.flatMap(({ input }) => (input ? [input['index'] ?? ''] : [])))];
  if (indexes.length === 0) return new Map();
  // "default" stands for the default index of splunkd, whose name is unknown here.
  const where = indexes.includes('default')
    ? 'index=*'
    : indexes.map((name) => `index=${quote(name)}`).join(' OR ');
  const search =
    `search (${where}) sourcetype="misp:run" ` +
    '| stats latest(_time) AS last latest(status) AS status latest(error) AS error sum(attributes) AS indicators by misp_input';
  const results = await oneshot(search, '0', MAX_SECONDS);
  return new Map(
    results.map((result) => [
      (result['misp_input'] ?? '').replace(/^misp:\/\//, ''),
      {
        last: Number(result['last']),
        status: result['status'] ?? '',
        error: result['error'] ?? '',
        indicators: Number(result['indicators'] ?? 0),
      },
    ]),
  );
}
