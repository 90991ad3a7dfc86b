import { instanceFields } from '../../indicators/metadata.ts';
import type { NumberSet } from '../../common/number-set.ts';
import type { MispClient } from '../../misp/client.ts';
import { ResponseTooLargeError, BadResponseError } from '../../misp/errors.ts';
import { Checker, UnusableRow } from '../../misp/rows/shape.ts';
import { dashed, type KnownTable } from '../state/known-table.ts';
import type { Sink } from '../output/sink.ts';
import { partsOf, type Slice, SliceLength } from './sighting-slices.ts';
import { idWord, isSame, timeOf } from '../state/versions.ts';

/** sightings/restSearch has no pages. A larger answer is broken off, and asked for in parts; this is some 20,000 sightings. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
/** Sightings that are looked up and written at once. */
const PART = 1000;
/** Before there was a MISP, there are few sightings: they come with the first slice. */
const FIRST_SLICE_END = Date.UTC(2012, 0, 1) / 1000;
/** The end of the year 9999: a sighting may be dated in the future. */
const END_OF_TIME = 253_402_300_799;
/** A run looks back so much further than by MISP's other clocks: sightings are often told late. */
const LATE_SECONDS = 2 * 86_400;

/** A sighting as MISP answers it; what is only shown may be anything. */
interface Sighting {
  readonly id: string;
  readonly uuid: string;
  /** Unix seconds. */
  readonly date_sighting: string;
  readonly attribute_id: string;
  readonly event_id?: string;
  readonly type?: unknown;
  readonly source?: unknown;
  readonly value?: unknown;
  readonly Organisation?: { readonly name?: unknown } | null;
}

const checker = new Checker<Sighting>({
  members: {
    id: { kind: 'id' },
    uuid: { kind: 'text' },
    date_sighting: { kind: 'digits' },
    attribute_id: { kind: 'id' },
    event_id: { kind: 'digits', optional: true },
  },
});

export interface SightingIndexerOptions {
  readonly client: MispClient;
  readonly sink: Sink;
  /** Words: date_sighting, id of the attribute. */
  readonly known: KnownTable;
  readonly attributes: KnownTable;
  readonly events: KnownTable;
  /** Sightings of before are not indexed. Unix seconds. */
  readonly since: number;
  readonly signal: AbortSignal;
}

/** Writes sightings that are new. MISP's only clock for them is the time that whoever saw it gave. */
export class SightingIndexer {
  readonly #options: SightingIndexerOptions;
  /** Where the ids of all that MISP answers are noted, while a reconciliation wants to know. */
  seen: NumberSet | undefined;

  constructor(options: SightingIndexerOptions) {
    this.#options = options;
  }

  get known(): KnownTable {
    return this.#options.known;
  }

  /** Sightings from some time on, those of the future too. @param from Unix seconds */
  async walk(from: number, now: number): Promise<void> {
    await this.#walk(Math.max(this.#options.since, from - LATE_SECONDS), now);
  }

  /** All sightings since `since`, and of the time before as far back as some are indexed, so that none seems to be gone. */
  async walkAll(now: number): Promise<void> {
    const { known, since } = this.#options;
    let from = since;
    for await (const records of known.blocks())
      for (const { words } of records) from = Math.min(from, words[0] ?? from);
    await this.#walk(from, now);
  }

