import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';
import { drain } from './drain.ts';
import { median, type Measured, measureNode, watch } from './processes.ts';

const FLOOR = fileURLToPath(new URL('floor.mjs', import.meta.url));
const SYNTHETIC = fileURLToPath(new URL('../test/stand-ins/misp/data/synthetic.ts', import.meta.url));

export interface Comparison {
  readonly attributes: number;
  readonly ours: Measured & { readonly firstRow: number };
  readonly floor: Measured;
}

/** One size: the command as splunkd runs it, and the floor, `runs` times each, alternating. Medians. */
export async function compare(splunk: StandInSplunk, attributes: number, runs: number): Promise<Comparison> {
  const server = spawn(process.execPath, ['--import', 'tsx', SYNTHETIC, String(attributes)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  const url = line.toString().trim();
  splunk.state.instances['bench'] = { misp_url: url };
  splunk.state.secrets['bench.misp_key'] = 'invented';
  const ours: Comparison['ours'][] = [];
  const floors: Measured[] = [];
  for (let run = 0; run < runs; run += 1) {
    floors.push(await measureNode([FLOOR, url, String(attributes)]));
    ours.push(await measureCommand(splunk, attributes));
  }
  server.stdin.end();
  const mid = <T>(all: readonly T[], of: (one: T) => number) => median(all.map(of));
  return {
    attributes,
    ours: {
      seconds: mid(ours, (one) => one.seconds),
      megabytes: Math.max(...ours.map((one) => one.megabytes)),
      cpuSeconds: mid(ours, (one) => one.cpuSeconds),
      firstRow: mid(ours, (one) => one.firstRow),
      output: '',
    },
    floor: {
      seconds: mid(floors, (one) => one.seconds),
      megabytes: mid(floors, (one) => one.megabytes),
      cpuSeconds: mid(floors, (one) => one.cpuSeconds),
      output: '',
    },
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
