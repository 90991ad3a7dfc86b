import type { ChildProcess } from 'node:child_process';
import { watch } from '../../../bench/processes.ts';
import { encodeHead, readFrames } from '../../../src/protocol/frame.ts';
import { TableEncoder } from '../../../src/protocol/table-encoder.ts';
import { tableOf } from '../../../src/protocol/table.ts';
import { RunningInput } from '../../stand-ins/splunk/programs/input.ts';
import { runAlert } from '../../stand-ins/splunk/programs/alert.ts';
import type { RunningSearch } from '../../stand-ins/splunk/programs/search.ts';
import type { StandInSplunk } from '../../stand-ins/splunk/splunk.ts';
import type { Reader } from './readers.ts';

/** How a process ended, and what it took. */
export interface Ending {
  /** ERROR messages, and for an alert or input the lines of that level. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  /** Bytes of rows or events that it wrote. */
  readonly bytes: number;
  /** The first answer's rows or the first events, as far as they are short. */
  readonly text: string;
  readonly stderr: string;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly seconds: number;
  readonly megabytes: number;
}

/** Runs a reader to its end, which it has to come to within so many seconds of CPU time, and without waiting for long. */
export async function measured(splunk: StandInSplunk, { run }: Reader, seconds: number): Promise<Ending> {
  const started = performance.now();
  const time = () => (performance.now() - started) / 1000;
  if ('alert' in run) {
    let megabytes = () => 0;
    const result = await runAlert(splunk, run.alert, {
      rows: run.rows,
      params: { misp_instance: 'evil', ...run.params },
      sessionKey: WRITER,
      onStart: (child) => (megabytes = limited(child, seconds)),
    });
    const { stderr, exitCode, signal } = result;
    const [errors, warnings] = [result.lines('ERROR'), result.lines('WARN')];
    return {
      errors,
      warnings,
      bytes: 0,
      text: '',
      stderr,
      exitCode,
      signal,
      seconds: time(),
      megabytes: megabytes(),
    };
  }
  if ('settings' in run) {
    const input = new RunningInput(splunk, 'evil', { settings: { start: 'all', ...run.settings } });
    const megabytes = limited(input.process, seconds);
    const { stdout, stderr, exitCode, signal, lines } = await input.ended();
    const [errors, warnings] = [lines('ERROR'), lines('WARN')];
    const text = stdout.slice(0, SHOWN);
    return {
      errors,
      warnings,
      bytes: stdout.length,
      text,
      stderr,
      exitCode,
      signal,
      seconds: time(),
      megabytes: megabytes(),
    };
  }
  const running = splunk.start(run.search, { sessionKey: WRITER });
  const megabytes = limited(running.process, seconds);
  const { messages, bytes, text } = await drained(
    running,
    new TableEncoder().encode(tableOf(run.input ?? [])),
  );
  running.process.stdin.end();
  const { exitCode, signal, stderr } = await running.ended();
  const ofLevel = (level: string) => messages.flatMap(([one, said]) => (one === level ? [said] : []));
  const [errors, warnings] = [ofLevel('ERROR'), ofLevel('WARN')];
  return { errors, warnings, bytes, text, stderr, exitCode, signal, seconds: time(), megabytes: megabytes() };
}

export const WRITER = 'session-of-writer';
const SHOWN = 100_000;

/** For what waits without end. What works without end uses up its CPU time, which a busy machine does not make longer. */
const MAX_ELAPSED_SECONDS = 60;
const LOOK_MS = 100;

/** @returns what tells the highest memory so far */
function limited(child: ChildProcess, seconds: number): () => number {
  const usage = watch(child);
  const started = performance.now();
  const timer = setInterval(() => {
    const elapsed = (performance.now() - started) / 1000;
    if (usage().cpuSeconds > seconds || elapsed > Math.max(seconds, MAX_ELAPSED_SECONDS))
      child.kill('SIGKILL');
  }, LOOK_MS);
  child.once('exit', () => {
    clearInterval(timer);
  });
  return () => usage().megabytes;
}

/** Answers one after the other, without making rows of them: what is measured is the command. */
async function drained({ process: { stdin, stdout }, searchinfo }: RunningSearch, rows: Buffer) {
  const messages: (readonly [string, string])[] = [];
  let bytes = 0;
  let text = '';
  stdin.write(encodeHead({ action: 'getinfo', preview: false, searchinfo }, 0));
  try {
    for await (const { metadata, body } of readFrames(stdout)) {
      const { inspector, finished } = metadata as {
        readonly inspector?: { readonly messages?: typeof messages };
        readonly finished?: boolean;
      };
      messages.push(...(inspector?.messages ?? []));
      bytes += body.length;
      if (text === '') text = body.toString('utf8', 0, SHOWN);
      if (finished === true) break;
      stdin.write(encodeHead({ action: 'execute', finished: true }, rows.length));
      stdin.write(rows);
    }
  } catch {
    // It broke off within an answer, which its exit tells.
  }
  return { messages, bytes, text };
}
