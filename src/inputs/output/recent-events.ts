/** What a pipe holds, and what splunkd may have read and not yet put on disk. */
const KEPT_BYTES = 256 * 1024;
/** In data, `<` is escaped. */
const EVENT_START = '<event ';

/** The events that were written last, as bytes: the last quarter of a megabyte, in whole events. */
export class RecentEvents {
  #bytes = Buffer.alloc(0);
  #length = 0;
  /** Counts what was added: another number, other events. */
  version = 0;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** @param events whole ones; they are copied */
  add(events: Buffer): void {
    this.version += 1;
    if (events.length >= KEPT_BYTES) this.#length = 0;
    const added = lastOf(events, KEPT_BYTES);
    if (this.#length + added.length > this.#bytes.length) this.#makeRoom(added.length);
    added.copy(this.#bytes, this.#length);
    this.#length += added.length;
  }

  /** Good until more is added. */
  get bytes(): Buffer {
    return lastOf(this.#bytes.subarray(0, this.#length), KEPT_BYTES);
  }

  #makeRoom(count: number): void {
    const kept = lastOf(this.#bytes.subarray(0, this.#length), KEPT_BYTES);
    const needed = kept.length + count;
    const to =
      needed <= this.#bytes.length ? this.#bytes : Buffer.allocUnsafe(Math.max(needed, 2 * KEPT_BYTES));
    kept.copy(to);
    this.#bytes = to;
    this.#length = kept.length;
  }
}

/** The end of `events`, at least so many bytes (or all there are), from the beginning of an event on. */
export function lastOf(events: Buffer, bytes: number): Buffer {
  if (events.length <= bytes) return events;
  return events.subarray(Math.max(0, events.lastIndexOf(EVENT_START, events.length - bytes)));
}
