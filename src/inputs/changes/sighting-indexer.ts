import { instanceFields } from '../../indicators/metadata.ts';
import type { NumberSet } from '../../common/number-set.ts';
import type { MispClient } from '../../misp/client.ts';
import { ResponseTooLargeError, BadResponseError } from '../../misp/errors.ts';
import { Checker, UnusableRow } from '../../misp/rows/shape.ts';
import { formatUuid, type IndexState } from '../state/index-state.ts';
import type { Sink } from '../output/sink.ts';
import { splitSlice, type Slice, SliceLength } from './sighting-slices.ts';
import { idField, isSameVersion, timestampField } from '../state/versions.ts';

/** sightings/restSearch has no pages. A larger response (about 20,000 sightings) is aborted, and its slice is split. */
const MAX_RESPONSE_BYTES = 8 * 1024 * 1024;
/** Sightings that are compared with the index state and written together. */
const BATCH_SIZE = 1000;
/** MISP did not exist before 2012, so the first slice covers all earlier sightings, which are few. */
const FIRST_SLICE_END = Date.UTC(2012, 0, 1) / 1000;
/** The end of the year 9999, in Unix seconds: a sighting may be dated in the future. */
const END_OF_TIME = 253_402_300_799;
/** Sightings are often reported late, so a run looks back this much further than for other timestamp fields. */
const LATE_REPORT_SECONDS = 2 * 86_400;

/** A sighting as MISP sends it. Members of type unknown are copied as they are. */
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
  /** Fields: date_sighting, id of the attribute. */
  readonly indexState: IndexState;
  readonly attributeState: IndexState;
  readonly eventState: IndexState;
  /** Earlier sightings are not indexed. Unix seconds. */
  readonly since: number;
  readonly signal: AbortSignal;
}

/**
 * Writes sightings that are new. MISP stores no time of change for a sighting, so the only timestamp to search by is
 * `date_sighting`, which the reporter chooses.
 */
export class SightingIndexer {
  readonly #options: SightingIndexerOptions;
  /** Collects the ids of all sightings that MISP sends, during a reconciliation. */
  seenIds: NumberSet | undefined;

  constructor(options: SightingIndexerOptions) {
    this.#options = options;
  }

  get indexState(): IndexState {
    return this.#options.indexState;
  }

  /** Indexes the sightings from a time on, future ones included. @param from Unix seconds @param now Unix seconds */
  async indexSince(from: number, now: number): Promise<void> {
    await this.#indexSlices(Math.max(this.#options.since, from - LATE_REPORT_SECONDS), now);
  }

  /**
   * Indexes all sightings since `since`. It reads older ones too if some are indexed, so that the reconciliation does
   * not take them for removed. @param now Unix seconds
   */
  async indexAll(now: number): Promise<void> {
    const { indexState, since } = this.#options;
    let from = since;
    for await (const records of indexState.records())
      for (const { fields } of records) from = Math.min(from, fields[0] ?? from);
    await this.#indexSlices(from, now);
  }

  async #indexSlices(from: number, now: number): Promise<void> {
    const length = new SliceLength();
    for (let start = from; start <= END_OF_TIME;) {
      const end = Math.max(start + length.seconds - 1, FIRST_SLICE_END);
      const slice = { from: start, to: end >= now ? END_OF_TIME : end };
      const count = await this.#indexSlice(slice);
      length.adjust(count, length.seconds);
      start = slice.to + 1;
    }
  }

  /** @returns how many sightings the slice has */
  async #indexSlice(slice: Slice): Promise<number> {
    let sightings: readonly Sighting[];
    try {
      sightings = await this.#fetch(slice, MAX_RESPONSE_BYTES);
    } catch (error) {
      if (!(error instanceof ResponseTooLargeError)) throw error;
      const parts = await splitSlice(slice, () => this.#eventIds());
      if (!parts) sightings = await this.#fetch(slice);
      else {
        let count = 0;
        for (const part of parts) count += await this.#indexSlice(part);
        return count;
      }
    }
    for (let start = 0; start < sightings.length; start += BATCH_SIZE)
      await this.#indexBatch(sightings.slice(start, start + BATCH_SIZE));
    return sightings.length;
  }

  async #fetch({ from, to, events }: Slice, maxBytes?: number): Promise<readonly Sighting[]> {
    const { client, sink, signal } = this.#options;
    const path = events ? '/sightings/restSearch/event' : '/sightings/restSearch';
    const body = { returnFormat: 'json', from, to, ...(events && { id: events }) };
    const answer = await client.call({ method: 'POST', path, body, maxBytes }, signal);
    const rows = sightingRows(answer.body);
    if (!rows) throw new BadResponseError(sink.instance, 'the response has no list of sightings.');
    // A server that ignores the time range sends all sightings for each slice. Counting them would keep slices short.
    return rows.flatMap((row) => this.#validated(row)).filter((one) => isWithin(one, from, to));
  }

  /** Drops a row that cannot be indexed, so that it does not fail the run. */
  #validated(row: unknown): readonly Sighting[] {
    const { Sighting: sighting } = (row ?? {}) as { Sighting?: unknown };
    const checked = checker.check(sighting);
    if (!(checked instanceof UnusableRow)) return [checked];
    this.#options.client.warnings.addDropped('sightings', sighting, checked);
    return [];
  }

  async #eventIds(): Promise<readonly number[]> {
    const ids: number[] = [];
    for await (const records of this.#options.eventState.records())
      for (const { id } of records) ids.push(id);
    return ids;
  }

  async #indexBatch(sightings: readonly Sighting[]): Promise<void> {
    const { sink, indexState, attributeState, since } = this.#options;
    await indexState.load(sightings.map(({ id }) => Number(id)));
    await attributeState.load(sightings.map(({ attribute_id }) => Number(attribute_id)));
    const changed = sightings.filter((sighting) => {
      const id = Number(sighting.id);
      this.seenIds?.add(id);
      const indexed = indexState.fieldsOf(id, sighting.uuid);
      if (isSameVersion(indexed, sightingVersion(sighting))) return false;
      return indexed !== undefined || Number(sighting.date_sighting) >= since;
    });
    if (changed.length === 0) return;
    for (const one of changed) indexState.markPending(Number(one.id), one.uuid, sightingVersion(one));
    await indexState.save(false);
    await sink.write(
      'misp:sighting',
      changed.map((one) => [one.date_sighting, this.#jsonOf(one)]),
    );
    sink.counts.sightings += changed.length;
    await sink.flushed();
    for (const one of changed) indexState.confirm(Number(one.id), sightingVersion(one));
    await indexState.save();
  }

  #jsonOf({ id, uuid, date_sighting, attribute_id, event_id, ...rest }: Sighting): string {
    const { sink, attributeState } = this.#options;
    const attribute = attributeState.get(Number(attribute_id));
    return JSON.stringify({
      misp_sighting_id: id,
      misp_sighting_uuid: uuid,
      misp_sighting_type: rest.type,
      misp_date_sighting: Number(date_sighting),
      misp_sighting_source: rest.source === '' ? undefined : (rest.source ?? undefined),
      misp_sighting_org: rest.Organisation?.name,
      misp_attribute_id: attribute_id,
      misp_attribute_uuid: attribute && formatUuid(attribute.uuid),
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

function sightingVersion({ date_sighting, attribute_id }: Sighting): readonly number[] {
  return [timestampField(date_sighting), idField(attribute_id)];
}

function sightingRows(body: unknown): readonly unknown[] | undefined {
  const { response } = (body ?? {}) as { response?: unknown };
  return Array.isArray(response) ? (response as readonly unknown[]) : undefined;
}
