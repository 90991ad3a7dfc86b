import * as v from 'valibot';
import { addressOf } from '../indicators/metadata.ts';
import type { NumberSet } from '../number-set.ts';
import type { MispClient } from '../misp/client.ts';
import { BadAnswerError } from '../misp/errors.ts';
import { dashed, type KnownTable } from './known-table.ts';
import type { Sink } from './sink.ts';
import { isSame, timeOf } from './versions.ts';

/** sightings/restSearch has no pages: it is asked for some time at once, more of it while few come. */
const DAY_SECONDS = 86_400;
const SLICE_SECONDS = 30 * DAY_SECONDS;
const FEW = 1_000;
const MANY = 10_000;
/** Before there was a MISP, there are no sightings; what says otherwise comes with the first slice. */
const FIRST_SLICE_END = Date.UTC(2012, 0, 1) / 1000;

const Sightings = v.object({
  response: v.array(
    v.object({
      Sighting: v.looseObject({
        id: v.string(),
        uuid: v.string(),
        date_sighting: v.string(),
        attribute_id: v.string(),
        event_id: v.string(),
      }),
    }),
  ),
});

type Sighting = v.InferOutput<typeof Sightings>['response'][number]['Sighting'];

export interface SightingIndexerOptions {
  readonly client: MispClient;
  readonly sink: Sink;
  /** Words: date_sighting, id of the attribute. */
  readonly known: KnownTable;
  readonly attributes: KnownTable;
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

  /** @param from @param to Unix seconds */
  async walk(from: number, to: number): Promise<void> {
    let length = SLICE_SECONDS;
    let end = Math.max(from + length, FIRST_SLICE_END);
    for (let start = Math.max(1, from); start < to; end += length) {
      const sightings = await this.#ask(start, Math.min(end, to));
      await this.#page(sightings);
      if (sightings.length < FEW) length *= 4;
      if (sightings.length > MANY) length = Math.ceil(length / 4);
      start = end;
    }
  }

  async #ask(start: number, end: number): Promise<readonly Sighting[]> {
    const { client, sink, signal } = this.#options;
    // Days, since that is how it is known to be asked; a day more at each end, for they are of MISP's time zone.
    const [from, to] = [start - DAY_SECONDS, end + 2 * DAY_SECONDS].map(dayAt);
    const body = { returnFormat: 'json', from, to };
    const answer = await client.call({ method: 'POST', path: '/sightings/restSearch', body }, signal);
    const result = v.safeParse(Sightings, answer.body);
    if (!result.success)
      throw new BadAnswerError(sink.instance, 'MISP answered without a list of sightings.');
    return result.output.response.map((one) => one.Sighting);
  }

  async #page(sightings: readonly Sighting[]): Promise<void> {
    const { sink, known, attributes } = this.#options;
    await known.load(sightings.map(({ id }) => Number(id)));
    await attributes.load(sightings.map(({ attribute_id }) => Number(attribute_id)));
    const changed = sightings.filter(({ id, uuid, date_sighting, attribute_id }) => {
      this.seen?.add(Number(id));
      const version = [timeOf(date_sighting), Number(attribute_id)];
      if (isSame(known.wordsOf(Number(id), uuid), version)) return false;
      known.set(Number(id), uuid, version);
      return true;
    });
    if (changed.length === 0) return;
    await sink.write(
      'misp:sighting',
      changed.map((one) => [one.date_sighting, this.#json(one)]),
    );
    sink.counts.sightings += changed.length;
    await sink.taken();
    await known.save();
  }

  #json({ id, uuid, date_sighting, attribute_id, event_id, ...rest }: Sighting): string {
    const { sink, attributes } = this.#options;
    const attribute = attributes.at(Number(attribute_id));
    const organisation = rest['Organisation'] as { readonly name?: string } | undefined;
    return JSON.stringify({
      misp_sighting_id: id,
      misp_sighting_uuid: uuid,
      misp_sighting_type: rest['type'],
      misp_date_sighting: Number(date_sighting),
      misp_sighting_source: rest['source'] === '' ? undefined : rest['source'],
      misp_sighting_org: organisation?.name,
      misp_attribute_id: attribute_id,
      misp_attribute_uuid: attribute && dashed(attribute.uuid),
      misp_event_id: event_id,
      misp_value: rest['value'],
      misp_host: addressOf(sink.url),
      misp_instance: sink.instance,
    });
  }
}

function dayAt(seconds: number): string {
  return new Date(Math.max(0, seconds) * 1000).toISOString().slice(0, 10);
}
