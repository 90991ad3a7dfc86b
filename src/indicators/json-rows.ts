import type { MispEvent } from '../misp/rows/event-types.ts';
import type { Attribute } from '../misp/rows/types.ts';
import type { Row } from '../protocol/rows.ts';
import { type Scalar, scalarText } from '../protocol/table.ts';
import type { Columns } from './columns.ts';
import { mayBeField } from './reserved-names.ts';

/** Of one field of a row. An event of 12 MB, which is as large as one may be, has some 20,000 attributes. */
const MAX_VALUES = 200_000;

/**
 * `output=json`: MISP's own JSON as `_raw`, its leaves as fields under their own names, whatever they are leaves of;
 * a name that comes several times is a multivalue field. Names that mean something to Splunk, and those that there is no
 * room for, are in `_raw` only.
 */
export function flatRow(thing: Attribute | MispEvent, metadata: Row, columns: Columns): Row {
  const leaves = new Map<string, string[]>();
  collect(thing, leaves, columns);
  const row: Row = {};
  for (const [name, values] of leaves) row[name] = values.length === 1 ? (values[0] ?? '') : values;
  return { ...row, ...metadata, _time: thing.timestamp ?? '', _raw: JSON.stringify(thing) };
}

function collect(value: object, leaves: Map<string, string[]>, columns: Columns): void {
  for (const [name, member] of Object.entries(value) as [string, unknown][]) {
    if (!mayBeField(name)) continue;
    for (const one of Array.isArray(member) ? (member as unknown[]) : [member]) {
      if (typeof one === 'object' && one !== null) collect(one, leaves, columns);
      else if (one !== null && one !== undefined) {
        const values = leaves.get(name);
        if (leaves.size + (values?.length ?? 0) > MAX_VALUES) columns.isFull = true;
        else if (values) values.push(scalarText(one as Scalar));
        else if (columns.has(name)) leaves.set(name, [scalarText(one as Scalar)]);
      }
    }
  }
}
