import * as v from 'valibot';
import { plural } from '../../common/plural.ts';
import { type TimestampField, TIMESTAMP_FIELDS } from './timestamp-fields.ts';
import type { Store } from '../state/store.ts';

const FORMAT = 1;

/** Unix seconds of MISP's clock. */
const Time = v.pipe(v.number(), v.integer(), v.minValue(0));

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

const Checkpoint = v.object({
  format: v.literal(FORMAT),
  /** The earliest time from which a run has read; 0 for everything. */
  since: Time,
  /** The filter fingerprint of the settings for which the cursors are valid. */
  filters: v.string(),
  /** For each timestamp field, up to when everything is written to splunkd. */
  cursors: v.object(
    Object.fromEntries(TIMESTAMP_FIELDS.map((clock) => [clock, Time])) as Record<TimestampField, typeof Time>,
  ),
  /** The start of the last complete reconciliation; 0 makes the next run reconcile, whatever the settings. */
  reconciled: Time,
  /** Whether no run is complete yet. */
  isFirst: v.boolean(),
  /** Whether deletions disturbed the paging of a walk, which may have missed rows. The next reconciliation then comes soon. */
  isDoubtful: v.boolean(),
  /**
   * The run that is not complete: its start, how many events MISP had then and how many of them were published, and the
   * last page of its walk over attributes.
   */
  run: v.optional(
    v.object({
      started: Time,
      events: Count,
      published: v.optional(Count, 0),
      walk: v.optional(v.object({ from: Time, limit: Count, page: Count })),
    }),
  ),
});

export type Checkpoint = v.InferOutput<typeof Checkpoint>;

export interface LoadedCheckpoint {
  /** Undefined in the first run, or when the checkpoint cannot be used. */
  readonly checkpoint: Checkpoint | undefined;
  /** The `since` of a checkpoint that cannot be used, if it is still readable. */
  readonly since?: number | undefined;
  /** Why the checkpoint cannot be used, and where it is kept. */
  readonly warning?: string;
}

/** Clock corrections may set MISP's clock back by a little. */
const CLOCK_TOLERANCE_SECONDS = 300;

/** @param now MISP's clock, Unix seconds */
export async function loadCheckpoint(store: Store, now: number): Promise<LoadedCheckpoint> {
  const text = await store.load();
  if (text === undefined) return { checkpoint: undefined };
  const { checkpoint, reason } = parseCheckpoint(text, now);
  if (checkpoint) return { checkpoint };
  const place = await store.setAside(text);
  return {
    checkpoint: undefined,
    since: salvageSince(text),
    warning: `The checkpoint ${reason}. It is kept as ${place}. This run compares everything with MISP and writes only what is not indexed yet.`,
  };
}

export function saveCheckpoint(store: Store, checkpoint: Checkpoint): Promise<void> {
  return store.save(`${JSON.stringify(checkpoint)}\n`);
}

/** @param since Unix seconds; 0 for everything @param filters the filter fingerprint @param now MISP's clock, Unix seconds */
export function newCheckpoint(since: number, filters: string, now: number): Checkpoint {
  const cursors = cursorsAt(since);
  return { format: FORMAT, since, filters, cursors, reconciled: now, isFirst: true, isDoubtful: false };
}

/** All cursors at one time. */
export function cursorsAt(time: number): Checkpoint['cursors'] {
  return Object.fromEntries(TIMESTAMP_FIELDS.map((clock) => [clock, time])) as Checkpoint['cursors'];
}

/** Finds `since` in a damaged checkpoint. It is near the beginning, so it mostly survives damage. */
function salvageSince(text: string): number | undefined {
  const [, since] = /"since":(\d{1,12})\b/.exec(text) ?? [];
  return since === undefined ? undefined : Number(since);
}

function parseCheckpoint(text: string, now: number): { checkpoint?: Checkpoint; reason?: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { reason: 'is damaged (it is not JSON)' };
  }
  const result = v.safeParse(Checkpoint, value);
  if (!result.success) {
    const format =
      typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
    const isNewer = typeof format === 'number' && format > FORMAT;
    return { reason: isNewer ? 'is of a newer version of the app' : 'is damaged' };
  }
  const latest = Math.max(...Object.values(result.output.cursors));
  if (latest > now + CLOCK_TOLERANCE_SECONDS)
    return { reason: `is from the future: ${plural(latest - now, 'second')} ahead of MISP's clock` };
  return { checkpoint: result.output };
}
