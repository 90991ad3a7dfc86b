import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageLevel } from '../../../../src/protocol/command.ts';
import { CommandHost } from '../../../../src/protocol/host.ts';
import type { Row } from '../../../../src/protocol/rows.ts';
import { isTrue, readConf } from '../conf.ts';
import { Job } from './job.ts';
import { parseSearch } from './own-search.ts';

export interface SearchOptions {
  /** An unpacked app. */
  readonly appDir: string;
  readonly splunkdUri: string;
  readonly sessionKey: string;
  readonly splunkHome: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Unix seconds of the time range, 0 for all time. */
  readonly earliest?: number;
  readonly latest?: number;
  readonly maxResultRows?: number;
  /** That of a person's search when absent. */
  readonly sid?: string;
  /** Chunks of input, for commands that take some. */
  readonly input?: readonly (readonly Row[])[];
  /** What happens to the command, or to its answers. */
  readonly breakage?: Breakage;
  /** False for a splunkd that takes no notice of `error` in an answer. */
  readonly knowsError?: boolean;
}

export interface Breakage {
  /** The execute request at which it happens, from 1. */
  readonly chunk: number;
  /** killed: the process is gone, as when memory is short. cut: splunkd takes the answer before for the last one. */
  readonly how: 'killed' | 'cut';
}

const MAX_RESULT_ROWS = 50_000;

export interface SearchResult {
  readonly rows: readonly Row[];
  readonly messages: readonly (readonly [MessageLevel, string])[];
  /** Whether splunkd ended the search as FAILED, not as DONE. */
  readonly failed: boolean;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
  readonly answers: number;
}

/** A search command running as splunkd runs it: a process, started through the app's own shim, spoken to by the protocol. */
export class RunningSearch {
  readonly process: ChildProcessWithoutNullStreams;
  readonly host: CommandHost;
  readonly #exit: Promise<[number | null, NodeJS.Signals | null]>;
  readonly #search: string;
  readonly #options: SearchOptions;
  #stderr = '';

  constructor(search: string, options: SearchOptions) {
    this.#search = search;
    this.#options = options;
    const { splunkHome, env } = options;
    this.process = spawn(executableOf(options.appDir, parseSearch(search).command), [], {
      cwd: splunkHome,
      env: {
        PATH: process.env['PATH'],
        ...env,
        SPLUNK_HOME: splunkHome,
        LD_LIBRARY_PATH: join(splunkHome, 'lib'),
      },
    });
    this.#exit = once(this.process, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    this.process.stderr.on('data', (bytes: Buffer) => (this.#stderr += bytes.toString()));
    // A command that is gone makes writes fail; that it is gone is seen by its exit.
    this.process.stdin.on('error', () => undefined);
    this.host = new CommandHost(this.process.stdout, this.process.stdin);
  }

  /** What splunkd says of this search. */
  get searchinfo(): Readonly<Record<string, unknown>> {
    const { args, rawArgs } = parseSearch(this.#search);
    const { splunkdUri, sessionKey, earliest, latest, maxResultRows, sid } = this.#options;
    return {
      args,
      raw_args: rawArgs,
      search: encodeURIComponent(this.#search),
      sid: sid ?? '1795508383.155',
      app: 'search',
      owner: 'admin',
      username: 'admin',
      session_key: sessionKey,
      splunkd_uri: splunkdUri,
      splunk_version: '10.2.3',
      dispatch_dir: join(this.#options.splunkHome, 'dispatch'),
      earliest_time: String(earliest ?? 0),
      latest_time: String(latest ?? 0),
      maxresultrows: maxResultRows ?? MAX_RESULT_ROWS,
    };
  }

  getinfo() {
    return this.host.getinfo(this.searchinfo);
  }

  /** Resolves when the process has ended. */
  async ended(): Promise<{ exitCode: number | null; signal: NodeJS.Signals | null; stderr: string }> {
    const [exitCode, signal] = await this.#exit;
    return { exitCode, signal, stderr: this.#stderr };
  }
}

/** Takes the rows of an answer. False if they are enough: the search then ends, as after `head`. */
export type OnRows = (rows: readonly Row[]) => unknown;

/** Runs a search to its end. @param onRows called with each answer's rows, which are then not kept */
export async function runSearch(
  search: string,
  options: SearchOptions,
  onRows?: OnRows,
): Promise<SearchResult> {
  const running = new RunningSearch(search, options);
  const job = new Job(parseSearch(search).command, options.knowsError);
  const rows: Row[] = [];
  let answers = 0;
  try {
    const info = await running.getinfo();
    job.configured(info);
    const chunks = inputOf(options, info.metadata['maxinputs']);
    while (job.state === 'RUNNING') {
      if (options.breakage?.chunk === answers + 1) {
        if (options.breakage.how === 'cut') break;
        running.process.kill('SIGKILL');
      }
      const input = chunks.shift() ?? [];
      const answer = await running.host.execute(input, options.input !== undefined && chunks.length === 0);
      answers += 1;
      if (answer.rows.length > (options.maxResultRows ?? MAX_RESULT_ROWS)) {
        throw new Error(`an answer has ${answer.rows.length} rows, more than splunkd takes.`);
      }
      const taken = job.answered(answer);
      if (!onRows) rows.push(...taken);
      else if (onRows(taken) === false) break;
    }
  } catch (error) {
    running.process.stdin.end();
    const { exitCode, signal } = await running.ended();
    job.brokeOff(
      exitCode === 0 || (error as Error).name !== 'FrameError'
        ? (error as Error).message
        : `External search command exited unexpectedly with non-zero error code ${exitCode ?? String(signal)}.`,
    );
  }
  running.process.stdin.end();
  const end = await running.ended();
  return { rows, messages: job.messages, answers, failed: job.state === 'FAILED', ...end };
}

/** Rows in chunks of at most this size; no rows are one chunk of none. */
export function chunksOf(rows: readonly Row[], size: number): (readonly Row[])[] {
  const chunks = [rows.slice(0, size)];
  for (let start = size; start < rows.length; start += size) chunks.push(rows.slice(start, start + size));
  return chunks;
}

/** @param most so many rows a command takes at once, if it said so at getinfo */
function inputOf({ input = [] }: SearchOptions, most: unknown): (readonly Row[])[] {
  return typeof most === 'number' ? input.flatMap((chunk) => chunksOf(chunk, most)) : [...input];
}

/** What commands.conf says, which is all that splunkd goes by. */
function executableOf(appDir: string, command: string): string {
  const stanza = readConf(appDir, 'commands').get(command);
  const filename = stanza?.get('filename');
  if (filename === undefined || !isTrue(stanza?.get('chunked'))) {
    throw new Error(`Unknown search command '${command}'.`);
  }
  const path = join(appDir, 'bin', filename);
  if (!existsSync(path)) throw new Error(`${filename} of ${command} is not in the app's bin folder.`);
  return path;
}
