import { groupBy } from '../common/group-by.ts';
import type { Attribute } from '../misp/rows/types.ts';
import type { Row } from '../protocol/rows.ts';
import { AttributeTable } from './attribute-table.ts';
import { type ColumnLimit, isSplunkField } from './columns.ts';
import { EVENT_FIELDS, INSTANCE_FIELDS, MATCH_FIELDS, ATTRIBUTE_FIELDS } from './fields.ts';
import { instanceFields } from './metadata.ts';
import { enrichmentText } from './values.ts';

export interface EnrichmentOptions {
  readonly prefix: string;
  readonly instance: string;
  readonly url: string;
  readonly pipesplit: boolean;
  /** Add MISP's JSON of each match instead of the fields for types, sightings and scores. */
  readonly asJson: boolean;
  /** The fields to add, with or without the prefix. All when absent. */
  readonly fields: readonly string[] | undefined;
  /** Shared by all records of the search. */
  readonly columns: ColumnLimit;
}

/**
 * The fields that matching attributes add to a record: every field as the list of its distinct values, with objects
 * merged, and `attributes`, a JSON object for each row that mispgetioc would return. Fields of the record itself are not
 * added: `_time`, `_raw`, `host`, `source`.
 */
export function enrich(matches: readonly Attribute[], options: EnrichmentOptions): Row {
  const { prefix, instance, url, pipesplit, asJson } = options;
  const { columns, rows } = tableOf(matches, { prefix, instance, url, pipesplit, description: false });
  const fields = new Map<string, Set<string>>();
  const rowTexts = Array.from(rows, (cells) => {
    const one: Record<string, unknown> = {};
    columns.forEach((column, index) => {
      const value = cells[index];
      const texts = [value ?? []]
        .flat()
        .map(enrichmentText)
        .filter((text) => text !== '');
      if (column === '_time' || texts.length === 0) return;
      one[column] = value;
      const fieldValues = fields.get(column) ?? new Set();
      for (const text of texts) fieldValues.add(text);
      fields.set(column, fieldValues);
    });
    return JSON.stringify(one);
  });
  for (const [field, value] of Object.entries(instanceFields(prefix, instance, url)))
    fields.set(field, new Set([value]));
  const isIncluded = fieldFilter(options);
  const row: Row = {};
  for (const [field, values] of fields) if (isIncluded(field)) row[field] = [...values];
  const name = `${prefix}${asJson ? MATCH_FIELDS.asJson : MATCH_FIELDS.asFields}`;
  if (isIncluded(name)) row[name] = asJson ? matches.map((match) => JSON.stringify(match)) : rowTexts;
  return row;
}

function tableOf(matches: readonly Attribute[], options: ConstructorParameters<typeof AttributeTable>[0]) {
  const table = new AttributeTable(options);
  const objects = groupBy(matches, ({ event_id, object_id, id }) =>
    object_id === '0' ? `attribute ${id}` : `object ${event_id} ${object_id}`,
  );
  for (const attributes of objects.values()) {
    const [first] = attributes;
    if (attributes.length === 1 && first) table.addSingle(first);
    else table.addMerged(attributes);
  }
  return table.table;
}

function fieldFilter({ prefix, asJson, fields, columns }: EnrichmentOptions): (field: string) => boolean {
  const chosen = fields && new Set(fields.flatMap((field) => [field, prefix + field]));
  const metadata = new Set(
    [...ATTRIBUTE_FIELDS, ...EVENT_FIELDS, 'tag', ...INSTANCE_FIELDS, ...Object.values(MATCH_FIELDS)].map(
      (field) => prefix + field,
    ),
  );
  return (field) => {
    if (!(chosen?.has(field) ?? true) || (asJson && !metadata.has(field))) return false;
    return metadata.has(field) || (!isSplunkField(field) && columns.admit(field));
  };
}
