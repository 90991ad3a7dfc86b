import type { Attribute, EventEntry, Truth } from './truth.ts';

/** Above, not all of a server is read: only its first and last events, up to so many attributes. */
const MAX_ATTRIBUTES = 250_000;

/** An attribute with what filters ask of it and of its event; `tags` are its own and its event's. */
export interface Known {
  readonly attribute: Attribute;
  readonly event: EventEntry;
  readonly ownTags: readonly string[];
  readonly tags: ReadonlySet<string>;
}

/** What MISP held when the tests began, read event by event: the table that the tests filter by themselves. */
export class Universe {
  readonly events: ReadonlyMap<string, EventEntry>;
  /** By id, ids ascending. */
  readonly attributes: ReadonlyMap<string, Known>;
  /** Whether the table has all there is. */
  readonly isWhole: boolean;

  private constructor(events: readonly EventEntry[], attributes: readonly Known[], isWhole: boolean) {
    this.events = new Map(events.map((event) => [event.id, event]));
    const sorted = [...attributes].sort((a, b) => Number(a.attribute.id) - Number(b.attribute.id));
    this.attributes = new Map(sorted.map((one) => [one.attribute.id, one]));
    this.isWhole = isWhole;
  }

  static async read(truth: Truth): Promise<Universe> {
    const all = await truth.events();
    // MISP shows no tag that is not to be exported.
    const hidden = new Set((await truth.tags()).flatMap((tag) => (tag.exportable ? [] : [tag.name])));
    const events: EventEntry[] = [];
    const attributes: Known[] = [];
    for (const event of fromBothEnds(all)) {
      if (attributes.length > MAX_ATTRIBUTES) break;
      const shown = (names: readonly string[]) => names.filter((name) => !hidden.has(name));
      const eventTags = shown((event.EventTag ?? []).flatMap(({ Tag }) => (Tag ? [Tag.name] : [])));
      for (const attribute of await truth.attributes(event.id)) {
        const ownTags = shown((attribute.Tag ?? []).map(({ name }) => name));
        attributes.push({ attribute, event, ownTags, tags: new Set([...ownTags, ...eventTags]) });
      }
      events.push(event);
    }
    return new Universe(events, attributes, events.length === all.length);
  }

  get live(): readonly Known[] {
    return [...this.attributes.values()].filter(({ attribute }) => !attribute.deleted);
  }

  of(eventIds: readonly string[]): readonly Known[] {
    const wanted = new Set(eventIds);
    return [...this.attributes.values()].filter(({ event }) => wanted.has(event.id));
  }

  /** Events that are not as they were: changed, deleted or new since. */
  async unsettled(truth: Truth): Promise<(eventId: string) => boolean> {
    const now = new Map((await truth.events()).map((event) => [event.id, stampOf(event)]));
    return (id) => {
      const event = this.events.get(id);
      return event === undefined || now.get(id) !== stampOf(event);
    };
  }
}

function stampOf({ timestamp, publish_timestamp, published, attribute_count }: EventEntry): string {
  return [timestamp, publish_timestamp, published, attribute_count].join();
}

function* fromBothEnds<T>(list: readonly T[]): Generator<T> {
  for (let first = 0, last = list.length - 1; first <= last; first += 1, last -= 1) {
    yield list[first] as T;
    if (last > first) yield list[last] as T;
  }
}
