import { text } from 'node:stream/consumers';
import { MispClient } from '../../misp/client.ts';
import { errorText } from '../../protocol/failures.ts';
import type { Row } from '../../protocol/rows.ts';
import type { Access } from '../../splunkd/access.ts';
import type { Instances } from '../../splunkd/instances.ts';
import type { Session } from '../../splunkd/session.ts';
import { type AlertAction, MAX_MINUTES } from '../action.ts';
import { AlertError } from '../errors.ts';
import { parseParameters } from './parameters.ts';
import { parsePayload, type Payload } from './payload.ts';
import { Report } from './report.ts';
import { readResults, type Results } from './results.ts';

/** What the program provides to alert actions. */
export interface AlertServices {
  /** The MISP instances, read with the permissions of the alert's owner. */
  instances(session: Session): Promise<Instances>;
  /** The capabilities of the alert's owner. */
  access(session: Session): Promise<Access>;
  /** Reads one of the app's lookup files. Resolves to undefined when it does not exist. */
  lookup(file: string): Promise<string | undefined>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Appends lines to the log that Enterprise Security reads. @throws Error when it cannot be written */
  logResults(action: string, lines: readonly string[]): Promise<void>;
}

/** A minute before splunkd kills the process, so that there is time to report what was done. */
const TIMEOUT_MS = (MAX_MINUTES - 1) * 60_000;

export interface AlertRun {
  /** Arguments of the program; splunkd passes `--execute`. */
  readonly args: readonly string[];
  readonly input: NodeJS.ReadableStream;
  /** Writes whole lines to standard error. Standard output stays empty. */
  readonly write: (line: string) => void;
  readonly services: AlertServices;
  /** After this time the action stops and reports what it did. */
  readonly timeoutMs?: number;
}

/**
 * Runs an alert action. @returns the exit code of the process: 0 when all results are processed, 1 after an ERROR line
 * that says which are not
 */
export async function runAlert(action: AlertAction, run: AlertRun): Promise<number> {
  const report = new Report(run.write);
  const { timeoutMs: most = TIMEOUT_MS } = run;
  const stop = new AbortController();
  const timer = setTimeout(() => {
    stop.abort(
      new AlertError(
        `Stopped after ${Math.round(most / 60_000)} minutes, before Splunk kills the action (maxtime, ${MAX_MINUTES} minutes). The last write may or may not be in MISP. Give the action fewer results at once.`,
      ),
    );
  }, most);
  let started: (Pick<Results, 'rows'> & { payload: Payload }) | undefined;
  try {
    if (!run.args.includes('--execute'))
      throw new AlertError(
        `${action.name} must be started by splunkd, with --execute and the alert on standard input.`,
      );
    const payload = parsePayload(await text(run.input));
    started = { payload, rows: [] };
    const values = parseParameters(action.parameters, payload.configuration);
    const session = { splunkdUri: payload.server_uri, sessionKey: payload.session_key };
    await (await run.services.access(session)).assertMayWrite();
    const { connection } = await (
      await run.services.instances(session)
    ).getOnly(values['misp_instance'] ?? '');
    const { rows, columns } = await readResults(payload);
    started = { payload, rows };
    if (rows.length === 0) report.log('INFO', 'The search has no results, so nothing was sent to MISP.');
    const client = new MispClient(connection);
    for (const text of client.warnings.messages) report.log('WARN', text);
    try {
      await action.run({
        values,
        rows,
        columns,
        client,
        instance: connection,
        signal: stop.signal,
        now: run.services.now(),
        readLookup: (file) => run.services.lookup(file),
        logInfo: (line) => {
          report.log('INFO', line);
        },
        logWarning: (line) => {
          report.log('WARN', line);
        },
        reportSuccess: (reported, line) => {
          report.record(reported, 'success', line);
        },
        reportFailure: (reported, line) => {
          report.record(reported, 'failure', line);
        },
      });
    } finally {
      client.close();
    }
  } catch (error) {
    report.record([], 'failure', errorText(error, action.name));
  } finally {
    clearTimeout(timer);
  }
  if (started) await logResults(action.name, report, started, run.services);
  const { failure } = report;
  if (failure === undefined) return 0;
  report.log('ERROR', failure);
  return 1;
}

/** Logs the outcome of each result in splunkd.log and in the log that Enterprise Security reads. */
async function logResults(
  action: string,
  report: Report,
  { rows, payload }: { readonly rows: readonly Row[]; readonly payload: Payload },
  services: AlertServices,
): Promise<void> {
  const lines = report.resultLines(rows, action, payload);
  for (const line of lines) report.log('INFO', line);
  try {
    await services.logResults(action, lines);
  } catch (error) {
    report.log(
      'WARN',
      `Enterprise Security will not show the outcome, because its log cannot be written: ${(error as Error).message}`,
    );
  }
}
