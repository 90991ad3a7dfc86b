/** An event on its way into an index. */
export interface NewEvent {
  readonly index: string;
  /** Unix seconds: `_time`. */
  readonly time: number;
  readonly host: string;
  readonly source: string;
  readonly sourcetype: string;
  readonly raw: string;
}

export interface IndexedEvent extends NewEvent {
  /** Unix seconds: `_indextime`. */
  readonly indexTime: number;
  /** `_cd`: the bucket's number, and the place of the event in it, which grows as events arrive. */
  readonly address: string;
}

/** The events of all indexes, in the order in which they came. */
export class EventIndex {
  readonly #events: IndexedEvent[] = [];

  get events(): readonly IndexedEvent[] {
    return this.#events;
  }

  /** @param indexTime Unix seconds; the clock's when absent */
  add(event: NewEvent, indexTime = Math.floor(Date.now() / 1000)): void {
    this.#events.push({ ...event, indexTime, address: `0:${this.#events.length}` });
  }

  /** One of whose text no more is known than its fields. */
  addFields({ index = '', sourcetype = '', _time, ...fields }: Readonly<Record<string, string>>): void {
    const where = { host: 'search-head', source: sourcetype };
    this.add({ index, sourcetype, time: Number(_time), ...where, raw: JSON.stringify(fields) });
  }

  /** Takes away all events, as `splunk clean eventdata` does. */
  clean(): void {
    this.#events.length = 0;
  }

  /**
   * Those of a time range, the newest first, and of those of one second the last that came: as a search gets them.
   *
   * @param earliest Unix seconds, in the range
   * @param latest Unix seconds, not in the range
   */
  between(earliest: number, latest: number): IndexedEvent[] {
    return this.#events
      .filter(({ time }) => time >= earliest && time < latest)
      .reverse()
      .sort((one, other) => other.time - one.time);
  }
}
