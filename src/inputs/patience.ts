import { setTimeout as sleep } from 'node:timers/promises';
import { secondsAt } from '../indicators/window.ts';
import type { MispClient } from '../misp/client.ts';
import type { Connection } from '../misp/connection.ts';
import { MispError, RateLimitedError } from '../misp/errors.ts';
import { type Checkpoint, loadCheckpoint, newCheckpoint } from './checkpoint.ts';
import { Pull } from './pull.ts';
import { fingerprintOf } from './queries.ts';
import type { Report } from './report.ts';
import type { InputValues } from './scheme.ts';
import type { Sink } from './sink.ts';
import type { Store } from './store.ts';
import type { RunSummary } from './summary.ts';

export interface PatientPull {
  readonly values: InputValues;
  readonly client: MispClient;
  readonly connection: Connection;
  readonly sink: Sink;
  readonly store: Store;
  readonly report: Report;
  readonly summary: RunSummary;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Nobody waits for an input: it has many times the patience of a search (`retry_timeout`), ten minutes usually. */
const PATIENCE = 20;
/** MISP counts requests in windows of a quarter of an hour. */
const LONGEST_RATE_WINDOW = 900;

/**
 * Pulls; after what may pass it waits, longer each time, and goes on where it stood. @throws MispError when its patience
 * is at an end
 */
export async function pullPatiently(options: PatientPull): Promise<void> {
  const { connection, report, now, signal } = options;
  const patience = connection.retryTimeout * PATIENCE;
  let wait = connection.retryTimeout;
  let since: number | undefined;
  for (;;) {
    const before = options.sink.counts.read;
    try {
      await pullOnce(options);
      return;
    } catch (error) {
      if (signal.aborted || !(error instanceof MispError) || error.retryAfter === undefined) throw error;
      // Who has got on has earned new patience.
      if (since === undefined || options.sink.counts.read > before) {
        since = now();
        wait = connection.retryTimeout;
      }
      const isRate = error instanceof RateLimitedError;
      const pause = isRate ? Math.min(error.retryAfter, LONGEST_RATE_WINDOW) : wait;
      const waited = (now() - since) / 1000;
      if (connection.retryTimeout === 0 || (!isRate && waited + pause > patience)) throw error;
      report.say(
        'WARN',
        `${error.message} The input goes on in ${Math.ceil(pause)} seconds where it stands.`,
      );
      await sleep(pause * 1000, undefined, { signal });
      wait *= 2;
    }
  }
}

async function pullOnce(options: PatientPull): Promise<void> {
  const { values, client, connection, sink, store, report, summary, signal } = options;
  const { now, difference } = await mispTime(client, options.now, signal);
  summary.facts.clock_difference = difference;
  const { checkpoint, isFirst } = await checkpointFor(values, store, report, now);
  summary.facts.backfill = isFirst;
  const progress = (what: string) => {
    report.progress(what, sink.counts);
  };
  const pull = new Pull(
    { values, client, pageSize: connection.pageSize, sink, store, now, signal, progress },
    checkpoint,
  );
  summary.facts.reconciled = pull.isReconciling;
  summary.facts.lag = lagOf(checkpoint, now);
  await pull.run();
  summary.facts.lag = Math.max(
    0,
    Math.floor(options.now() / 1000) + difference - Math.min(...Object.values(pull.cursors)),
  );
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

function lagOf({ cursors }: Checkpoint, now: number): number {
  return Math.max(0, now - Math.min(...Object.values(cursors)));
}
