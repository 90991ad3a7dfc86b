import { plural } from '../../common/plural.ts';
import type { MispClient } from '../../misp/client.ts';
import { SIGHTING_TYPES, type SightingType } from '../../misp/sightings/sighting-types.ts';
import { type Refusal, Sightings } from '../../misp/sightings/sightings.ts';
import { parseUnixSeconds } from '../../misp/query/time.ts';
import type { Context, Transformer } from '../../protocol/command.ts';
import type { Row } from '../../protocol/rows.ts';
import { reportClientWarnings } from '../shared/client-warnings.ts';
import { FieldCheck, fieldValues } from '../shared/record-fields.ts';
import type { Services } from '../shared/services.ts';
import type { SightValues } from './options.ts';

const DEFAULT_FIELD = 'misp_attribute_uuid';

/** One run of `mispsight`. */
export class SightRun implements Transformer {
  readonly #values: SightValues & { readonly field: string };
  readonly #client: MispClient;
  readonly #context: Context<Services>;
  readonly #sightings: Sightings;
  /** One time for the whole search, so that a repeated value is sighted only once. Unix seconds. */
  readonly #now: number;
  readonly #field: FieldCheck;
  readonly #times: FieldCheck | undefined;
  #refused = 0;
  #firstRefusal = '';
  #added = 0;

  constructor(values: SightValues, client: MispClient, context: Context<Services>) {
    const { type, field = DEFAULT_FIELD, timestamp_field } = values;
    this.#values = { ...values, field };
    this.#client = client;
    this.#context = context;
    this.#sightings = new Sightings({
      client,
      type: TYPES[type] ?? SIGHTING_TYPES.sighting,
      signal: context.signal,
    });
    this.#now = Math.floor(context.services.now() / 1000);
    this.#field = new FieldCheck(field);
    this.#times = timestamp_field === undefined ? undefined : new FieldCheck(timestamp_field);
  }

  async chunk(rows: readonly Row[]): Promise<readonly Row[]> {
    this.#field.observe(rows);
    this.#times?.observe(rows);
    const records = rows.map((row) => ({
      row,
      values: this.#valuesOf(row),
      at: this.#timeOf(row),
    }));
    const { source, by } = this.#values;
    const seen = records.flatMap(({ values, at }) =>
      at === undefined ? [] : values.map((subject) => ({ subject, timestamp: at, source })),
    );
    const refusals = (
      by === 'uuid' ? await this.#sightings.addToAttributes(seen) : await this.#sightings.addToValues(seen)
    ).values();
    return records.map(({ row, values, at }) => {
      if (values.length === 0) return row;
      const recordRefusals =
        at === undefined
          ? [`${this.#values.timestamp_field ?? ''} is not a time in Unix seconds.`]
          : values.map(() => refusals.next().value);
      return { ...row, ...this.#fieldsOf(recordRefusals) };
    });
  }

  end(): readonly Row[] {
    this.#client.close();
    reportClientWarnings(this.#client, this.#context);
    if (this.#added > 0)
      this.#context.message('INFO', `Sightings were added to MISP for ${plural(this.#added, 'record')}.`);
    if (this.#refused > 0)
      this.#context.message(
        'WARN',
        `Sightings were not added to MISP for ${plural(this.#refused, 'record')}; misp_sighting_message has the reason. The first: ${this.#firstRefusal}`,
      );
    for (const warning of [this.#field.warning, this.#times?.warning])
      if (warning !== undefined) this.#context.message('WARN', warning);
    return [];
  }

  #fieldsOf(refusals: readonly Refusal[]): Row {
    const reasons = new Set(refusals.filter((one) => one !== undefined));
    if (reasons.size === 0) {
      this.#added += 1;
      return { misp_sighting: 'added' };
    }
    const [first = ''] = reasons;
    if (this.#refused === 0) this.#firstRefusal = first;
    this.#refused += 1;
    return { misp_sighting: 'not added', misp_sighting_message: [...reasons] };
  }

  /** The values of a record. Ids and uuids are trimmed; blanks in values are left to MISP. */
  #valuesOf(row: Row): readonly string[] {
    const { by, field } = this.#values;
    return [...new Set(fieldValues(row, field).map((value) => (by === 'uuid' ? value.trim() : value)))];
  }

  /** Unix seconds; undefined when the field is not a time. */
  #timeOf(row: Row): number | undefined {
    const { timestamp_field: field } = this.#values;
    const text = field === undefined ? undefined : fieldValues(row, field)[0];
    return text === undefined ? this.#now : parseUnixSeconds(text);
  }
}

/** MISP's types by name and by number. */
const TYPES: Readonly<Record<string, SightingType>> = {
  ...SIGHTING_TYPES,
  ...Object.fromEntries(Object.values(SIGHTING_TYPES).map((type) => [type, type])),
};
