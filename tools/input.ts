/** Runs the modular input once from the built package, like splunkd, and prints what its index holds. `npm run input -- --help` */
import { createReadStream, createWriteStream, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { commandLine, run, UsageError } from '../build/command-line.mjs';
import { plural } from '../src/common/plural.ts';
import { inputOptions } from '../src/inputs/scheme.ts';
import { parseValues } from '../src/protocol/arguments.ts';
import { eventsIn, RunningInput } from '../test/stand-ins/splunk/programs/input.ts';
import type { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';
import { MISP_VARIABLES, openSplunk } from './misp-access.ts';
import { reportProgress } from './progress.ts';
import { tableOf } from './table.ts';

const EVENTS = 'events.jsonl';
const END = '</event>\n';
/** When the data of the embedded MISP were made, so that the next run finds the same. */
const MADE = 'embedded-misp';
/** Settings that every input has, and not this one alone. */
const OF_SPLUNK = ['index', 'interval', 'host'];

const cli = commandLine(
  'input',
  'Runs the modular input of the built package once, as splunkd does, and prints what is indexed.',
)
  .argument('[settings...]', 'name=value, as in inputs.conf: start=all type=ip-dst,domain')
  .option(
    '--state <folder>',
    'keep the checkpoint and all events there, so that the next run continues from them',
  )
  .addHelpText(
    'after',
    `
${MISP_VARIABLES}
Examples:
  npm run input -- start=all
  npm run input -- --state state start=all type=ip-dst,domain`,
  )
  .parse();
const { state } = cli.opts<{ readonly state?: string }>();

await run(() => main(settingsOf(cli.args)));

async function main(settings: Readonly<Record<string, string>>): Promise<number> {
  const folder = state === undefined ? await mkdtemp(join(tmpdir(), 'misp input ')) : resolve(state);
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`--state ${folder} cannot be created: ${(error as Error).message}.`, {
      cause: error,
    });
  }
  const { splunk, url, close } = await openSplunk([], timeMade(folder));
  try {
    const code = await runOnce(splunk, settings, folder, url);
    await printAttributeCounts(join(folder, EVENTS));
    return code;
  } finally {
    await close();
    if (state === undefined) await rm(folder, { recursive: true });
  }
}

/** @throws UsageError for what is no setting, and values that a setting does not accept */
function settingsOf(words: readonly string[]): Readonly<Record<string, string>> {
  const bare = words.find((word) => !/^\w+=/.test(word));
  if (bare !== undefined)
    throw new UsageError(`"${bare}" is not a setting. Write settings as name=value, like start=all.`);
  const settings = Object.fromEntries(
    words.map((word) => [word.replace(/=.*$/s, ''), word.replace(/^[^=]*=/, '')]),
  );
  const own = Object.entries(settings).filter(([name]) => !OF_SPLUNK.includes(name));
  const { mistakes } = parseValues(new Map(own), inputOptions);
  if (mistakes.length > 0) throw new UsageError(mistakes.join('\n'));
  return settings;
}

/** Unix seconds. */
function timeMade(folder: string): number {
  const file = join(folder, MADE);
  if (!existsSync(file)) writeFileSync(file, `${Math.floor(Date.now() / 1000)}\n`);
  return Number(readFileSync(file, 'utf8'));
}

async function runOnce(
  splunk: StandInSplunk,
  settings: Readonly<Record<string, string>>,
  checkpointDir: string,
  url: string,
): Promise<number> {
  const running = new RunningInput(splunk, 'misp', { settings, checkpointDir }, 'somebody');
  running.process.stderr.pipe(process.stderr);
  const file = createWriteStream(join(checkpointDir, EVENTS), { flags: 'a' });
  let events = 0;
  const stop = reportProgress((seconds) =>
    events === 0 ? `waiting for ${url}, ${seconds} s` : `${plural(events, 'event')}, ${seconds} s`,
  );
  let rest = '';
  running.process.stdout.setEncoding('utf8').on('data', (text: string) => {
    rest += text;
    const end = rest.lastIndexOf(END) + END.length;
    if (end < END.length) return;
    for (const event of eventsIn(rest.slice(0, end))) {
      file.write(`${JSON.stringify(event)}\n`);
      events += 1;
    }
    rest = rest.slice(end);
  });
  const { exitCode } = await running.ended().finally(stop);
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
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const rows = [...counts].sort((a, b) => b[1] - a[1]);
  if (total > 0) process.stdout.write(`${tableOf(['misp_type', 'indexed'], rows)}\n`);
  process.stdout.write(`${plural(total, 'attribute')} indexed, ${latest.size - total} deleted; `);
  process.stdout.write(
    `all events: ${[...lines].map(([kind, count]) => `${count} ${kind}`).join(', ') || 'none'}\n`,
  );
}
