import { decodeRows } from '../../protocol/rows.ts';

export const DATATYPES_LOOKUP = 'misp_datatypes.csv';

/**
 * Reads the attribute types of columns from the optional lookup misp_datatypes.csv: the columns field_name and datatype
 * of rows with field_type=attribute.
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
