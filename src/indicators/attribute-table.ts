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
  /** Whether the event's tags that stand among the attribute's are shown; true when absent. */
  readonly inheritedTags?: boolean;
  /** Whether decay scores are shown, which come with `excludeDecayed`, too; true when absent. */
  readonly decayScores?: boolean;
  /** Whether the tags that `includeContext` brings with the event are the attribute's, too. */
  readonly eventTags?: boolean;
  /** Says of each attribute whether it was withdrawn; rows get no such field without. */
  readonly isWithdrawn?: (attribute: Attribute) => boolean;
}

/** Columns that every row has: the time, the fields of the attribute and of its event. */
const FIXED = ['_time', ...ATTRIBUTE_FIELDS, ...EVENT_FIELDS].length;

type AddedField = (typeof OPTIONAL_FIELDS)[number] | `${typeof FIELD_PREFIXES.sighting}${string}`;

/** Gathers rows, one for an attribute or one for the attributes of an object, into a table. */
export class AttributeTable {
  readonly #options: TableOptions;
  readonly #columns: string[];
  /** Columns after the fixed ones, which not every row has. */
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

  /** One row for one attribute. */
  addSingle(attribute: Attribute): void {
    const { type, value, Sighting, decay_score, Tag, Event } = attribute;
    const row: Cell[] = fixedCells(attribute);
    // Most have none of these, and most rows are made here.
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
   * One row for the attributes of one object: lists of distinct values, which are not aligned with each other; the
   * values under the names of types keep their repetitions. `object_attribute` says what belongs together: a JSON
   * object an attribute, in the order of their ids. The time is that of the oldest.
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
    // As long as one of them stands, so does the object.
    if (isWithdrawn) this.#set(row, 'withdrawn', attributes.every(isWithdrawn));
    if (this.#options.description) {
      this.#addDescription(
        row,
        first,
        attributes.map((one) => one.comment),
      );
    }
    const byType = new Map<string, string[]>();
    for (const { type, value } of attributes) {
      for (const typed of typedValues(type, value, this.#options.pipesplit)) {
        const values = byType.get(typed.name);
        if (values) values.push(typed.value);
        else byType.set(typed.name, [typed.value]);
      }
    }
    for (const [name, values] of byType) this.#setColumn(row, name, oneOrAll(values));
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

  /** What only `includeContext` brings. */
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

  /** A field of ours: a name that is not declared would not be reserved. */
  #set(row: Cell[], name: AddedField, value: Cell): void {
    this.#setColumn(row, name, value);
  }

  #setColumn(row: Cell[], name: string, value: Cell): void {
    let index = this.#indexes.get(name);
    if (index === undefined) {
      index = FIXED + this.#indexes.size;
      this.#indexes.set(name, index);
      this.#columns.push(this.#options.prefix + name);
    }
    // No holes: they make an array slow.
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
