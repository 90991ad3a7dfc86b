import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { cell, encodeMultivalue, type Row } from '../../../../src/protocol/rows.ts';
import { isTrue, readConf } from '../conf.ts';
import type { StandInSplunk } from '../splunk.ts';

export interface AlertOptions {
  readonly rows?: readonly Row[];
  /** Of the alert; those of alert_actions.conf hold where it has none. */
  readonly params?: Readonly<Record<string, string>>;
  readonly sessionKey?: string;
  /** Of the saved search; blank when an analyst runs the action by hand. */
  readonly searchName?: string;
  /** Members of the payload to be other than usual. */
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly args?: readonly string[];
  /** Instead of the payload. */
  readonly input?: string;
  /** Called with its process. */
  readonly onStart?: (child: ChildProcess) => void;
}

export interface AlertResult {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Lines of a level, without it. */
  readonly lines: (level: 'INFO' | 'WARN' | 'ERROR') => readonly string[];
  /** `name="value"` of each line about a result. */
  readonly results: readonly Readonly<Record<string, string>>[];
}

let number = 0;

/** Runs an alert action as splunkd does: through the shim that alert_actions.conf names, the alert on standard input. */
export async function runAlert(
  splunk: StandInSplunk,
  name: string,
  options: AlertOptions = {},
): Promise<AlertResult> {
  const stanza = readConf(splunk.appDir, 'alert_actions').get(name);
  if (!isTrue(stanza?.get('is_custom')) || stanza?.get('payload_format') !== 'json')
    throw new Error(`${name} is no custom alert action with a JSON payload.`);
  const program = join(splunk.appDir, 'bin', stanza.get('alert.execute.cmd') ?? '');
  if (!existsSync(program)) throw new Error(`${program} is not there.`);
  const defaults = Array.from(stanza).flatMap(([key, value]) =>
    key.startsWith('param.') ? [[key.slice('param.'.length), value] as const] : [],
  );
  const sid = `scheduler__admin__search__RMD5_at_1795508383_${(number += 1)}`;
  const folder = join(splunk.home, 'dispatch', sid);
  await mkdir(folder, { recursive: true });
  const results_file = join(folder, 'results.csv.gz');
  await writeFile(results_file, gzipSync(csvOf(options.rows ?? [])));
  const payload = {
    app: 'search',
    owner: 'admin',
    result_id: '0',
    results_file,
    results_link: 'http://splunk.example:8000/app/search/@go?sid=1',
    server_host: 'splunk',
    server_uri: splunk.uri,
    session_key: options.sessionKey ?? 'session-of-admin',
    sid,
    search_name: options.searchName ?? 'An alert',
    configuration: { ...Object.fromEntries(defaults), ...options.params },
    result: options.rows?.[0] ?? {},
    ...options.payload,
  };
  const child = spawn(program, options.args ?? ['--execute'], {
    cwd: splunk.home,
    env: { PATH: process.env['PATH'], SPLUNK_HOME: splunk.home, LD_LIBRARY_PATH: join(splunk.home, 'lib') },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? JSON.stringify(payload));
  options.onStart?.(child);
  const [exitCode, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return {
    exitCode,
    signal,
    stdout,
    stderr,
    lines: (level) =>
      stderr
        .split('\n')
        .flatMap((line) => (line.startsWith(`${level} `) ? [line.slice(level.length + 1)] : []))
        .filter((line) => !line.startsWith(RESULT)),
    results: stderr.split('\n').flatMap((line) => (line.startsWith(`INFO ${RESULT}`) ? [pairsIn(line)] : [])),
  };
}

const RESULT = 'sendmodaction - ';

function pairsIn(line: string): Record<string, string> {
  return Object.fromEntries(
    Array.from(line.matchAll(/(\w+)="([^"]*)"/g), ([, name = '', value = '']) => [name, value]),
  );
}

/** Each column has its `__mv_` one, filled only where a result has several values. */
function csvOf(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const line = (cells: readonly string[]) => `${cells.map(cell).join(',')}\n`;
  const cellsOf = (row: Row) =>
    columns.flatMap((column) => {
      const value = row[column] ?? '';
      return typeof value === 'string' ? [value, ''] : [value.join('\n'), encodeMultivalue(value)];
    });
  return rows.length === 0
    ? '\n'
    : [columns.flatMap((column) => [column, `__mv_${column}`]), ...rows.map(cellsOf)].map(line).join('');
}
