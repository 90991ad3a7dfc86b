import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { alertActions } from '../../src/alerts/table.ts';
import { runAlert } from '../../src/alerts/program/run.ts';
import { commands } from '../../src/commands/table.ts';
import { runMispInput } from '../../src/inputs/misp.ts';
import type { Connection } from '../../src/misp/connection.ts';
import { CommandHost } from '../../src/protocol/host.ts';
import { runCommand } from '../../src/protocol/run.ts';
import { TableEncoder } from '../../src/protocol/table-encoder.ts';
import { tableOf } from '../../src/protocol/table.ts';
import type { Access } from '../../src/splunkd/access.ts';
import { AppLookups } from '../../src/splunkd/app-lookups.ts';
import type { Instances } from '../../src/splunkd/instances.ts';
import { eventsIn } from '../stand-ins/splunk/programs/input.ts';
import { parseSearch } from '../stand-ins/splunk/programs/own-search.ts';
import type { Outcome } from './outcome.ts';
import type { Reader } from './readers.ts';
import { NOW } from './server.ts';

/** Checked by the compiler, so that the stub keeps the names of the methods. */
const ACCESS = {
  hasCapability: () => Promise.resolve(true),
  assertMayWrite: () => Promise.resolve(),
  assertMaySearch: () => Promise.resolve(),
} satisfies { readonly [M in keyof Access]: Access[M] };

const MAX_RESULT_ROWS = 50_000;
const lookups = new AppLookups(new URL('../../lookups', import.meta.url).pathname);

/** The program around a reader: one instance, and everything allowed. */
function servicesFor(connection: Connection) {
  const instance = { prefix: 'misp_', connection };
  const instances: Pick<Instances, 'resolve' | 'getOnly' | 'get' | 'enabled' | 'isDisabled'> = {
    resolve: () => Promise.resolve([connection.name]),
    enabled: () => Promise.resolve([connection.name]),
    isDisabled: () => Promise.resolve(false),
    getOnly: () => Promise.resolve(instance),
    get: () => Promise.resolve(instance),
  };
  return {
    now: () => NOW * 1000,
    lookups,
    instances: () => Promise.resolve(instances as Instances),
    access: () => Promise.resolve(ACCESS as unknown as Access),
    collection: () => Promise.reject(new Error('There is no KV store.')),
    splunkd: () => Promise.reject(new Error('There is no splunkd.')),
    serverInfo: () => Promise.resolve({ role: 'alone' as const, startupTime: '1' }),
    processes: {
      platform: process.platform,
      pid: process.pid,
      isRunning: (pid: number) => pid === process.pid,
    },
    runtime: { version: process.version, path: process.execPath },
    lookup: (file: string) => lookups.find(file),
  };
}

/** Keeps what is written. */
function kept(): { readonly stream: Writable; readonly text: () => string } {
  const parts: Buffer[] = [];
  const stream = new Writable({
    write(part: Buffer, _encoding, done) {
      // Buffers are used again.
      parts.push(Buffer.from(part));
      done();
    },
  });
  return { stream, text: () => Buffer.concat(parts).toString() };
}

/** A reader in this process, its streams instead of those of a process. @param folder its own, for what it keeps */
export function runHere(reader: Reader, connection: Connection, folder: string): Promise<Outcome> {
  switch (reader.kind) {
    case 'search':
      return search(reader, connection);
    case 'alert':
      return alert(reader, connection);
    case 'input':
    case 'validation':
      return input(reader, connection, folder);
  }
}

async function search(
  { search: spl, rows }: Extract<Reader, { kind: 'search' }>,
  connection: Connection,
): Promise<Outcome> {
  const { command: name, args } = parseSearch(spl);
  const command = commands[name];
  if (!command) throw new RangeError(`there is no command ${name}`);
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const problems: string[] = [];
  const written: string[] = [];
  const host = new CommandHost(stdout, stdin);
  const ended = runCommand(command, {
    input: stdin,
    output: stdout,
    services: servicesFor(connection),
    onDefect: (error) =>
      problems.push(`a defect: ${error instanceof Error ? String(error.stack) : String(error)}`),
  });
  const errors: string[] = [];
  let count = 0;
  try {
    let answer = await host.getinfo({ args, sid: '1.1', maxresultrows: MAX_RESULT_ROWS });
    while (typeof answer.metadata['error'] !== 'string' && !answer.finished) {
      answer = await host.execute(rows ?? [], rows !== undefined);
      written.push(
        new TableEncoder().encode(tableOf(answer.rows)).toString(),
        JSON.stringify(answer.metadata),
      );
      count += answer.rows.length;
      if (answer.rows.length > MAX_RESULT_ROWS) problems.push(`an answer of ${answer.rows.length} rows`);
      errors.push(
        ...answer.messages.flatMap(([level, text]) => (level === 'ERROR' || level === 'FATAL' ? [text] : [])),
      );
    }
    const { error } = answer.metadata;
    if (error !== errors[0])
      problems.push(`the error ${JSON.stringify(error)} beside the message ${JSON.stringify(errors[0])}`);
  } finally {
    stdin.end();
  }
  const exitCode = await ended;
  if (exitCode !== errors.length)
    problems.push(`exit code ${exitCode} with ${errors.length} messages of failure`);
  return { end: endOf(errors, count), written, errors, problems };
}

