import type { MispObject } from '../misp/rows/event-types.ts';
import type { Attribute } from '../misp/rows/types.ts';
import type { WholeEvent } from '../misp/walks/whole-events.ts';
import type { Cell, Table } from '../protocol/table.ts';
import { AttributeTable } from './attribute-table.ts';
import { eventFields, type EventRowOptions, tagNamesOf } from './event-rows.ts';
import { OPTIONAL_FIELDS, FIELD_PREFIXES, ATTRIBUTE_FIELDS } from './fields.ts';
import { cellsOf } from './table-rows.ts';
import { cellOf, type Cells } from './values.ts';

export interface EventAttributeOptions extends EventRowOptions {
  readonly expandObject: boolean;
  readonly pipesplit: boolean;
  /** Maximum rows of each object, and of attributes outside objects. Infinity for all. */
  readonly attributeLimit: number;
}

/** Rows of a batch, so that memory does not grow with the event. */
const BATCH_ROWS = 500;

/**
 * Yields the attributes of an event as batches of rows, attributes of objects first. A row has the fields of the
 * attribute, `object_<member>` of its object, and the fields of the event, which take precedence. Its tags are those of
 * the attribute and of the event, including galaxies. Other data of galaxies is in rows of events only, since there may
 * be thousands of values.
 */
export function* eventAttributeRows(
  wholeEvent: WholeEvent,
  options: EventAttributeOptions,
): Generator<Cells[]> {
  const rowsOf = rowBuilder(wholeEvent, options);
  for (const object of wholeEvent.objects()) {
    const attributes = object.Attribute ?? [];
    if (attributes.length === 0) continue;
    if (!options.expandObject) yield rowsOf(attributes, object);
    else for (const batch of batchesOf(attributes, options.attributeLimit)) yield rowsOf(batch, object);
  }
  for (const batch of batchesOf(wholeEvent.attributes(), options.attributeLimit)) yield rowsOf(batch);
}

function rowBuilder({ event }: WholeEvent, options: EventAttributeOptions) {
  const { prefix } = options;
  const { [`${prefix}sharing_group_id`]: group, ...eventOnlyFields } = eventFields(event, {
    ...options,
    keepGalaxy: false,
  });
  const eventTags = tagNamesOf(event);
  const Event = {
    id: event.id,
    uuid: event.uuid ?? '',
    info: event.info ?? '',
    org_id: event.org_id ?? '',
    orgc_id: event.orgc_id ?? '',
    distribution: event.distribution ?? '',
    publish_timestamp: event.publish_timestamp ?? '',
  };
  return (attributes: readonly Attribute[], object?: MispObject): Cells[] => {
    const isMerged = object !== undefined && !options.expandObject;
    const table = tableOf(
      attributes.map((one) => ({ ...one, event_id: event.id, Event })),
      isMerged,
      options,
    );
    const ofObject = object ? objectFields(object, prefix) : {};
    return cellsOf(table).map((row) => {
      const tags = new Set([...[row[`${prefix}tag`] ?? []].flat(), ...eventTags]);
      return {
        ...row,
        ...ofObject,
        ...eventOnlyFields,
        // The sharing group of an attribute may differ from that of its event.
        ...(group !== undefined && { [`${prefix}event_sharing_group_id`]: group }),
        ...(tags.size > 0 && { [`${prefix}tag`]: [...tags] }),
      };
    });
  };
}

function tableOf(attributes: readonly Attribute[], isMerged: boolean, options: EventAttributeOptions): Table {
  const { prefix, instance, url, pipesplit } = options;
  const table = new AttributeTable({ prefix, instance, url, pipesplit, description: false });
  if (isMerged) table.addMerged(attributes);
  else for (const attribute of attributes) table.addSingle(attribute);
  return table.table;
}

function* batchesOf(attributes: Iterable<Attribute>, limit: number): Generator<readonly Attribute[]> {
  let batch: Attribute[] = [];
  let count = 0;
  for (const attribute of attributes) {
    if (count === limit) break;
    count += 1;
    batch.push(attribute);
    if (batch.length < BATCH_ROWS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Fields of attributes that a member of an object must not overwrite. The id is the same in both. */
const ATTRIBUTE_FIELD_NAMES: ReadonlySet<string> = new Set<string>(
  [...ATTRIBUTE_FIELDS, ...OPTIONAL_FIELDS].filter((field) => field !== 'object_id'),
);

/** The members of an object as fields, without its references and attributes. */
function objectFields(object: MispObject, prefix: string): Cells {
  const fields: Record<string, Cell> = {};
  for (const [member, value] of Object.entries(object)) {
    if (['Attribute', 'ObjectReference', 'event_id'].includes(member)) continue;
    if (ATTRIBUTE_FIELD_NAMES.has(FIELD_PREFIXES.object + member)) continue;
    const cell = cellOf(value);
    if (cell !== undefined) fields[prefix + FIELD_PREFIXES.object + member] = cell;
  }
  return fields;
}
