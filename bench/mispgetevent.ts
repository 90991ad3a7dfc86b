import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';
import { drain } from './drain.ts';
import { watch } from './processes.ts';

const SYNTHETIC = fileURLToPath(new URL('../test/stand-ins/misp/data/synthetic-events.ts', import.meta.url));

/** `mispgetevent getioc=true` over so many events of so many attributes: seconds and highest memory in MB. */
export async function readEvents(
  splunk: StandInSplunk,
  events: number,
  attributes: number,
): Promise<{ readonly seconds: number; readonly megabytes: number }> {
  const args = ['--import', 'tsx', SYNTHETIC, String(events), String(attributes)];
  const server = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(server.stdout, 'data')) as [Buffer];
  splunk.state.instances['events'] = { misp_url: line.toString().trim() };
  splunk.state.secrets['events.misp_key'] = 'invented';
  const started = performance.now();
  const running = splunk.start('mispgetevent misp_instance=events timestamp=2020-01-01 getioc=true');
  const used = watch(running.process);
  let lines = 0;
  await drain(running, (_metadata, bytes) => (lines += bytes > 0 ? 1 : 0));
  const { megabytes } = used();
  running.process.stdin.end();
  const { exitCode } = await running.ended();
  server.stdin.end();
  if (exitCode !== 0 || lines * 500 < events * attributes)
    throw new Error(`mispgetevent gave ${lines} answers of 500 rows`);
  return { seconds: (performance.now() - started) / 1000, megabytes };
}
