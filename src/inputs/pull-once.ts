import type { MispClient } from '../misp/client.ts';
import { type Checkpoint, loadCheckpoint, newCheckpoint } from './checkpoint.ts';
import { secondsAt } from '../misp/time.ts';
import { Pull } from './pull.ts';
import { fingerprintOf } from './queries.ts';
import type { Report } from './report.ts';
import type { InputValues } from './scheme.ts';
import type { Sink } from './sink.ts';
import type { Store } from './store.ts';
import type { RunSummary } from './summary.ts';

export interface PullOnceOptions {
  readonly values: InputValues;
  readonly client: MispClient;
  /** Rows asked of MISP at once. */
  readonly pageSize: number;
  readonly sink: Sink;
  readonly store: Store;
  readonly report: Report;
  readonly summary: RunSummary;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** One run of an input, from what the one before has left. @throws MispError, or what handing over fails with */
export async function pullOnce(options: PullOnceOptions): Promise<void> {
  const { values, client, pageSize, sink, store, report, summary, signal } = options;
  const { now, difference } = await mispTime(client, options.now, signal);
  summary.facts.clock_difference = difference;
  const { checkpoint, isFirst } = await checkpointFor(values, store, report, now);
  summary.facts.backfill = isFirst;
  const progress = (what: string) => {
    report.progress(what, sink.counts);
  };
  const pull = new Pull({ values, client, pageSize, sink, store, now, signal, progress }, checkpoint);
  summary.facts.reconciled = pull.isReconciling;
  summary.facts.lag = lagOf(checkpoint.cursors, now);
  await pull.run();
  summary.facts.lag = lagOf(pull.cursors, Math.floor(options.now() / 1000) + difference);
}

/** MISP's clock, in whole Unix seconds, and how far it is ahead of ours. Its web server tells it with every answer. */
async function mispTime(
  client: MispClient,
  now: () => number,
  signal: AbortSignal,
): Promise<{ now: number; difference: number }> {
  const asked = now();
  const { headers } = await client.call({ method: 'GET', path: '/servers/getVersion' }, signal);
  const ours = (asked + now()) / 2000;
  const theirs = Date.parse(headers.get('date') ?? '') / 1000;
  if (Number.isNaN(theirs)) return { now: Math.floor(ours), difference: 0 };
  // It tells whole seconds: half of one has gone by, on the average.
  return { now: theirs, difference: Math.round(theirs + 0.5 - ours) };
}

async function checkpointFor(
  values: InputValues,
  store: Store,
  report: Report,
  now: number,
): Promise<{ checkpoint: Checkpoint; isFirst: boolean }> {
  const since = values.start === 'all' ? 0 : Math.max(1, secondsAt(values.start, now));
  const filters = fingerprintOf(values);
  const { checkpoint, warning } = await loadCheckpoint(store, now);
  if (warning !== undefined) report.say('WARN', warning);
  if (checkpoint?.filters === filters) return { checkpoint, isFirst: checkpoint.isFirst };
  const anew = newCheckpoint(since, filters, now);
  if (!checkpoint) return { checkpoint: anew, isFirst: true };
  report.say('INFO', 'The filters or start have changed: everything is compared with MISP.');
  return { checkpoint: { ...anew, reconciled: 0 }, isFirst: false };
}

function lagOf(cursors: Checkpoint['cursors'], now: number): number {
  return Math.max(0, now - Math.min(...Object.values(cursors)));
}