async function alert(
  { action, rows, params }: Extract<Reader, { kind: 'alert' }>,
  connection: Connection,
): Promise<Outcome> {
  const declared = alertActions[action];
  if (!declared) throw new RangeError(`there is no alert action ${action}`);
  const path = resultsFile(rows);
  const lines: string[] = [];
  const payload = {
    results_file: path,
    server_uri: 'https://127.0.0.1:1',
    session_key: 's',
    sid: 'scheduler__1',
    search_name: 'An alert',
    configuration: params,
    result: rows[0] ?? {},
  };
  const exitCode = await runAlert(declared, {
    args: ['--execute'],
    input: Readable.from([JSON.stringify(payload)]),
    write: (line) => lines.push(line),
    services: {
      ...servicesFor(connection),
      logResults: (_, more) => Promise.resolve(void lines.push(...more)),
    },
  });
  const errors = errorsIn(lines);
  const problems =
    exitCode === errors.length ? [] : [`exit code ${exitCode} with ${errors.length} lines of failure`];
  return { end: endOf(errors, rows.length), written: lines, errors, problems };
}

async function input(
  reader: Extract<Reader, { kind: 'input' | 'validation' }>,
  connection: Connection,
  folder: string,
): Promise<Outcome> {
  const output = kept();
  const lines: string[] = [];
  const isRun = reader.kind === 'input';
  const exitCode = await runMispInput({
    args: isRun ? [] : ['--validate-arguments'],
    read: () => Promise.resolve(definition(reader, folder)),
    output: { stream: output.stream, pipe: undefined },
    log: (line) => lines.push(line),
    services: servicesFor(connection),
    signal: new AbortController().signal,
  });
  const text = output.text();
  const message = /<message>([^]*)<\/message>/.exec(text)?.[1];
  const errors = isRun ? errorsIn(lines) : message === undefined ? [] : [message];
  const problems =
    exitCode === errors.length ? [] : [`exit code ${exitCode} with ${errors.length} messages of failure`];
  const events = isRun ? eventsIn(text) : [];
  for (const { data } of events) JSON.parse(data);
  if (isRun && events.length !== (text.match(/<event /g) ?? []).length)
    problems.push('events that are not whole');
  return { end: endOf(errors, events.length), written: [text, ...lines], errors, problems };
}

/** What splunkd writes to an input. */
function definition(
  { kind, settings }: Extract<Reader, { kind: 'input' | 'validation' }>,
  folder: string,
): string {
  const params = Object.entries(settings).map(([name, value]) => `<param name="${name}">${value}</param>`);
  const head = `<server_uri>https://127.0.0.1:1</server_uri><session_key>s</session_key><checkpoint_dir>${folder}</checkpoint_dir>`;
  return kind === 'input'
    ? `<input>${head}<configuration><stanza name="misp://fuzz">${params.join('')}</stanza></configuration></input>`
    : `<items>${head}<item name="fuzz">${params.join('')}</item></items>`;
}

function errorsIn(lines: readonly string[]): string[] {
  return lines
    .filter((line) => line.startsWith('ERROR '))
    .map((line) => line.slice('ERROR '.length).trimEnd());
}

function endOf(errors: readonly string[], rows: number): string {
  if (errors.length > 0) return 'a message';
  return rows > 0 ? 'rows' : 'no rows';
}

const files = new Map<string, string>();
let folder: string | undefined;

/** Results of a search as splunkd keeps them, once for each rows. */
function resultsFile(rows: readonly Readonly<Record<string, string | readonly string[]>>[]): string {
  const csv = new TableEncoder().encode(tableOf(rows)).toString();
  const known = files.get(csv);
  if (known !== undefined) return known;
  if (folder === undefined) {
    const made = (folder = mkdtempSync(join(tmpdir(), 'fuzz-results-')));
    process.on('exit', () => {
      rmSync(made, { recursive: true, force: true });
    });
  }
  const path = join(folder, `${files.size}.csv.gz`);
  writeFileSync(path, gzipSync(csv));
  files.set(csv, path);
  return path;
}
