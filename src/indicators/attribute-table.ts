import { addToGroup } from '../common/group-by.ts';
import type { Attribute, AttributeEvent, DecayScore, Sighting, Tag } from '../misp/rows/types.ts';
import type { Cell, Scalar, Table } from '../protocol/table.ts';
import { typedValues } from './composites.ts';
import {
  type OPTIONAL_FIELDS,
  EVENT_FIELDS,
  type FIELD_PREFIXES,
  fixedCells,
  ATTRIBUTE_FIELDS,
} from './fields.ts';
import { instanceFields, metadataOf } from './metadata.ts';
import { sightingFields } from './sightings.ts';

export interface TableOptions {
  /** Prefix of MISP's fields: `misp_`. */
  readonly prefix: string;
  /** Name of the instance. */
  readonly instance: string;
  /** URL of the instance, without a trailing slash. */
  readonly url: string;
  /** Write composites (`domain|ip`) as two fields. */
  readonly pipesplit: boolean;
  /** Add a field `description`: event title, category and comment, joined by ` | `. */
  readonly description: boolean;
  /** Include tags of the event that MISP lists among those of the attribute. The default is true. */
  readonly inheritedTags?: boolean;
  /** Include decay scores, which `excludeDecayed` returns, too. The default is true. */
  readonly decayScores?: boolean;
  /** Add the tags of the event that `includeContext` returns to those of the attribute. */
  readonly eventTags?: boolean;
  /** Whether an attribute was withdrawn, for the field `withdrawn`. Without this function, rows do not have the field. */
  readonly isWithdrawn?: (attribute: Attribute) => boolean;
}

/** Number of columns of every row: the time, the fields of the attribute and of its event. */
const FIXED_COLUMNS = ['_time', ...ATTRIBUTE_FIELDS, ...EVENT_FIELDS].length;

type AddedField = (typeof OPTIONAL_FIELDS)[number] | `${typeof FIELD_PREFIXES.sighting}${string}`;

/** Builds a table with a row for each attribute, or for all attributes of an object. */
export class AttributeTable {
  readonly #options: TableOptions;
  readonly #columns: string[];
  /** Index of each column after the fixed ones. */
  readonly #indexes = new Map<string, number>();
  readonly #rows: Cell[][] = [];

  constructor(options: TableOptions) {
    this.#options = options;
    const names = [...ATTRIBUTE_FIELDS, ...EVENT_FIELDS];
    this.#columns = ['_time', ...names.map((name) => options.prefix + name)];
  }

  get table(): Table {
    const { prefix, instance, url } = this.#options;
    return {
      columns: this.#columns,
      rows: this.#rows,
      constants: metadataOf(instance, url),
      raw: {
        field: '_raw',
        from: 1,
        constants: instanceFields(prefix, instance, url),
      },
    };
  }

