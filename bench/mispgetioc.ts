import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';
import { drain } from './drain.ts';
import { median, medianOf, type Measured, measureNode, watch } from './processes.ts';

const FLOOR = fileURLToPath(new URL('floor.mjs', import.meta.url));
const SYNTHETIC = fileURLToPath(new URL('../test/stand-ins/misp/data/synthetic.ts', import.meta.url));

/** MISP's keys have forty characters. */
export const KEY = 'inventedInventedInventedInventedInvented';

export interface Comparison {
  readonly attributes: number;
  readonly ours: Measured & { readonly firstRow: number };
  readonly floor: Measured;
}

/**
 * One size: the command as splunkd runs it, and the floor, `runs` times each, alternating. Medians.
 * @param latencyMs what MISP takes for a page
 */
export async function compare(
  splunk: StandInSplunk,
  attributes: number,
  { runs, latencyMs = 0 }: { readonly runs: number; readonly latencyMs?: number },
): Promise<Comparison> {
  const server = spawn(
    process.execPath,
    ['--import', 'tsx', SYNTHETIC, String(attributes), String(latencyMs)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  const url = line.toString().trim();
  splunk.state.instances['bench'] = { misp_url: url };
  splunk.state.secrets['bench.misp_key'] = KEY;
  const ours: Comparison['ours'][] = [];
  const floors: Measured[] = [];
  for (let run = 0; run < runs; run += 1) {
    floors.push(await measureNode([FLOOR, url, String(attributes), KEY]));
    ours.push(await measureCommand(splunk, attributes));
  }
  server.stdin.end();
  return {
    attributes,
    ours: { ...medianOf(ours), firstRow: median(ours.map((one) => one.firstRow)) },
    floor: medianOf(floors),
  };
}

/** Reads what the command writes without decoding it: that would be splunkd's work, and this process's memory. */
async function measureCommand(splunk: StandInSplunk, attributes: number): Promise<Comparison['ours']> {
  const started = performance.now();
  const running = splunk.start('mispgetioc misp_instance=bench last=1d');
  const used = watch(running.process);
  let firstRow = 0;
  let rows = 0;
  await drain(running, ({ inspector }, bytes) => {
    if (bytes > 0) firstRow ||= (performance.now() - started) / 1000;
    rows = (inspector as Record<string, number[]> | undefined)?.['metric.misp.bench']?.[3] ?? rows;
  });
  const usage = used();
  running.process.stdin.end();
  const { exitCode } = await running.ended();
  if (exitCode !== 0 || rows !== attributes) throw new Error(`mispgetioc gave ${rows} of ${attributes} rows`);
  return { seconds: (performance.now() - started) / 1000, ...usage, firstRow, output: '' };
}

/** Seconds from starting the command to its answer to getinfo. */
export async function measureStart(splunk: StandInSplunk): Promise<number> {
  const started = performance.now();
  const running = splunk.start('mispgetioc misp_instance=bench last=1d');
  await running.getinfo();
  const seconds = (performance.now() - started) / 1000;
  running.process.stdin.end();
  await running.ended();
  return seconds;
}
