import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { XMLParser } from 'fast-xml-parser';
import type { RunningSplunk } from '../running-splunk.ts';

export interface InputOptions {
  /** Settings of the stanza, as in inputs.conf. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly sessionKey?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly args?: readonly string[];
  /** Where it keeps its checkpoint, if not in the stand-in's own folder. */
  readonly checkpointDir?: string;
  /** Instead of what splunkd writes to standard input. */
  readonly xml?: string;
}

/** An event as splunkd takes it from an input. */
export interface InputEvent {
  /** Unix seconds. */
  readonly time: number;
  readonly host: string;
  readonly source: string;
  readonly sourcetype: string;
  readonly data: string;
}

export interface InputResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Only whole ones, as splunkd takes them. */
  readonly events: readonly InputEvent[];
  /** Lines of a level, without it and the name of the input. */
  readonly lines: (level: 'INFO' | 'WARN' | 'ERROR') => readonly string[];
  /** The events of a sourcetype, parsed. */
  readonly of: (sourcetype: string) => readonly Readonly<Record<string, unknown>>[];
}

/** A modular input that runs as splunkd runs it: a process, started by the program named after its scheme. */
export class RunningInput {
  readonly process: ChildProcessWithoutNullStreams;
  readonly #closed: Promise<[number | null, NodeJS.Signals | null]>;
  #stdout = '';
  #stderr = '';

  /**
   * @param reader who gets what it writes, in place of what is kept here: a pipe (also as a file descriptor), or whoever
   * reads `process.stdout`
   */
  constructor(
    splunk: RunningSplunk,
    name: string,
    options: InputOptions = {},
    reader?: Writable | number | 'somebody',
  ) {
    const program = join(splunk.appDir, 'bin/misp.sh');
    if (!existsSync(program)) throw new Error(`${program} is not there.`);
    const output = reader === undefined || reader === 'somebody' ? 'pipe' : reader;
    this.process = spawn(program, options.args ?? [], {
      stdio: ['pipe', output, 'pipe'],
      cwd: splunk.home,
      env: {
        PATH: process.env['PATH'],
        ...options.env,
        SPLUNK_HOME: splunk.home,
        LD_LIBRARY_PATH: join(splunk.home, 'lib'),
      },
    }) as ChildProcessWithoutNullStreams;
    this.#closed = once(this.process, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    if (reader === undefined)
      this.process.stdout.setEncoding('utf8').on('data', (text: string) => (this.#stdout += text));
    this.process.stderr.setEncoding('utf8').on('data', (text: string) => (this.#stderr += text));
    this.process.stdin.on('error', () => undefined);
    this.process.stdin.end(options.xml ?? runXml(splunk, name, options));
  }

  /** What it has written so far. */
  get output(): string {
    return this.#stdout;
  }

  async ended(): Promise<InputResult> {
    const [exitCode, signal] = await this.#closed;
    const stderr = this.#stderr;
    const events = eventsIn(this.#stdout);
    return {
      exitCode,
      signal,
      stdout: this.#stdout,
      stderr,
      events,
      lines: (level) =>
        stderr
          .split('\n')
          .flatMap((line) =>
            line.startsWith(`${level} `) ? [line.replace(/^\w+ (misp:\/\/[^:]*: )?/, '')] : [],
          ),
      of: (sourcetype) =>
        events
          .filter((event) => event.sourcetype === sourcetype)
          .map(({ data }) => JSON.parse(data) as Record<string, unknown>),
    };
  }
}

/** Runs a stanza once; what it writes is indexed. */
export async function runInput(
  splunk: RunningSplunk,
  name: string,
  options: InputOptions = {},
): Promise<InputResult> {
  await mkdir(checkpointDir(splunk), { recursive: true });
  const result = await new RunningInput(splunk, name, options).ended();
  const index = options.settings?.['index'] ?? 'misp';
  for (const { data: raw, ...event } of result.events) splunk.index.add({ ...event, index, raw });
  return result;
}

/** Has splunkd ask whether a stanza may be saved. */
export function validateInput(
  splunk: RunningSplunk,
  name: string,
  options: InputOptions = {},
): Promise<InputResult> {
  const xml = `<items>${common(splunk, options)}<item name="${escaped(name)}">${params(options)}</item></items>`;
  return new RunningInput(splunk, name, { xml, ...options, args: ['--validate-arguments'] }).ended();
}

/** What a validation answered; undefined when nothing is wrong. */
export function mistakeIn({ exitCode, stdout, stderr }: InputResult): string | undefined {
  if (exitCode === 0) return undefined;
  const { error } = new XMLParser({ parseTagValue: false }).parse(stdout) as { error?: { message?: string } };
  return error?.message ?? `script running failed (${stderr})`;
}

export function checkpointDir(splunk: RunningSplunk): string {
  return join(splunk.home, 'var/lib/splunk/modinputs/misp');
}

function runXml(splunk: RunningSplunk, name: string, options: InputOptions): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<input>
  ${common(splunk, options)}
  <configuration>
    <stanza name="misp://${escaped(name)}" app="SA-misp">${params(options)}</stanza>
  </configuration>
</input>
`;
}

function common(splunk: RunningSplunk, options: InputOptions): string {
  const { sessionKey = 'session-of-admin', checkpointDir: folder = checkpointDir(splunk) } = options;
  return `<server_host>splunk</server_host>
  <server_uri>${splunk.uri}</server_uri>
  <session_key>${sessionKey}</session_key>
  <checkpoint_dir>${escaped(folder)}</checkpoint_dir>`;
}

function params({ settings = {} }: InputOptions): string {
  const all = { disabled: '0', host: '$decideOnStartup', index: 'misp', interval: '300', ...settings };
  return Object.entries(all)
    .map(([name, value]) => `<param name="${name}">${escaped(value)}</param>`)
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

const EVENT = /<event [^>]*>.*?<done \/><\/event>/gs;

/** The whole events in what an input has written. */
export function eventsIn(stdout: string): InputEvent[] {
  const parser = new XMLParser({ parseTagValue: false, trimValues: false });
  return Array.from(stdout.matchAll(EVENT), ([xml]) => {
    const { event } = parser.parse(xml) as { event: Record<string, string> };
    const { time = '', host = '', source = '', sourcetype = '', data = '' } = event;
    return { time: Number(time), host, source, sourcetype, data };
  });
}