  async #walk(from: number, now: number): Promise<void> {
    const length = new SliceLength();
    for (let start = from; start <= END_OF_TIME;) {
      const end = Math.max(start + length.seconds - 1, FIRST_SLICE_END);
      const slice = { from: start, to: end >= now ? END_OF_TIME : end };
      const found = await this.#read(slice);
      length.learn(found, length.seconds);
      start = slice.to + 1;
    }
  }

  /** @returns how many there are */
  async #read(slice: Slice): Promise<number> {
    let sightings: readonly Sighting[];
    try {
      sightings = await this.#ask(slice, MAX_ANSWER_BYTES);
    } catch (error) {
      if (!(error instanceof ResponseTooLargeError)) throw error;
      const parts = await partsOf(slice, () => this.#eventIds());
      if (!parts) sightings = await this.#ask(slice);
      else {
        let count = 0;
        for (const part of parts) count += await this.#read(part);
        return count;
      }
    }
    for (let start = 0; start < sightings.length; start += PART)
      await this.#index(sightings.slice(start, start + PART));
    return sightings.length;
  }

  async #ask({ from, to, events }: Slice, maxBytes?: number): Promise<readonly Sighting[]> {
    const { client, sink, signal } = this.#options;
    const path = events ? '/sightings/restSearch/event' : '/sightings/restSearch';
    const body = { returnFormat: 'json', from, to, ...(events && { id: events }) };
    const answer = await client.call({ method: 'POST', path, body, maxBytes }, signal);
    const rows = rowsIn(answer.body);
    if (!rows) throw new BadResponseError(sink.instance, 'MISP answered without a list of sightings.');
    // A server that takes no notice of the time would send all of them for every slice, and slices would never be long.
    return rows.flatMap((row) => this.#usable(row)).filter((one) => isWithin(one, from, to));
  }

  /** A row that cannot be indexed costs itself, not the run. */
  #usable(row: unknown): readonly Sighting[] {
    const { Sighting: sighting } = (row ?? {}) as { Sighting?: unknown };
    const checked = checker.check(sighting);
    if (!(checked instanceof UnusableRow)) return [checked];
    this.#options.client.warnings.addDropped('sightings', sighting, checked);
    return [];
  }

  async #eventIds(): Promise<readonly number[]> {
    const ids: number[] = [];
    for await (const records of this.#options.events.blocks()) for (const { id } of records) ids.push(id);
    return ids;
  }

  async #index(sightings: readonly Sighting[]): Promise<void> {
    const { sink, known, attributes, since } = this.#options;
    await known.load(sightings.map(({ id }) => Number(id)));
    await attributes.load(sightings.map(({ attribute_id }) => Number(attribute_id)));
    const changed = sightings.filter((one) => {
      this.seen?.add(Number(one.id));
      const before = known.wordsOf(Number(one.id), one.uuid);
      return !isSame(before, versionOf(one)) && (before !== undefined || Number(one.date_sighting) >= since);
    });
    if (changed.length === 0) return;
    for (const one of changed) known.expect(Number(one.id), one.uuid, versionOf(one));
    await known.save(false);
    await sink.write(
      'misp:sighting',
      changed.map((one) => [one.date_sighting, this.#json(one)]),
    );
    sink.counts.sightings += changed.length;
    await sink.taken();
    for (const one of changed) known.confirm(Number(one.id), versionOf(one));
    await known.save();
  }

  #json({ id, uuid, date_sighting, attribute_id, event_id, ...rest }: Sighting): string {
    const { sink, attributes } = this.#options;
    const attribute = attributes.at(Number(attribute_id));
    return JSON.stringify({
      misp_sighting_id: id,
      misp_sighting_uuid: uuid,
      misp_sighting_type: rest.type,
      misp_date_sighting: Number(date_sighting),
      misp_sighting_source: rest.source === '' ? undefined : (rest.source ?? undefined),
      misp_sighting_org: rest.Organisation?.name,
      misp_attribute_id: attribute_id,
      misp_attribute_uuid: attribute && dashed(attribute.uuid),
      misp_event_id: event_id,
      misp_value: rest.value,
      ...instanceFields('misp_', sink.instance, sink.url),
    });
  }
}

function isWithin({ date_sighting }: Sighting, from: number, to: number): boolean {
  const date = Number(date_sighting);
  return date >= from && date <= to;
}

function versionOf({ date_sighting, attribute_id }: Sighting): readonly number[] {
  return [timeOf(date_sighting), idWord(attribute_id)];
}

function rowsIn(body: unknown): readonly unknown[] | undefined {
  const { response } = (body ?? {}) as { response?: unknown };
  return Array.isArray(response) ? (response as readonly unknown[]) : undefined;
}
