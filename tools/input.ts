/**
 * Runs the modular input once from the built package, like splunkd, and prints the attributes in its index:
 *
 *   npm run input -- [--state DIR] [name=value ...]
 *
 *   npm run input -- --state state start=all type=ip-dst,domain
 *
 * Settings are those of inputs.conf.spec. DIR keeps the checkpoint, and all events in events.jsonl, so that the next run
 * continues there. Without it, both are deleted. Uses the embedded MISP, or the MISP of MISP_URL and MISP_KEY (with the
 * other variables of npm run search).
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { eventsIn, RunningInput } from '../test/stand-ins/splunk/programs/input.ts';
import type { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';
import { openSplunk } from './misp-access.ts';

const EVENTS = 'events.jsonl';
const END = '</event>\n';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { state: { type: 'string' } },
});
process.exitCode = await main();

async function main(): Promise<number> {
  const folder =
    flags.state === undefined ? await mkdtemp(join(tmpdir(), 'misp input ')) : resolve(flags.state);
  await mkdir(folder, { recursive: true });
  const { splunk, close } = await openSplunk(() => ['misp']);
  try {
    const code = await run(splunk, folder);
    await printAttributeCounts(join(folder, EVENTS));
    return code;
  } finally {
    await close();
    if (flags.state === undefined) await rm(folder, { recursive: true });
  }
}

async function run(splunk: StandInSplunk, checkpointDir: string): Promise<number> {
  const settings = Object.fromEntries(
    positionals.map((one) => [one.replace(/=.*$/s, ''), one.replace(/^[^=]*=/, '')]),
  );
  const running = new RunningInput(splunk, 'misp', { settings, checkpointDir }, 'somebody');
  running.process.stderr.pipe(process.stderr);
  const file = createWriteStream(join(checkpointDir, EVENTS), { flags: 'a' });
  let rest = '';
  running.process.stdout.setEncoding('utf8').on('data', (text: string) => {
    rest += text;
    const end = rest.lastIndexOf(END) + END.length;
    if (end < END.length) return;
    for (const event of eventsIn(rest.slice(0, end))) file.write(`${JSON.stringify(event)}\n`);
    rest = rest.slice(end);
  });
  const { exitCode } = await running.ended();
  await finished(file.end());
  return exitCode ?? 1;
}

/** Prints the number of attributes by type, from the last event of each attribute. */
async function printAttributeCounts(path: string): Promise<void> {
  const latest = new Map<string, string | undefined>();
  const lines = new Map<string, number>();
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const { sourcetype, data } = JSON.parse(line) as { sourcetype: string; data: string };
    lines.set(sourcetype, (lines.get(sourcetype) ?? 0) + 1);
    if (sourcetype !== 'misp:attribute') continue;
    const { misp_attribute_uuid, misp_deleted, misp_type } = JSON.parse(data) as Record<
      string,
      string | boolean
    >;
    latest.set(String(misp_attribute_uuid), misp_deleted === true ? undefined : String(misp_type));
  }
  const counts = new Map<string, number>();
  for (const type of latest.values()) if (type !== undefined) counts.set(type, (counts.get(type) ?? 0) + 1);
  const table = new Table({ head: ['misp_type', 'held'], style: { head: [], border: [], compact: true } });
  for (const [type, count] of [...counts].sort((a, b) => b[1] - a[1])) table.push([type, count]);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  process.stdout.write(`${table.toString()}\n${total} attributes held, ${latest.size - total} deleted; `);
  process.stdout.write(`events ever: ${[...lines].map(([kind, count]) => `${count} ${kind}`).join(', ')}\n`);
}
