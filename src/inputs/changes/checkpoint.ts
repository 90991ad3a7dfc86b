import * as v from 'valibot';
import { type Clock, CLOCKS } from './timestamp-fields.ts';
import type { Store } from '../state/store.ts';

const FORMAT = 1;

/** MISP's clock, Unix seconds. */
const Time = v.pipe(v.number(), v.integer(), v.minValue(0));

const Count = v.pipe(v.number(), v.integer(), v.minValue(0));

const Checkpoint = v.object({
  format: v.literal(FORMAT),
  /** The oldest moment that a run ever looked back to; 0 for everything. */
  since: Time,
  /** What the settings let through when the cursors were reached. */
  filters: v.string(),
  /** Of each of MISP's clocks, up to when all was handed to splunkd. */
  cursors: v.object(Object.fromEntries(CLOCKS.map((clock) => [clock, Time])) as Record<Clock, typeof Time>),
  /** When the last reconciliation that came to its end began; 0 when the next run must reconcile, whatever the settings. */
  reconciled: Time,
  /** No run has come to its end yet. */
  isFirst: v.boolean(),
  /** A walk may have missed something: the next run reconciles. */
  isDoubtful: v.boolean(),
  /**
   * A run that has not come to its end: when it began, how many events MISP had and how many of them were published, and
   * where its walk over attributes is.
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
  /** Undefined when this is the first run, or what there was cannot be used. */
  readonly checkpoint: Checkpoint | undefined;
  /** Of what cannot be used, as far as it can still be read: how far back runs have looked. */
  readonly since?: number | undefined;
  /** Why not, and where it is now: a sentence. */
  readonly warning?: string;
}

/** MISP's clock may go back a little, as all clocks do. */
const TOLERANCE_SECONDS = 300;

/** @param now MISP's clock, Unix seconds */
export async function loadCheckpoint(store: Store, now: number): Promise<LoadedCheckpoint> {
  const text = await store.load();
  if (text === undefined) return { checkpoint: undefined };
  const { checkpoint, reason } = read(text, now);
  if (checkpoint) return { checkpoint };
  const place = await store.setAside(text);
  return {
    checkpoint: undefined,
    since: sinceIn(text),
    warning: `The checkpoint ${reason}: it is kept as ${place}, and everything is compared with MISP; what is indexed already is left out.`,
  };
}

export function saveCheckpoint(store: Store, checkpoint: Checkpoint): Promise<void> {
  return store.save(`${JSON.stringify(checkpoint)}\n`);
}

/** @param since 0 for everything @param now both Unix seconds of MISP's clock */
export function newCheckpoint(since: number, filters: string, now: number): Checkpoint {
  const cursors = cursorsAt(since);
  return { format: FORMAT, since, filters, cursors, reconciled: now, isFirst: true, isDoubtful: false };
}

/** All of them at one moment. */
export function cursorsAt(time: number): Checkpoint['cursors'] {
  return Object.fromEntries(CLOCKS.map((clock) => [clock, time])) as Checkpoint['cursors'];
}

/** "since" stands at the beginning, so that it mostly survives what a checkpoint may suffer. */
function sinceIn(text: string): number | undefined {
  const [, since] = /"since":(\d{1,12})\b/.exec(text) ?? [];
  return since === undefined ? undefined : Number(since);
}

function read(text: string, now: number): { checkpoint?: Checkpoint; reason?: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { reason: 'is damaged (it is no JSON)' };
  }
  const result = v.safeParse(Checkpoint, value);
  if (!result.success) {
    const format =
      typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
    const isNewer = typeof format === 'number' && format > FORMAT;
    return { reason: isNewer ? 'is of a newer version of the app' : 'is damaged' };
  }
  const latest = Math.max(...Object.values(result.output.cursors));
  if (latest > now + TOLERANCE_SECONDS)
    return { reason: `is from the future: ${latest - now} seconds ahead of MISP's clock` };
  return { checkpoint: result.output };
}
