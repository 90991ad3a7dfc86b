import type { MispEvent } from '../misp/event-types.ts';
import type { Attribute } from '../misp/types.ts';
import type { Row } from '../protocol/rows.ts';
import { type Scalar, scalarText } from '../protocol/table.ts';
import { mayBeField } from './reserved-names.ts';

/**
 * `output=json`: MISP's own JSON as `_raw`, its leaves as fields under their own names, whatever they are leaves of;
 * a name that comes several times is a multivalue field.
 */
export function flatRow(thing: Attribute | MispEvent, metadata: Row): Row {
  const leaves = new Map<string, string[]>();
  collect(thing, leaves);
  const row: Row = {};
  for (const [name, values] of leaves) row[name] = values.length === 1 ? (values[0] ?? '') : values;
  return { ...row, ...metadata, _time: thing.timestamp ?? '', _raw: JSON.stringify(thing) };
}

function collect(value: object, leaves: Map<string, string[]>): void {
  for (const [name, member] of Object.entries(value) as [string, unknown][]) {
    if (!mayBeField(name)) continue;
    for (const one of Array.isArray(member) ? (member as unknown[]) : [member]) {
      if (typeof one === 'object' && one !== null) collect(one, leaves);
      else if (one !== null && one !== undefined) {
        const values = leaves.get(name);
        const text = scalarText(one as Scalar);
        if (values) values.push(text);
        else leaves.set(name, [text]);
      }
    }
  }
}
