import { text } from 'node:stream/consumers';
import { MispClient } from '../../misp/client.ts';
import { explain } from '../../protocol/failures.ts';
import type { Row } from '../../protocol/rows.ts';
import type { Access } from '../../splunkd/access.ts';
import type { Instances } from '../../splunkd/instances.ts';
import { type AlertAction, MAX_MINUTES } from '../action.ts';
import { AlertError } from '../errors.ts';
import { parseParameters } from './parameters.ts';
import { parsePayload, type Payload } from './payload.ts';
import { Report } from './report.ts';
import { readResults, type Results } from './results.ts';

/** splunkd's REST, and as whom to ask it. */
export interface Session {
  readonly splunkdUri: string;
  readonly sessionKey: string;
}

/** What alert actions get from the program around them. */
export interface AlertServices {
  /** The MISP instances, seen with the rights of the alert's owner. */
  instances(session: Session): Promise<Instances>;
  /** What the alert's owner may do. */
  access(session: Session): Promise<Access>;
  /** The text of one of the app's lookup files, undefined when there is none. */
  lookup(file: string): Promise<string | undefined>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Appends lines to the log that Enterprise Security reads. @throws Error when it cannot be written */
  logResults(action: string, lines: readonly string[]): Promise<void>;
}

/** Stopping takes a moment: a minute before splunkd would kill the process, without a word of what was done. */
const MOST_MS = (MAX_MINUTES - 1) * 60_000;

export interface AlertRun {
  /** What follows the name of the action: splunkd gives `--execute`. */
  readonly args: readonly string[];
  readonly input: NodeJS.ReadableStream;
  /** Takes whole lines. Standard output stays empty. */
  readonly write: (line: string) => void;
  readonly services: AlertServices;
  /** Milliseconds after which it stops and tells what it did. */
  readonly most?: number;
}

/**
 * Runs an alert action to its end. Resolves to the exit code for the process: 0 when all results were handled, 1 after
 * the one ERROR line that says what was not.
 */
export async function runAlert(action: AlertAction, run: AlertRun): Promise<number> {
  const report = new Report(run.write);
  const { most = MOST_MS } = run;
  const stop = new AbortController();
  const timer = setTimeout(() => {
    stop.abort(
      new AlertError(
        `Stopped after ${Math.round(most / 60_000)} minutes, before Splunk would do it (maxtime, ${MAX_MINUTES} minutes): what was being sent may be in MISP, or not. Let the alert have fewer results at once.`,
      ),
    );
  }, most);
  let started: (Pick<Results, 'rows'> & { payload: Payload }) | undefined;
  try {
    if (!run.args.includes('--execute'))
      throw new AlertError(
        `${action.name} is run by splunkd, with --execute and the alert on standard input.`,
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
    if (rows.length === 0) report.say('INFO', 'The search has no results: nothing was sent to MISP.');
    const client = new MispClient(connection);
    for (const text of client.warnings.messages) report.say('WARN', text);
    try {
      await action.run({
        values,
        rows,
        columns,
        client,
        instance: connection,
        signal: stop.signal,
        now: run.services.now(),
        lookup: (file) => run.services.lookup(file),
        info: (line) => {
          report.say('INFO', line);
        },
        warn: (line) => {
          report.say('WARN', line);
        },
        done: (its, line) => {
          report.note(its, 'success', line);
        },
        failed: (its, line) => {
          report.note(its, 'failure', line);
        },
      });
    } finally {
      client.close();
    }
  } catch (error) {
    report.note([], 'failure', explain(error, action.name));
  } finally {
    clearTimeout(timer);
  }
  if (started) await logResults(action.name, report, started, run.services);
  const { failure } = report;
  if (failure === undefined) return 0;
  report.say('ERROR', failure);
  return 1;
}

/** On standard error, which is splunkd.log, and where Enterprise Security looks. */
async function logResults(
  action: string,
  report: Report,
  { rows, payload }: { readonly rows: readonly Row[]; readonly payload: Payload },
  services: AlertServices,
): Promise<void> {
  const lines = report.resultLines(rows, action, payload);
  for (const line of lines) report.say('INFO', line);
  try {
    await services.logResults(action, lines);
  } catch (error) {
    report.say(
      'WARN',
      `Enterprise Security will not see what became of the results: ${(error as Error).message}`,
    );
  }
}
