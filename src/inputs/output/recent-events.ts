/** Covers what a pipe buffers, and what splunkd may have read and not yet stored on disk. */
const MAX_RECENT_BYTES = 256 * 1024;
/** The content of an event has no such text, since `<` is escaped there. */
const EVENT_START = '<event ';

/** The events that were written last, as bytes: the last 256 KiB, rounded up to whole events. */
export class RecentEvents {
  #bytes = Buffer.alloc(0);
  #length = 0;
  /** Increases with each addition. */
  version = 0;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** @param events whole events; the bytes are copied */
  add(events: Buffer): void {
    this.version += 1;
    if (events.length >= MAX_RECENT_BYTES) this.#length = 0;
    const added = lastEvents(events, MAX_RECENT_BYTES);
    if (this.#length + added.length > this.#bytes.length) this.#makeRoom(added.length);
    added.copy(this.#bytes, this.#length);
    this.#length += added.length;
  }

  /** Valid until the next `add`. */
  get bytes(): Buffer {
    return lastEvents(this.#bytes.subarray(0, this.#length), MAX_RECENT_BYTES);
  }

  #makeRoom(count: number): void {
    const kept = lastEvents(this.#bytes.subarray(0, this.#length), MAX_RECENT_BYTES);
    const needed = kept.length + count;
    const to =
      needed <= this.#bytes.length ? this.#bytes : Buffer.allocUnsafe(Math.max(needed, 2 * MAX_RECENT_BYTES));
    kept.copy(to);
    this.#bytes = to;
    this.#length = kept.length;
  }
}

/** The last whole events that have at least `minBytes` together, or all events. */
export function lastEvents(events: Buffer, minBytes: number): Buffer {
  if (events.length <= minBytes) return events;
  return events.subarray(Math.max(0, events.lastIndexOf(EVENT_START, events.length - minBytes)));
}
