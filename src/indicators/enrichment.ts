import type { Attribute } from '../misp/rows/types.ts';
import type { Row } from '../protocol/rows.ts';
import { AttributeTable } from './attribute-table.ts';
import { type Columns, isSplunkField } from './columns.ts';
import { EVENT_FIELDS, INSTANCE_FIELDS, MATCH_FIELDS, OWN_FIELDS } from './fields.ts';
import { instanceFields } from './metadata.ts';
import { addedText } from './values.ts';

export interface EnrichmentOptions {
  readonly prefix: string;
  readonly instance: string;
  readonly url: string;
  readonly pipesplit: boolean;
  /** MISP's own JSON of each match instead of fields named after types, sightings and scores. */
  readonly asJson: boolean;
  /** Only these, with or without the prefix; all when absent. */
  readonly fields: readonly string[] | undefined;
  /** Of the whole search. */
  readonly columns: Columns;
}

/**
 * What attributes add to a record: every field as the list of its distinct values, the attributes of one object
 * together, and `attributes`, a JSON object for each row that mispgetioc would have. Nothing that a record has by
 * itself: no `_time`, `_raw`, `host`, `source`.
 */
export function enrichmentOf(matches: readonly Attribute[], options: EnrichmentOptions): Row {
  const { prefix, instance, url, pipesplit, asJson } = options;
  const { columns, rows } = tableOf(matches, { prefix, instance, url, pipesplit, description: false });
  const fields = new Map<string, Set<string>>();
  const each = Array.from(rows, (cells) => {
    const one: Record<string, unknown> = {};
    columns.forEach((column, index) => {
      const value = cells[index];
      const texts = [value ?? []]
        .flat()
        .map(addedText)
        .filter((text) => text !== '');
      if (column === '_time' || texts.length === 0) return;
      one[column] = value;
      const known = fields.get(column) ?? new Set();
      for (const text of texts) known.add(text);
      fields.set(column, known);
    });
    return JSON.stringify(one);
  });
  for (const [field, value] of Object.entries(instanceFields(prefix, instance, url)))
    fields.set(field, new Set([value]));
  const wanted = wantedFields(options);
  const row: Row = {};
  for (const [field, values] of fields) if (wanted(field)) row[field] = [...values];
  const name = `${prefix}${asJson ? MATCH_FIELDS.asJson : MATCH_FIELDS.asFields}`;
  if (wanted(name)) row[name] = asJson ? matches.map((match) => JSON.stringify(match)) : each;
  return row;
}

function tableOf(matches: readonly Attribute[], options: ConstructorParameters<typeof AttributeTable>[0]) {
  const table = new AttributeTable(options);
  const objects = new Map<string, Attribute[]>();
  for (const match of matches) {
    const { event_id, object_id, id } = match;
    const key = object_id === '0' ? `attribute ${id}` : `object ${event_id} ${object_id}`;
    const known = objects.get(key);
    if (known) known.push(match);
    else objects.set(key, [match]);
  }
  for (const attributes of objects.values()) {
    const [first] = attributes;
    if (attributes.length === 1 && first) table.addSingle(first);
    else table.addMerged(attributes);
  }
  return table.table;
}

function wantedFields({ prefix, asJson, fields, columns }: EnrichmentOptions): (field: string) => boolean {
  const chosen = fields && new Set(fields.flatMap((field) => [field, prefix + field]));
  const metadata = new Set(
    [...OWN_FIELDS, ...EVENT_FIELDS, 'tag', ...INSTANCE_FIELDS, ...Object.values(MATCH_FIELDS)].map(
      (field) => prefix + field,
    ),
  );
  return (field) => {
    if (!(chosen?.has(field) ?? true) || (asJson && !metadata.has(field))) return false;
    return metadata.has(field) || (!isSplunkField(field) && columns.has(field));
  };
}
