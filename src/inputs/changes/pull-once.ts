import type { MispClient } from '../../misp/client.ts';
import { type Checkpoint, loadCheckpoint, newCheckpoint } from './checkpoint.ts';
import { readClock } from '../../misp/http/clock.ts';
import { resolveTime } from '../../misp/query/time.ts';
import { Delivery } from '../output/delivery.ts';
import { GuardedStore } from '../state/guarded-store.ts';
import { Pull } from './pull.ts';
import { fingerprintOf } from './queries.ts';
import type { Report } from '../report.ts';
import type { InputValues } from '../scheme.ts';
import type { Sink } from '../output/sink.ts';
import type { Store } from '../state/store.ts';
import type { RunSummary } from '../summary.ts';

export interface PullOnceOptions {
  readonly values: InputValues;
  readonly client: MispClient;
  /** Rows asked of MISP at once. */
  readonly pageSize: number;
  readonly sink: Sink;
  readonly store: Store;
  /** Tells one start of splunkd from another; undefined where it does not say. */
  readonly splunkdStart: string | undefined;
  readonly platform: NodeJS.Platform;
  readonly report: Report;
  readonly summary: RunSummary;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Wait so long for splunkd to read the rest of what was written; it does so at once, unless its queues are full. */
const SETTLE_MS = 5000;
/** The same when splunkd wants the input to stop. */
const STOP_MS = 400;

/** One run of an input, from what the one before has left. @throws MispError, or what handing over fails with */
export async function pullOnce(options: PullOnceOptions): Promise<void> {
  const { client, store, report, signal } = options;
  const delivery = new Delivery(options);
  try {
    const resumed = await delivery.resume();
    if (resumed > 0)
      report.say(
        'INFO',
        `splunkd may not have the last events of the run before: ${resumed} are written again.`,
      );
    await pull(options, new GuardedStore(store, () => delivery.save()));
  } catch (error) {
    // What failed counts, not what fails because of it.
    await delivery.settle(signal.aborted ? STOP_MS : SETTLE_MS).catch(() => undefined);
    throw error;
  } finally {
    for (const text of client.warnings.messages) report.say('WARN', text);
  }
  await delivery.settle(SETTLE_MS);
}

async function pull(options: PullOnceOptions, store: Store): Promise<void> {
  const { values, client, pageSize, sink, report, summary, signal } = options;
  const { now, offset } = await readClock((request) => client.call(request, signal), options.now);
  summary.facts.clock_difference = offset;
  const { checkpoint, isFirst } = await checkpointFor(values, store, report, now);
  summary.facts.backfill = isFirst;
  const pull = new Pull({ values, client, pageSize, sink, store, now, signal, report }, checkpoint);
  summary.facts.reconciled = pull.isReconciling;
  summary.facts.lag = lagOf(checkpoint.cursors, now);
  await pull.run();
  summary.facts.lag = lagOf(pull.cursors, Math.floor(options.now() / 1000) + offset);
}

async function checkpointFor(
  values: InputValues,
  store: Store,
  report: Report,
  now: number,
): Promise<{ checkpoint: Checkpoint; isFirst: boolean }> {
  const start = values.start === 'all' ? 0 : resolveTime(values.start, now);
  const filters = fingerprintOf(values);
  const { checkpoint, warning, since: salvaged = start } = await loadCheckpoint(store, now);
  if (warning !== undefined) report.say('WARN', warning);
  if (!checkpoint) {
    const anew = newCheckpoint(Math.min(start, salvaged), filters, now);
    return { checkpoint: warning === undefined ? anew : { ...anew, reconciled: 0 }, isFirst: true };
  }
  const { isFirst, run } = checkpoint;
  if (checkpoint.filters === filters) return { checkpoint, isFirst };
  report.say('INFO', 'The filters or start have changed: everything is compared with MISP.');
  return {
    checkpoint: {
      // As far back as ever: what was indexed stays, and what a wider filter lets through is as old.
      ...newCheckpoint(Math.min(start, checkpoint.since), filters, now),
      reconciled: 0,
      isFirst,
      // A run that broke off may have written what is not known; its walk was over other rows.
      run: run && { started: run.started, events: run.events, published: run.published },
    },
    isFirst: false,
  };
}

function lagOf(cursors: Checkpoint['cursors'], now: number): number {
  return Math.max(0, now - Math.min(...Object.values(cursors)));
}
