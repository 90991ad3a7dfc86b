import type { MispEvent, MispObject } from '../misp/event-types.ts';
import type { Attribute } from '../misp/types.ts';
import type { Cell, Table } from '../protocol/table.ts';
import { AttributeTable } from './attribute-table.ts';
import { eventFields, type EventRowOptions, tagsOf } from './event-rows.ts';
import { type Cells, cellsOf } from './table-rows.ts';
import { cellOf } from './values.ts';

export interface EventAttributeOptions extends EventRowOptions {
  readonly expandObject: boolean;
  readonly pipesplit: boolean;
  /** Rows of an object, and of loose attributes; Infinity for all. */
  readonly attributeLimit: number;
}

/**
 * The attributes of an event as rows: those of objects first, then the loose ones; each as of an attribute, with
 * `object_<member>` of its object, and the fields of the event over them. Tags are the attribute's and the event's.
 */
export function eventAttributeRows(event: MispEvent, options: EventAttributeOptions): Cells[] {
  const { prefix, attributeLimit } = options;
  const ofEvent = eventFields(event, options);
  const whole = (attribute: Attribute): Attribute => ({
    ...attribute,
    event_id: event.id,
    Event: {
      id: event.id,
      uuid: event.uuid ?? '',
      info: event.info ?? '',
      org_id: event.org_id ?? '',
      orgc_id: event.orgc_id ?? '',
      distribution: event.distribution ?? '',
      publish_timestamp: event.publish_timestamp ?? '',
    },
  });
  const rows: Cells[] = [];
  const add = (attributes: readonly Attribute[], object?: MispObject) => {
    const table = tableOf(attributes.map(whole), object !== undefined && !options.expandObject, options);
    for (const row of cellsOf(table).slice(0, attributeLimit)) {
      const tags = new Set([...[row[`${prefix}tag`] ?? []].flat(), ...tagsOf(event)]);
      rows.push({
        ...row,
        ...(object && objectFields(object, prefix)),
        ...ofEvent,
        ...(tags.size > 0 && { [`${prefix}tag`]: [...tags] }),
      });
    }
  };
  for (const object of event.Object ?? []) add(object.Attribute ?? [], object);
  add(event.Attribute ?? []);
  return rows;
}

function tableOf(attributes: readonly Attribute[], isMerged: boolean, options: EventAttributeOptions): Table {
  const { prefix, instance, url, pipesplit } = options;
  const table = new AttributeTable({ prefix, instance, url, pipesplit, description: false });
  if (isMerged) table.addMerged(attributes);
  else for (const attribute of attributes) table.addSingle(attribute);
  return table.table;
}

/** The object's own members; what it refers to, and its attributes, are no fields of it. */
function objectFields(object: MispObject, prefix: string): Cells {
  const fields: Record<string, Cell> = {};
  for (const [member, value] of Object.entries(object)) {
    if (['Attribute', 'ObjectReference', 'event_id'].includes(member)) continue;
    const cell = cellOf(value);
    if (cell !== undefined) fields[`${prefix}object_${member}`] = cell;
  }
  return fields;
}