  /** Adds a row for one attribute. */
  addSingle(attribute: Attribute): void {
    const { type, value, Sighting, decay_score, Tag, Event } = attribute;
    const row: Cell[] = fixedCells(attribute);
    // Most rows come from this method and have none of these, so test before each call.
    if (Sighting !== undefined && Sighting.length > 0) this.#addSightings(row, Sighting);
    if (decay_score !== undefined && decay_score.length > 0) this.#addScores(row, decay_score);
    if (Tag !== undefined && Tag.length > 0) this.#addTags(row, this.#allTags(attribute));
    else if (this.#options.eventTags === true && Event?.Tag) this.#addTags(row, Event.Tag);
    this.#addContext(row, Event);
    if (this.#options.isWithdrawn) this.#set(row, 'withdrawn', this.#options.isWithdrawn(attribute));
    if (this.#options.description) this.#addDescription(row, attribute, [attribute.comment]);
    for (const typed of typedValues(type, value, this.#options.pipesplit))
      this.#setColumn(row, typed.name, typed.value);
    this.#rows.push(row);
  }

  /**
   * Adds one row for the attributes of an object. Its fields are lists of distinct values, which are not aligned with each
   * other; the fields for types keep duplicates. `object_attribute` has a JSON object for each attribute, in the order of
   * their ids, to show which values belong together. The time is that of the oldest attribute.
   */
  addMerged(attributes: readonly Attribute[]): void {
    const [first] = attributes;
    if (first === undefined) return;
    const oldest = attributes.reduce((a, b) => (Number(b.timestamp) < Number(a.timestamp) ? b : a), first);
    const all = attributes.map(fixedCells);
    const row: Cell[] = fixedCells(first).map((cell, index) =>
      index >= 1 && index <= ATTRIBUTE_FIELDS.length ? distinct(all.map((cells) => cells[index])) : cell,
    );
    row[0] = oldest.timestamp;
    this.#addSightings(
      row,
      attributes.flatMap((one) => one.Sighting ?? []),
    );
    this.#addScores(
      row,
      attributes.flatMap((one) => one.decay_score ?? []),
    );
    this.#addTags(
      row,
      attributes.flatMap((one) => one.Tag ?? []),
    );
    this.#addContext(row, first.Event);
    const { isWithdrawn } = this.#options;
    // An object is withdrawn only when all its attributes are.
    if (isWithdrawn) this.#set(row, 'withdrawn', attributes.every(isWithdrawn));
    if (this.#options.description) {
      this.#addDescription(
        row,
        first,
        attributes.map((one) => one.comment),
      );
    }
    const valuesByType = new Map<string, string[]>();
    for (const { type, value } of attributes) {
      for (const typed of typedValues(type, value, this.#options.pipesplit))
        addToGroup(valuesByType, typed.name, typed.value);
    }
    for (const [name, values] of valuesByType) this.#setColumn(row, name, oneOrAll(values));
    this.#set(
      row,
      'object_attribute',
      attributes.map((one) => summaryOf(one, isWithdrawn)),
    );
    this.#rows.push(row);
  }

  #addSightings(row: Cell[], sightings: readonly Sighting[]): void {
    for (const [name, value] of sightingFields(sightings)) this.#set(row, name, value);
  }

  #addScores(row: Cell[], scores: readonly DecayScore[]): void {
    if (scores.length === 0 || this.#options.decayScores === false) return;
    this.#set(row, 'decay_score', oneOrAll(scores.map((one) => one.score)));
    this.#set(row, 'decay_base_score', oneOrAll(scores.map((one) => one.base_score)));
    this.#set(row, 'decayed', oneOrAll(scores.map((one) => one.decayed)));
    this.#set(row, 'decaying_model_id', oneOrAll(scores.map((one) => one.DecayingModel.id)));
    this.#set(row, 'decaying_model_name', oneOrAll(scores.map((one) => one.DecayingModel.name)));
  }

  /** Adds the fields that only `includeContext` returns. */
  #addContext(row: Cell[], event: AttributeEvent | undefined): void {
    if (event?.threat_level_id === undefined) return;
    this.#set(row, 'threat_level_id', event.threat_level_id);
    this.#set(row, 'event_date', event.date);
    this.#set(row, 'analysis', event.analysis);
    this.#set(row, 'event_published', event.published);
    this.#set(row, 'event_timestamp', event.timestamp);
    this.#set(row, 'orgc_name', event.Orgc?.name);
  }

  #addTags(row: Cell[], tags: readonly Tag[]): void {
    const shown = this.#options.inheritedTags === false ? tags.filter((tag) => !tag.inherited) : tags;
    if (shown.length > 0) this.#set(row, 'tag', distinct(shown.map((tag) => tag.name.trim())));
  }

  #allTags({ Tag: own = [], Event }: Attribute): readonly Tag[] {
    return this.#options.eventTags === true && Event?.Tag ? [...own, ...Event.Tag] : own;
  }

  #addDescription(row: Cell[], attribute: Attribute, comments: readonly string[]): void {
    const parts = [attribute.Event?.info, attribute.category, ...new Set(comments)];
    this.#set(row, 'description', parts.filter((part) => part !== undefined && part !== '').join(' | '));
  }

  /** Sets a field of the app. Its name must be declared in fields.ts, which reserves it. */
  #set(row: Cell[], name: AddedField, value: Cell): void {
    this.#setColumn(row, name, value);
  }

  #setColumn(row: Cell[], name: string, value: Cell): void {
    let index = this.#indexes.get(name);
    if (index === undefined) {
      index = FIXED_COLUMNS + this.#indexes.size;
      this.#indexes.set(name, index);
      this.#columns.push(this.#options.prefix + name);
    }
    // Fill gaps, since holes make an array slow.
    while (row.length < index) row.push(undefined);
    row[index] = value;
  }
}

function summaryOf(attribute: Attribute, isWithdrawn: TableOptions['isWithdrawn']): string {
  const { id, uuid, object_relation, type, category, to_ids, deleted, timestamp, value } = attribute;
  const withdrawn = isWithdrawn?.(attribute);
  return JSON.stringify({
    id,
    uuid,
    object_relation,
    type,
    category,
    to_ids,
    deleted,
    timestamp,
    withdrawn,
    value,
  });
}

function distinct(values: readonly (Scalar | undefined)[]): Cell {
  if (values.length === 1) return values[0];
  return oneOrAll([...new Set(values)].filter((value) => value !== null && value !== undefined));
}

function oneOrAll(values: readonly Scalar[]): Cell {
  return values.length <= 1 ? values[0] : values;
}
