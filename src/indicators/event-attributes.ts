import type { MispObject } from '../misp/rows/event-types.ts';
import type { Attribute } from '../misp/rows/types.ts';
import type { WholeEvent } from '../misp/walks/whole-events.ts';
import type { Cell, Table } from '../protocol/table.ts';
import { AttributeTable } from './attribute-table.ts';
import { eventFields, type EventRowOptions, tagsOf } from './event-rows.ts';
import { ADDED_FIELDS, FAMILIES, OWN_FIELDS } from './fields.ts';
import { type Cells, cellsOf } from './table-rows.ts';
import { cellOf } from './values.ts';

export interface EventAttributeOptions extends EventRowOptions {
  readonly expandObject: boolean;
  readonly pipesplit: boolean;
  /** Rows of an object, and of loose attributes; Infinity for all. */
  readonly attributeLimit: number;
}

/** Rows made at once: what is held does not grow with the event. */
const BATCH_ROWS = 500;

/**
 * The attributes of an event as rows, some at a time: those of objects first, then the loose ones; each as of an
 * attribute, with `object_<member>` of its object, and the fields of the event over them. Tags are the attribute's and
 * the event's, galaxies among them; the leaves of galaxies are in rows of events only, since there may be thousands.
 */
export function* eventAttributeRows(whole: WholeEvent, options: EventAttributeOptions): Generator<Cells[]> {
  const rowsOf = rowsIn(whole, options);
  for (const object of whole.objects()) {
    const attributes = object.Attribute ?? [];
    if (attributes.length === 0) continue;
    if (!options.expandObject) yield rowsOf(attributes, object);
    else for (const batch of batchesOf(attributes, options.attributeLimit)) yield rowsOf(batch, object);
  }
  for (const batch of batchesOf(whole.attributes(), options.attributeLimit)) yield rowsOf(batch);
}

function rowsIn({ event }: WholeEvent, options: EventAttributeOptions) {
  const { prefix } = options;
  const { [`${prefix}sharing_group_id`]: group, ...ofEvent } = eventFields(event, {
    ...options,
    keepGalaxy: false,
  });
  const eventTags = tagsOf(event);
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
        ...ofEvent,
        // An attribute may be shared with another group than its event.
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

/** Fields of attributes that a member of an object would overwrite; its id is the same in both. */
const OF_ATTRIBUTES: ReadonlySet<string> = new Set<string>(
  [...OWN_FIELDS, ...ADDED_FIELDS].filter((field) => field !== 'object_id'),
);

/** The object's own members; what it refers to, and its attributes, are no fields of it. */
function objectFields(object: MispObject, prefix: string): Cells {
  const fields: Record<string, Cell> = {};
  for (const [member, value] of Object.entries(object)) {
    if (['Attribute', 'ObjectReference', 'event_id'].includes(member)) continue;
    if (OF_ATTRIBUTES.has(FAMILIES.object + member)) continue;
    const cell = cellOf(value);
    if (cell !== undefined) fields[prefix + FAMILIES.object + member] = cell;
  }
  return fields;
}
