/** Some of MISP's sightings: of a time, both ends included (Unix seconds), and of some events or all. */
export interface Slice {
  readonly from: number;
  readonly to: number;
  readonly events?: readonly number[];
}

/** A slice that is too large is cut into so many: each level down costs one answer that is thrown away. */
const PARTS = 8;
/** Events named in one request. */
const EVENTS_AT_ONCE = 2000;

/**
 * Smaller slices that are one together: by time, and within one second by events. Undefined when it is of one event and
 * one second. @param knownEvents the ids of all events there are
 */
export async function partsOf(
  slice: Slice,
  knownEvents: () => Promise<readonly number[]>,
): Promise<readonly Slice[] | undefined> {
  const { from, to } = slice;
  if (from < to) {
    const seconds = Math.ceil((to - from + 1) / PARTS);
    const parts: Slice[] = [];
    for (let start = from; start <= to; start += seconds)
      parts.push({ ...slice, from: start, to: Math.min(start + seconds - 1, to) });
    return parts;
  }
  const events = slice.events ?? (await knownEvents());
  if (slice.events && events.length <= 1) return undefined;
  const size = slice.events ? Math.ceil(events.length / PARTS) : EVENTS_AT_ONCE;
  const parts: Slice[] = [];
  for (let start = 0; start < events.length; start += size)
    parts.push({ ...slice, events: events.slice(start, start + size) });
  return parts;
}

/** What a slice should bring. */
const WANTED = 5000;
const DAY_SECONDS = 86_400;
const FIRST_SECONDS = 30 * DAY_SECONDS;
/** Where little comes, the next slice is so many times as long. */
const GROWTH = 4;

/** Grows and shrinks slices by how many sightings the last one brought for its length. */
export class SliceLength {
  seconds = FIRST_SECONDS;

  /** @param found in a slice of so many seconds */
  learn(found: number, seconds: number): void {
    const fitting = Math.floor((seconds * WANTED) / Math.max(1, found));
    this.seconds = Math.max(1, Math.min(fitting, seconds * GROWTH));
  }
}
