/** A part of MISP's sightings: those of a time range, of all events or of some. */
export interface Slice {
  /** Unix seconds, inclusive. */
  readonly from: number;
  /** Unix seconds, inclusive. */
  readonly to: number;
  /** Ids; all events when absent. */
  readonly events?: readonly number[];
}

/** Each level of splitting costs one response that is thrown away, so a slice is split into many parts. */
const SPLIT_FACTOR = 8;
const EVENTS_PER_REQUEST = 2000;

/**
 * Splits a slice by time, and a slice of one second by events.
 * @param loadEventIds the ids of all events
 * @returns slices that cover the same sightings; undefined for one second of one event, which cannot be split
 */
export async function splitSlice(
  slice: Slice,
  loadEventIds: () => Promise<readonly number[]>,
): Promise<readonly Slice[] | undefined> {
  const { from, to } = slice;
  if (from < to) {
    const seconds = Math.ceil((to - from + 1) / SPLIT_FACTOR);
    const parts: Slice[] = [];
    for (let start = from; start <= to; start += seconds)
      parts.push({ ...slice, from: start, to: Math.min(start + seconds - 1, to) });
    return parts;
  }
  const events = slice.events ?? (await loadEventIds());
  if (slice.events && events.length <= 1) return undefined;
  const size = slice.events ? Math.ceil(events.length / SPLIT_FACTOR) : EVENTS_PER_REQUEST;
  const parts: Slice[] = [];
  for (let start = 0; start < events.length; start += size)
    parts.push({ ...slice, events: events.slice(start, start + size) });
  return parts;
}

/** How many sightings a slice should have. */
const TARGET_SIGHTINGS = 5000;
const DAY_SECONDS = 86_400;
const INITIAL_SECONDS = 30 * DAY_SECONDS;
const MAX_GROWTH = 4;

/** The length of the next slice. It adapts to the number of sightings in the last one. */
export class SliceLength {
  seconds = INITIAL_SECONDS;

  /** @param count the sightings in a slice of this length */
  adjust(count: number, seconds: number): void {
    const fitting = Math.floor((seconds * TARGET_SIGHTINGS) / Math.max(1, count));
    this.seconds = Math.max(1, Math.min(fitting, seconds * MAX_GROWTH));
  }
}
