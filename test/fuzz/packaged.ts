import { join } from 'node:path';
import type { Connection } from '../../src/misp/connection.ts';
import { runAlert } from '../stand-ins/splunk/programs/alert.ts';
import { type InputResult, mistakeIn, runInput, validateInput } from '../stand-ins/splunk/programs/input.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { withinLimit } from './limit.ts';
import type { Outcome } from './outcome.ts';
import type { Reader } from './readers.ts';

const SESSION = 'session-of-writer';

let splunk: Promise<StandInSplunk> | undefined;

/** The `.spl` to install, built when absent. */
export const PACKAGE_VARIABLE = 'FUZZ_PACKAGE';

async function started(): Promise<StandInSplunk> {
  const spl = process.env[PACKAGE_VARIABLE];
  const one = await StandInSplunk.start(spl === undefined ? {} : { spl });
  one.state.sessions[SESSION] = {
    username: 'writer',
    capabilities: ['search', 'list_storage_passwords', 'misp_write'],
  };
  return one;
}

export async function closePackaged(): Promise<void> {
  await (await splunk)?.close();
}

/** A reader as splunkd runs it: a process of the installed package. One at a time, since all have one instance. */
export function runPackaged(reader: Reader, connection: Connection, id: string): Promise<Outcome> {
  const run = last.then(() => withinLimit(runAlone(reader, connection, id)));
  last = run.catch(() => undefined);
  return run;
}

let last: Promise<unknown> = Promise.resolve();

async function runAlone(
  reader: Reader,
  { url, key, readTimeout, retryTimeout, pageSize }: Connection,
  id: string,
): Promise<Outcome> {
  splunk ??= started();
  const here = await splunk;
  here.state.instances['fuzz'] = {
    misp_url: url,
    read_timeout: readTimeout,
    // Whole seconds, as an administrator sets them.
    retry_timeout: Math.ceil(retryTimeout),
    page_size: pageSize,
  };
  here.state.secrets['fuzz.misp_key'] = key;
  switch (reader.kind) {
    case 'search': {
      const result = await here.search(reader.search, {
        sessionKey: SESSION,
        ...(reader.rows && { input: [reader.rows] }),
      });
      const errors = result.messages.filter(([level]) => level === 'ERROR').map(([, text]) => text);
      const problems =
        result.failed === (errors.length === 1) && result.exitCode === errors.length
          ? []
          : [
              `exit code ${String(result.exitCode)} (${String(result.signal)}), ${result.failed ? 'failed' : 'done'}, with ${errors.length} messages of failure`,
            ];
      return {
        end: errors.length > 0 ? 'a message' : 'rows',
        written: [JSON.stringify(result.rows), JSON.stringify(result.messages), result.stderr],
        errors,
        problems,
      };
    }
    case 'alert': {
      const result = await runAlert(here, reader.action, {
        rows: reader.rows,
        params: reader.params,
        sessionKey: SESSION,
      });
      return outcomeOf(result, result.lines('ERROR'), 'rows');
    }
    case 'validation': {
      const result = await validateInput(here, 'fuzz', { settings: reader.settings, sessionKey: SESSION });
      return outcomeOf(result, [mistakeIn(result) ?? []].flat(), 'no rows');
    }
    case 'input': {
      const folder = join(here.home, id);
      const result: InputResult = await runInput(here, 'fuzz', {
        settings: reader.settings,
        checkpointDir: folder,
        sessionKey: SESSION,
      });
      return outcomeOf(result, result.lines('ERROR'), 'rows');
    }
  }
}

/** @param success the end when there is no error */
function outcomeOf(
  result: Parameters<typeof problemsOf>[0] & { readonly stdout: string; readonly stderr: string },
  errors: readonly string[],
  success: Outcome['end'],
): Outcome {
  return {
    end: errors.length > 0 ? 'a message' : success,
    written: [result.stdout, result.stderr],
    errors,
    problems: problemsOf(result, errors),
  };
}

function problemsOf(
  { exitCode, signal = null }: { readonly exitCode: number | null; readonly signal?: NodeJS.Signals | null },
  errors: readonly string[],
): string[] {
  return exitCode === errors.length
    ? []
    : [`exit code ${String(exitCode)} (${String(signal)}) with ${errors.length} messages of failure`];
}
