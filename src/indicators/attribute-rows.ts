import type { Attribute } from '../misp/types.ts';
import type { Row } from '../protocol/rows.ts';
import { typedValues } from './composites.ts';
import { EVENT_FIELDS, OWN_FIELDS, type Value } from './fields.ts';
import { sightingFields } from './sightings.ts';

export interface RowOptions {
  /** Before every field of MISP's: `misp_`. */
  readonly prefix: string;
  /** The instance's name. */
  readonly instance: string;
  /** Its URL without a trailing slash. */
  readonly url: string;
  /** Whether composites (`domain|ip`) come as two fields. */
  readonly pipesplit: boolean;
  /** Whether rows get a `description`: event title, category and comment, joined by ` | `. */
  readonly description: boolean;
}

type Mapped = Record<string, Value | readonly Value[]>;

/** Rows from the attributes of one instance. */
export class AttributeRows {
  readonly #options: RowOptions;
  readonly #prefix: string;
  /** What every row of this instance has, whatever its output. */
  readonly metadata: Row;
  readonly instance: string;
  readonly #host: string;

  constructor(options: RowOptions) {
    this.#options = options;
    this.#prefix = options.prefix;
    this.instance = options.instance;
    this.#host = options.url.replace(/^https?:\/\//, '');
    this.metadata = {
      host: new URL(options.url).hostname,
      source: `misp://${options.instance}`,
      sourcetype: 'misp:attribute',
    };
  }

  /** One row for one attribute. */
  single(attribute: Attribute): Row {
    const p = this.#prefix;
    const mapped: Mapped = {};
    for (const field of OWN_FIELDS) mapped[p + field.name] = field.get(attribute);
    for (const field of EVENT_FIELDS) mapped[p + field.name] = field.get(attribute);
    this.#addCommon(mapped, [attribute]);
    for (const { name, value } of typedValues(attribute.type, attribute.value, this.#options.pipesplit)) {
      mapped[p + name] = value;
    }
    return this.#row(mapped, attribute.timestamp);
  }

  /**
   * One row for the attributes of one object: lists of distinct values, which are not aligned with each other; the
   * values under the names of types keep their repetitions. `object_attribute` says what belongs together: a JSON
   * object an attribute, in the order of their ids.
   */
  merged(attributes: readonly Attribute[]): Row {
    const [first] = attributes;
    if (first === undefined) return {};
    const p = this.#prefix;
    const mapped: Mapped = {};
    for (const field of OWN_FIELDS) mapped[p + field.name] = distinct(attributes.map(field.get));
    for (const field of EVENT_FIELDS) mapped[p + field.name] = field.get(first);
    this.#addCommon(mapped, attributes);
    const byType = new Map<string, string[]>();
    for (const { type, value } of attributes) {
      for (const typed of typedValues(type, value, this.#options.pipesplit)) {
        const values = byType.get(typed.name);
        if (values) values.push(typed.value);
        else byType.set(typed.name, [typed.value]);
      }
    }
    for (const [name, values] of byType) mapped[p + name] = oneOrAll(values);
    const oldest = attributes.reduce((a, b) => (Number(b.timestamp) < Number(a.timestamp) ? b : a), first);
    const row = this.#row(mapped, oldest.timestamp);
    row[`${p}object_attribute`] = attributes.map(({ id, uuid, object_relation, type, category, to_ids, value }) =>
      JSON.stringify({ id, uuid, object_relation, type, category, to_ids, value }),
    );
    return row;
  }

  #addCommon(mapped: Mapped, attributes: readonly Attribute[]): void {
    const p = this.#prefix;
    const [first] = attributes;
    for (const [name, value] of sightingFields(attributes.flatMap((one) => one.Sighting ?? []))) {
      mapped[p + name] = value;
    }
    addDecay(mapped, p, attributes);
    mapped[`${p}host`] = this.#host;
    mapped[`${p}instance`] = this.instance;
    const tags = attributes.flatMap((one) => (one.Tag ?? []).map((tag) => tag.name.trim()));
    if (tags.length > 0) mapped[`${p}tag`] = distinct(tags);
    if (this.#options.description && first) {
      const parts = [first.Event?.info, first.category, ...new Set(attributes.map((one) => one.comment))];
      mapped[`${p}description`] = parts.filter((part) => part !== undefined && part !== '').join(' | ');
    }
  }

  #row(mapped: Mapped, timestamp: string): Row {
    const raw = JSON.stringify(mapped);
    const row: Row = {};
    for (const name in mapped) {
      const text = textOf(mapped[name]);
      if (text !== undefined) row[name] = text;
    }
    row['_time'] = timestamp;
    row['_raw'] = raw;
    return Object.assign(row, this.metadata);
  }
}

function addDecay(mapped: Mapped, p: string, attributes: readonly Attribute[]): void {
  const scores = attributes.flatMap((one) => one.decay_score ?? []);
  if (scores.length === 0) return;
  mapped[`${p}decay_score`] = oneOrAll(scores.map((one) => one.score));
  mapped[`${p}decay_base_score`] = oneOrAll(scores.map((one) => one.base_score));
  mapped[`${p}decayed`] = oneOrAll(scores.map((one) => one.decayed));
  mapped[`${p}decaying_model_id`] = oneOrAll(scores.map((one) => one.DecayingModel.id));
  mapped[`${p}decaying_model_name`] = oneOrAll(scores.map((one) => one.DecayingModel.name));
}

function distinct(values: readonly Value[]): Value | readonly Value[] {
  return oneOrAll([...new Set(values)].filter((value) => value !== null && value !== undefined));
}

function oneOrAll(values: readonly Value[]): Value | readonly Value[] {
  return values.length <= 1 ? values[0] : values;
}

/** Booleans are True and False, as searches written for the older app expect them; null is no value. */
function textOf(value: Value | readonly Value[]): string | readonly string[] | undefined {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  return value.map((one) => textOf(one)).filter((one) => typeof one === 'string');
}
