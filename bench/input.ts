import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { checkpointDir, RunningInput } from '../test/stand-ins/splunk/programs/input.ts';
import type { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';
import { KEY } from './mispgetioc.ts';
import { type Measured, measureNode, medianOf, watch } from './processes.ts';

const FLOOR = fileURLToPath(new URL('floor.mjs', import.meta.url));
const SYNTHETIC = fileURLToPath(new URL('../test/stand-ins/misp/data/synthetic.ts', import.meta.url));

export interface Backfill {
  /** The first run, which indexes everything; fetching and parsing the same pages; a run that compares everything anew. */
  readonly first: Measured;
  readonly floor: Measured;
  readonly reconciliation: Measured;
}

/** The modular input over so many attributes, as splunkd runs it; what it writes is thrown away. Medians. */
export async function backfill(splunk: StandInSplunk, attributes: number, runs: number): Promise<Backfill> {
  const server = spawn(process.execPath, ['--import', 'tsx', SYNTHETIC, String(attributes)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  const url = line.toString().trim();
  splunk.state.instances['bench'] = { misp_url: url };
  splunk.state.secrets['bench.misp_key'] = KEY;
  const all: Backfill[] = [];
  for (let run = 0; run < runs; run += 1) {
    await rm(checkpointDir(splunk), { recursive: true, force: true });
    await mkdir(checkpointDir(splunk), { recursive: true });
    const floor = await measureNode([FLOOR, url, String(attributes), KEY, 'context']);
    const first = await measureRun(splunk, attributes);
    const reconciliation = await measureRun(splunk, 0, { reconcile_interval: '1' });
    all.push({ first, floor, reconciliation });
  }
  server.stdin.end();
  return {
    first: medianOf(all.map((one) => one.first)),
    floor: medianOf(all.map((one) => one.floor)),
    reconciliation: medianOf(all.map((one) => one.reconciliation)),
  };
}

/** @param indexed so many attributes it must index */
async function measureRun(
  splunk: StandInSplunk,
  indexed: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<Measured> {
  // It reads as splunkd does: in a program that is not of JavaScript.
  const reader = spawn('tail', ['-c', '2000'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const end = text(reader.stdout);
  const started = performance.now();
  const running = new RunningInput(
    splunk,
    'bench',
    { settings: { start: 'all', ...settings } },
    reader.stdin,
  );
  const usage = watch(running.process);
  const { exitCode, stderr } = await running.ended();
  const seconds = (performance.now() - started) / 1000;
  reader.stdin.end();
  const output = await end;
  if (exitCode !== 0 || !output.includes(`"attributes":${indexed},`))
    throw new Error(`the input did not index ${indexed} attributes: ${stderr} ${output}`);
  return { seconds, ...usage(), output };
}
