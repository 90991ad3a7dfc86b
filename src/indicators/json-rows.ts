import type { MispEvent } from '../misp/rows/event-types.ts';
import type { Attribute } from '../misp/rows/types.ts';
import type { Row } from '../protocol/rows.ts';
import { type Scalar, scalarText } from '../protocol/table.ts';
import type { ColumnLimit } from './columns.ts';
import { isAllowedAsField } from './reserved-names.ts';

/** Values of one field of a row. An event of 12 MB, the maximum, has about 20,000 attributes. */
const MAX_VALUES = 200_000;

/**
 * A row of `output=json`: MISP's JSON as `_raw`, and each scalar as a field with its own name, at any depth. Repeated
 * names become multivalue fields. Names with a meaning in Splunk, and names above the limit, are in `_raw` only.
 */
export function jsonRow(source: Attribute | MispEvent, metadata: Row, columns: ColumnLimit): Row {
  const fieldValues = new Map<string, string[]>();
  collectScalars(source, fieldValues, columns);
  const row: Row = {};
  for (const [name, values] of fieldValues) row[name] = values.length === 1 ? (values[0] ?? '') : values;
  return { ...row, ...metadata, _time: source.timestamp ?? '', _raw: JSON.stringify(source) };
}

function collectScalars(value: object, leaves: Map<string, string[]>, columns: ColumnLimit): void {
  for (const [name, member] of Object.entries(value) as [string, unknown][]) {
    if (!isAllowedAsField(name)) continue;
    for (const one of Array.isArray(member) ? (member as unknown[]) : [member]) {
      if (typeof one === 'object' && one !== null) collectScalars(one, leaves, columns);
      else if (one !== null && one !== undefined) {
        const values = leaves.get(name);
        if (leaves.size + (values?.length ?? 0) > MAX_VALUES) columns.hasDropped = true;
        else if (values) values.push(scalarText(one as Scalar));
        else if (columns.admit(name)) leaves.set(name, [scalarText(one as Scalar)]);
      }
    }
  }
}
