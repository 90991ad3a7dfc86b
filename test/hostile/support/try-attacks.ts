import { rm } from 'node:fs/promises';
import { expect } from 'chai';
import { checkpointDir } from '../../stand-ins/splunk/programs/input.ts';
import { StandInSplunk } from '../../stand-ins/splunk/splunk.ts';
import type { Attack } from './attack.ts';
import { type Ending, measured, WRITER } from './measured.ts';
import { READERS, type ReaderName } from './readers.ts';
import { startHostile } from './server.ts';
import { tame } from './tame.ts';

/** What no attack may go beyond. */
const MAX_MEGABYTES = 400;
const MAX_SECONDS = 20;
/** A message is read in a search bar. */
const MAX_MESSAGE_LENGTH = 1000;

const TRIES_ALL = process.env['HOSTILE'] === 'all';

/** Tries attacks against the packaged app, each as a test of its own, and prints at the end what came of each. */
export function tryAttacks(title: string, attacks: readonly Attack[]): void {
  describe(title, function () {
    this.timeout(120_000);
    const table: (readonly string[])[] = [];
    let splunk: StandInSplunk;

    before(async () => {
      splunk = await StandInSplunk.start({ secrets: { 'evil.misp_key': 'key-of-the-test'.padEnd(40, 'x') } });
      splunk.state.sessions[WRITER] = {
        username: 'writer',
        capabilities: ['search', 'list_storage_passwords', 'misp_write'],
      };
    });
    after(async () => {
      await splunk.close();
      print(title, table);
    });

    for (const [index, attack] of attacks.entries()) {
      if (attack.isSlow === true && !TRIES_ALL) continue;
      for (const reader of chosen(attack, index)) {
        it(`${attack.name}: ${reader}`, async () => {
          const ending = await tried(splunk, attack, reader);
          table.push(lineOf(attack, reader, ending));
          mustHold(attack, reader, ending);
        });
      }
    }
  });
}

/** The readers that an attack is tried against: all take part in turn. */
function chosen({ readers, tried: count = 1 }: Attack, index: number): readonly ReaderName[] {
  if (TRIES_ALL) return readers;
  return Array.from({ length: Math.min(count, readers.length) }, (_, turn) => {
    const reader = readers[(index * count + turn) % readers.length];
    if (reader === undefined) throw new Error('an attack has no readers');
    return reader;
  });
}

async function tried(splunk: StandInSplunk, attack: Attack, name: ReaderName): Promise<Ending> {
  const reader = READERS[name];
  const server = await startHostile((asked) => {
    const usual = tame(asked, attack.pages);
    return reader.isMeant(asked) ? attack.answer(asked, usual) : usual;
  });
  splunk.state.instances['evil'] = {
    misp_url: server.url,
    retry_timeout: 0,
    read_timeout: 20,
    ...attack.settings,
  };
  await rm(checkpointDir(splunk), { recursive: true, force: true });
  try {
    return await measured(splunk, reader, attack.seconds ?? MAX_SECONDS);
  } finally {
    await server.close();
  }
}

function mustHold(attack: Attack, reader: ReaderName, ending: Ending): void {
  const { errors, stderr, exitCode, signal, megabytes, seconds } = ending;
  const all = `${errors.join(' / ')}\n${stderr}`;
  expect(signal, `ended by a signal after ${seconds.toFixed(1)} s`).to.equal(null);
  expect(megabytes, 'megabytes').to.be.below(MAX_MEGABYTES);
  expect(all).not.to.match(/Internal error|TypeError|RangeError|\n\s+at /);
  for (const error of errors) expect(error.length, 'characters of a message').to.be.below(MAX_MESSAGE_LENGTH);
  // Only there an error is a result.
  const said =
    reader === 'mispstatus'
      ? [/(?:^|,)(?:"?MISP instance evil: [^\n]*)/m.exec(ending.text)?.[0]].flatMap((one) => one ?? [])
      : errors;
  if (attack.end === 'message') expect(said, all).to.have.length(1);
  if (attack.end === 'rows') {
    expect(said, all).to.deep.equal([]);
    if ('search' in READERS[reader].run) expect(ending.bytes, 'bytes of results').to.be.above(0);
  }
  if (attack.absent) expect(ending.text.split('\n')[0]).not.to.match(attack.absent);
  if (attack.end === 'either') expect(said.length, all).to.be.below(2);
  if (attack.message && said.length > 0) expect(said[0]).to.match(attack.message);
  if (reader !== 'mispstatus') expect(exitCode).to.equal(said.length === 0 ? 0 : 1);
}

function lineOf({ name }: Attack, reader: ReaderName, ending: Ending): readonly string[] {
  const { errors, exitCode, signal, seconds, megabytes, bytes } = ending;
  const end = signal ?? (errors.length > 0 ? 'message' : `exit ${String(exitCode)}`);
  const said = errors[0] ?? (bytes > 0 ? `${(bytes / 1e6).toFixed(1)} MB of results` : '');
  return [name, reader, end, `${seconds.toFixed(1)} s`, `${Math.round(megabytes)} MB`, said.slice(0, 110)];
}

function print(title: string, table: readonly (readonly string[])[]): void {
  const widths = [0, 1, 2, 3, 4].map((at) => Math.max(0, ...table.map((row) => row[at]?.length ?? 0)));
  const lines = table.map((row) => row.map((text, at) => text.padEnd(widths[at] ?? 0)).join('  '));
  console.log(['', `  ${title}: ${table.length} attacks`, ...lines.map((line) => `  ${line}`)].join('\n'));
}
