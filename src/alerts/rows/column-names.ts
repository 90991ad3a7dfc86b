import { EVENT_FIELDS, ATTRIBUTE_FIELDS } from '../../indicators/fields.ts';
import { closestName } from '../../common/nearest.ts';
import { OBJECT_TEMPLATES, type ObjectTemplate } from './object-templates.ts';

/** Columns about the event, or about all attributes of a row. */
const RESERVED_COLUMNS: readonly string[] = [
  'misp_date',
  'misp_time',
  'misp_info',
  'misp_tag',
  'misp_publish_on_creation',
  'misp_sg_id',
  'misp_category',
  'misp_comment',
  'misp_to_ids',
  'misp_first_seen',
  'misp_last_seen',
  'misp_attribute_tag',
];

/**
 * Fields that the app's commands add, omitParameters `misp_`. They are no attribute types: results may contain what a command
 * looked up in MISP.
 */
const COMMAND_FIELDS: ReadonlySet<string> = new Set([
  ...[...ATTRIBUTE_FIELDS, ...EVENT_FIELDS],
  ...['host', 'instance', 'attributes', 'json', 'description', 'withdrawn', 'served', 'seen'],
  ...['sighting', 'sighting_message', 'threat_level_id', 'analysis', 'event_date', 'event_published'],
  ...['event_timestamp', 'orgc_name', 'decayed', 'decay_score', 'decay_base_score'],
  ...['decaying_model_id', 'decaying_model_name'],
]);
const SIGHTING_FIELD = /^sight_t\d_/;

/** What the values of a column become in MISP. */
export type ColumnMapping =
  | { readonly kind: 'attribute'; readonly type: string }
  | {
      readonly kind: 'object';
      readonly template: ObjectTemplate;
      readonly relation: string;
      readonly type: string;
    }
  | { readonly kind: 'problem'; readonly text: string };

/**
 * Maps a column by its name. @param datatypes types by column, from misp_datatypes.csv
 * @returns undefined for a column whose values are no attributes
 */
export function mapColumn(column: string, datatypes: ReadonlyMap<string, string>): ColumnMapping | undefined {
  if (RESERVED_COLUMNS.includes(column)) return undefined;
  const type = /^misp_(.+)$/.exec(column)?.[1];
  if (type !== undefined) {
    if (COMMAND_FIELDS.has(type) || SIGHTING_FIELD.test(type)) return undefined;
    return { kind: 'attribute', type: typeOf(type) };
  }
  const template = OBJECT_TEMPLATES[column.slice(0, 3)];
  if (template) return mapObjectColumn(column, template);
  const mapped = datatypes.get(column);
  return mapped === undefined ? undefined : { kind: 'attribute', type: mapped };
}

/** The type `domain|ip` of the name `domain_p_ip`. MISP's types have hyphens and no underscores. */
function typeOf(name: string): string {
  return name.replaceAll('_p_', '|').replaceAll('_', '-');
}

function mapObjectColumn(column: string, template: ObjectTemplate): ColumnMapping {
  const { name, relations } = template;
  const relation = column.slice(3).replaceAll('_', '-');
  const type = Object.hasOwn(relations, relation) ? relations[relation] : undefined;
  if (type !== undefined) return { kind: 'object', template, relation, type };
  const suggestion = closestName(relation, Object.keys(relations));
  const hint =
    suggestion === undefined
      ? `use one of ${Object.keys(relations).join(', ')}`
      : `did you mean ${column.slice(0, 3)}${suggestion.replaceAll('-', '_')}?`;
  return {
    kind: 'problem',
    text: `The column ${column} was dropped: MISP's ${name} object has no relation "${relation}"; ${hint}.`.replace(
      '?.',
      '?',
    ),
  };
}
