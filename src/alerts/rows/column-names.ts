import { EVENT_FIELDS, ATTRIBUTE_FIELDS } from '../../indicators/fields.ts';
import { closestName } from '../../common/nearest.ts';
import { OBJECT_TEMPLATES, type ObjectTemplate } from './object-templates.ts';

/** Columns about an event, or about all attributes of a row. */
const RESERVED: readonly string[] = [
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

/** What the commands name fields, and no type of MISP's is called: results may hold what was looked up in MISP. */
const OF_COMMANDS: ReadonlySet<string> = new Set([
  ...[...ATTRIBUTE_FIELDS, ...EVENT_FIELDS],
  ...['host', 'instance', 'attributes', 'json', 'description', 'withdrawn', 'served', 'seen'],
  ...['sighting', 'sighting_message', 'threat_level_id', 'analysis', 'event_date', 'event_published'],
  ...['event_timestamp', 'orgc_name', 'decayed', 'decay_score', 'decay_base_score'],
  ...['decaying_model_id', 'decaying_model_name'],
]);
const SIGHTING_FIELD = /^sight_t\d_/;

/** What a column's values become. */
export type Meaning =
  | { readonly kind: 'attribute'; readonly type: string }
  | {
      readonly kind: 'object';
      readonly template: ObjectTemplate;
      readonly relation: string;
      readonly type: string;
    }
  | { readonly kind: 'problem'; readonly text: string };

/** Undefined for a column that is about something else. @param datatypes of misp_datatypes.csv, by column */
export function meaningOf(column: string, datatypes: ReadonlyMap<string, string>): Meaning | undefined {
  if (RESERVED.includes(column)) return undefined;
  const type = /^misp_(.+)$/.exec(column)?.[1];
  if (type !== undefined) {
    if (OF_COMMANDS.has(type) || SIGHTING_FIELD.test(type)) return undefined;
    return { kind: 'attribute', type: typeOf(type) };
  }
  const template = OBJECT_TEMPLATES[column.slice(0, 3)];
  if (template) return meaningInObject(column, template);
  const mapped = datatypes.get(column);
  return mapped === undefined ? undefined : { kind: 'attribute', type: mapped };
}

/** `domain_p_ip` is `domain|ip`. No type of MISP's has an underscore. */
function typeOf(name: string): string {
  return name.replaceAll('_p_', '|').replaceAll('_', '-');
}

function meaningInObject(column: string, template: ObjectTemplate): Meaning {
  const { name, relations } = template;
  const relation = column.slice(3).replaceAll('_', '-');
  const type = Object.hasOwn(relations, relation) ? relations[relation] : undefined;
  if (type !== undefined) return { kind: 'object', template, relation, type };
  const suggestion = closestName(relation, Object.keys(relations));
  const hint =
    suggestion === undefined
      ? `known are ${Object.keys(relations).join(', ')}`
      : `did you mean ${column.slice(0, 3)}${suggestion.replaceAll('-', '_')}?`;
  return {
    kind: 'problem',
    text: `The column ${column} was left out: MISP's ${name} object has no relation "${relation}"; ${hint}.`.replace(
      '?.',
      '?',
    ),
  };
}
