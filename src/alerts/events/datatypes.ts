import { decodeRows } from '../../protocol/rows.ts';

export const DATATYPES_FILE = 'misp_datatypes.csv';

/**
 * The types of columns whose names say none, from the lookup that an administrator may put into the app: columns
 * field_name and datatype of the rows with field_type=attribute.
 */
export function parseDatatypes(csv: string | undefined): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const { field_name, field_type, datatype } of decodeRows(csv ?? '')) {
    if (typeof field_name !== 'string' || typeof datatype !== 'string' || field_type !== 'attribute')
      continue;
    types.set(field_name.trim(), datatype.trim());
  }
  return types;
}
