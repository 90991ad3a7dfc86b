import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FEEDS, STATE_COLUMNS } from '../src/intel/mapping.ts';
import { uuidOf } from '../test/stand-ins/misp/store/records.ts';
import { startMisp } from '../test/stand-ins/misp/server.ts';
import { MispStore } from '../test/stand-ins/misp/store/store.ts';
import { feedOf } from '../test/stand-ins/splunk/es.ts';
import { runSavedSearch } from '../test/stand-ins/splunk/spl/run.ts';
import type { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';
import { measureNode, type Used, watchCommands } from './processes.ts';

const FLOOR = fileURLToPath(new URL('floor.mjs', import.meta.url));

export interface Merged {
  /** Rows in the lookup afterwards. */
  readonly rows: number;
  /** Of the feed's commands and of the daily reconciliation's; what Splunk does between them is not ours. */
  readonly used: Used;
  /** CPU seconds of fetching and parsing the same pages. */
  readonly floor: number;
}

/** A feed's search as shipped: `added` new rows of MISP into a lookup that has `known`. */
export async function mergeFeed(splunk: StandInSplunk, known: number, added: number): Promise<Merged> {
  const now = Math.floor(Date.now() / 1000);
  writeState(splunk, known, now);
  const store = new MispStore();
  const event = store.addEvent({ info: 'New today', timestamp: now - 60, tags: ['tlp:green'] });
  for (let index = 0; index < added; index += 1)
    store.addAttribute(event, { type: 'ip-dst', value: address(known + index), comment: 'scanner' });
  const misp = await startMisp({ store });
  splunk.state.instances['misp'] = { misp_url: misp.url };
  splunk.state.secrets['misp.misp_key'] = misp.keys['automation'] ?? '';
  const watched = watchCommands();
  try {
    await runSearch(splunk, 'MISP_ES_ip_intel');
    const { rows } = feedOf(splunk, 'ip');
    await runSearch(splunk, 'MISP_ES_reconcile');
    const floor = await measureNode([FLOOR, misp.url, String(added), misp.keys['automation'] ?? '']);
    return { rows: rows.length, used: watched(), floor: Number(floor.output) };
  } finally {
    watched();
    await misp.close();
  }
}

async function runSearch(splunk: StandInSplunk, name: string): Promise<void> {
  const { failed, messages } = await runSavedSearch(splunk, name);
  if (failed) throw new Error(messages.map(([, text]) => text).join(' '));
}

function writeState(splunk: StandInSplunk, rows: number, now: number): void {
  const lines = [[...FEEDS.ip.columns, ...STATE_COLUMNS].join(',')];
  for (let index = 0; index < rows; index += 1) {
    const ip = address(index);
    lines.push(
      `Known | Network activity | MISP event 1,${ip},40,ip,ip=${ip},${uuidOf(`known ${index}`)},misp,${now - 3600},${now - 3600}`,
    );
  }
  writeFileSync(join(splunk.appDir, 'lookups/misp_es_ip_state.csv'), `${lines.join('\n')}\n`);
}

/** Public ones, all different. */
function address(index: number): string {
  return `20.${Math.floor(index / 65_536)}.${Math.floor(index / 256) % 256}.${index % 256}`;
}
