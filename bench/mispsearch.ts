import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { startMisp } from '../test/stand-ins/misp/server.ts';
import { MispStore } from '../test/stand-ins/misp/store/store.ts';
import type { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';

const ONE_BY_ONE = fileURLToPath(new URL('one-by-one.mjs', import.meta.url));
const LATENCY_MS = 20;

export interface LookedUp {
  readonly seconds: number;
  readonly requests: number;
  readonly matched: number;
  /** Of one request a record; undefined where that would take too long. */
  readonly oneByOneSeconds: number | undefined;
}

/** So many records, half of their values distinct, half of those in MISP; MISP takes 20 ms for a request. */
export async function lookUp(
  splunk: StandInSplunk,
  records: number,
  comparesOneByOne: boolean,
): Promise<LookedUp> {
  const distinct = Math.max(1, records / 2);
  const values = Array.from({ length: records }, (_none, index) => `n${index % distinct}.example`);
  const store = new MispStore();
  const event = store.addEvent({ info: 'Known', timestamp: Math.floor(Date.now() / 1000) });
  for (let index = 0; index < distinct; index += 2)
    store.addAttribute(event, { type: 'domain', value: `n${index}.example` });
  const misp = await startMisp({ store, latencyMs: LATENCY_MS });
  try {
    const key = misp.keys['automation'] ?? '';
    splunk.state.instances['bench'] = { misp_url: misp.url };
    splunk.state.secrets['bench.misp_key'] = key;
    const started = performance.now();
    let matched = 0;
    const { failed, messages } = await splunk.search(
      'mispsearch misp_instance=bench field=dest',
      { input: [values.map((dest) => ({ dest }))] },
      (rows) => (matched += rows.filter((row) => row['misp_value'] !== undefined).length),
    );
    const seconds = (performance.now() - started) / 1000;
    if (failed) throw new Error(messages.map(([, said]) => said).join(' '));
    const requests = misp.requests.length;
    const oneByOneSeconds = comparesOneByOne ? await oneByOne(misp.url, key, values) : undefined;
    return { seconds, requests, matched, oneByOneSeconds };
  } finally {
    await misp.close();
  }
}

async function oneByOne(url: string, key: string, values: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [ONE_BY_ONE, url, key], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(values.join('\n'));
  return Number(await text(child.stdout));
}
