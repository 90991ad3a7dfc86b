import { type Checkpoint, loadCheckpoint, newCheckpoint } from './checkpoint.ts';
import { readClock } from '../../misp/http/clock.ts';
import { resolveTime } from '../../misp/query/time.ts';
import { Delivery, type DeliveryOptions } from '../output/delivery.ts';
import { GuardedStore } from '../state/guarded-store.ts';
import { Pull } from './pull.ts';
import { attributeQuery } from './queries.ts';
import { filterWarnings } from '../../indicators/filter-warnings.ts';
import { filterFingerprint } from './queries.ts';
import type { Report } from '../report.ts';
import type { InputValues } from '../scheme.ts';
import type { PullOptions } from './pull-options.ts';
import type { Store } from '../state/store.ts';
import type { RunSummary } from '../summary.ts';

export interface PullOnceOptions extends Omit<PullOptions, 'mispNow'>, DeliveryOptions {
  readonly summary: RunSummary;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** How long to wait at the end for splunkd to read the events. It reads at once unless its queues are full. */
const DELIVERY_TIMEOUT_MS = 5000;
/** The same when splunkd stops the input: it kills the input after a grace period. */
const STOP_DELIVERY_TIMEOUT_MS = 400;

/** One run of an input, starting at the checkpoint of the previous run. @throws MispError, or the error of a failed write */
export async function pullOnce(options: PullOnceOptions): Promise<void> {
  const { client, store, report, signal } = options;
  const delivery = new Delivery(options);
  try {
    const resent = await delivery.resendLost();
    if (resent > 0)
      report.log(
        'INFO',
        `splunkd may not have the last events of the previous run: ${resent} are written again.`,
      );
    await pull(options, new GuardedStore(store, () => delivery.save()));
  } catch (error) {
    // Report the original error, not one that follows from it.
    await delivery
      .finish(signal.aborted ? STOP_DELIVERY_TIMEOUT_MS : DELIVERY_TIMEOUT_MS)
      .catch(() => undefined);
    throw error;
  } finally {
    for (const text of client.warnings.messages) report.log('WARN', text);
  }
  await delivery.finish(DELIVERY_TIMEOUT_MS);
}

async function pull(options: PullOnceOptions, store: Store): Promise<void> {
  const { values, client, report, summary, signal } = options;
  const { now, offset } = await readClock((request) => client.call(request, signal), options.now);
  summary.facts.clock_difference = offset;
  const { checkpoint, isFirst } = await checkpointFor(values, store, report, now);
  summary.facts.backfill = isFirst;
  const pull = new Pull({ ...options, store, mispNow: now }, checkpoint);
  summary.facts.reconciled = pull.isReconciling;
  // Once a day is enough, and after the filters have changed.
  if (isFirst || pull.isReconciling)
    for (const text of await filterWarnings(client, [attributeQuery(values)], signal))
      report.log('WARN', text);
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
  const filters = filterFingerprint(values);
  const { checkpoint, warning, since: salvaged = start } = await loadCheckpoint(store, now);
  if (warning !== undefined) report.log('WARN', warning);
  if (!checkpoint) {
    const fresh = newCheckpoint(Math.min(start, salvaged), filters, now);
    return { checkpoint: warning === undefined ? fresh : { ...fresh, reconciled: 0 }, isFirst: true };
  }
  const { isFirst, run } = checkpoint;
  if (checkpoint.filters === filters) return { checkpoint, isFirst };
  report.log('INFO', 'The filters or start have changed, so this run compares everything with MISP.');
  return {
    checkpoint: {
      // Keep the earliest `since`: what is indexed stays, and a wider filter adds things that are as old.
      ...newCheckpoint(Math.min(start, checkpoint.since), filters, now),
      reconciled: 0,
      isFirst,
      // An interrupted run may have written events that the index state lacks. Its walk used other filters, so drop that.
      run: run && { started: run.started, events: run.events, published: run.published },
    },
    isFirst: false,
  };
}

function lagOf(cursors: Checkpoint['cursors'], now: number): number {
  return Math.max(0, now - Math.min(...Object.values(cursors)));
}
