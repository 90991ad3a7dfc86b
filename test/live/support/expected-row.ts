import type { Row } from '../../../src/protocol/rows.ts';
import { INSTANCE } from './lab.ts';
import type { Attribute, EventEntry, Sighting } from './truth.ts';

/** Fields of a row by their names without `misp_`, lists without order; what has no value is left out. */
export type Fields = Map<string, readonly string[]>;

export interface RowOptions {
  readonly pipesplit: boolean;
  readonly eventTags: readonly string[];
  readonly withContext: boolean;
  readonly withDescription: boolean;
}

/** The fields of the README's table "Rows" that are those of the attribute and its event, whatever the type is. */
const FIXED = new Set(
  'value type category comment to_ids deleted attribute_id attribute_uuid attribute_distribution sharing_group_id timestamp first_seen last_seen object_id object_relation event_id event_uuid event_info event_distribution org_id orgc_id publish_timestamp'.split(
    ' ',
  ),
);

/** The row that the README promises for an attribute (`expand_object=true`). @param event as events/index lists it */
export function expectedFields(attribute: Attribute, event: EventEntry, options: RowOptions): Fields {
  const ownTags = (attribute.Tag ?? []).filter(({ inherited }) => inherited !== 1).map(({ name }) => name);
  const scores = attribute.decay_score ?? [];
  const fields: Fields = new Map();
  const set = (name: string, ...values: readonly (string | null | undefined)[]) => {
    const texts = values.filter((value) => typeof value === 'string' && value !== '') as string[];
    if (texts.length > 0) fields.set(name, [...(fields.get(name) ?? []), ...texts]);
  };
  set('value', attribute.value);
  set('type', attribute.type);
  set('category', attribute.category);
  set('comment', attribute.comment);
  set('to_ids', truthText(attribute.to_ids));
  set('deleted', truthText(attribute.deleted));
  set('attribute_id', attribute.id);
  set('attribute_uuid', attribute.uuid);
  set('attribute_distribution', attribute.distribution);
  set('sharing_group_id', attribute.sharing_group_id);
  set('timestamp', attribute.timestamp);
  set('first_seen', attribute.first_seen);
  set('last_seen', attribute.last_seen);
  set('object_id', attribute.object_id);
  set('object_relation', attribute.object_relation);
  set('event_id', event.id);
  set('event_uuid', event.uuid);
  set('event_info', event.info);
  set('event_distribution', event.distribution);
  set('org_id', event.org_id);
  set('orgc_id', event.orgc_id);
  set('publish_timestamp', event.publish_timestamp);
  set('instance', INSTANCE);
  set('tag', ...[...ownTags, ...options.eventTags].map((name) => name.trim()));
  for (const [name, value] of typed(attribute, options.pipesplit)) set(name, value);
  for (const [name, value] of sightingCounts(attribute.Sighting ?? [])) set(name, value);
  set('decayed', ...scores.map(({ decayed }) => truthText(decayed)));
  set('decaying_model_id', ...scores.map(({ DecayingModel }) => DecayingModel.id));
  set('decaying_model_name', ...scores.map(({ DecayingModel }) => DecayingModel.name));
  if (options.withContext) {
    set('threat_level_id', event.threat_level_id);
    set('event_date', event.date);
    set('analysis', event.analysis);
    set('event_published', truthText(event.published));
    set('event_timestamp', event.timestamp);
    set('orgc_name', event.Orgc?.name);
  }
  if (options.withDescription)
    set('description', [event.info, attribute.category, attribute.comment].filter(Boolean).join(' | '));
  return fields;
}

/** The row that the README promises for an object: of each field what its attributes have, together. */
export function mergedFields(
  attributes: readonly Attribute[],
  event: EventEntry,
  options: RowOptions,
): Fields {
  const merged: Fields = new Map();
  for (const attribute of attributes) {
    const fields = expectedFields(attribute, event, { ...options, withDescription: false });
    for (const [name, values] of fields) merged.set(name, [...(merged.get(name) ?? []), ...values]);
  }
  for (const name of [...merged.keys()]) if (name.startsWith('sight_')) merged.delete(name);
  const sightings = attributes.flatMap((attribute) => attribute.Sighting ?? []);
  for (const [name, value] of sightingCounts(sightings)) merged.set(name, [value]);
  return merged;
}

/** `<type>`, `-` and `|` written otherwise; halves of composites apart, cut at the first `|`. */
function typed({ type, value }: Attribute, pipesplit: boolean): readonly (readonly [string, string])[] {
  if (type === '') return [];
  const [left = '', right] = type.split('|');
  if (!pipesplit || right === undefined) return [[free(named(type)), value]];
  const cut = value.indexOf('|');
  if (cut < 0) return [[free(named(left)), value]];
  const second = right === 'value' ? `${named(left)}_value` : named(right);
  return [
    [free(named(left)), value.slice(0, cut)],
    [free(second), value.slice(cut + 1)],
  ];
}

function named(type: string): string {
  return type.replaceAll('-', '_').replaceAll('|', '_p_');
}

/** There is a type called comment. */
function free(name: string): string {
  return FIXED.has(name) ? `${name}_value` : name;
}

function sightingCounts(sightings: readonly Sighting[]): readonly (readonly [string, string])[] {
  return ['0', '1', '2'].flatMap((type) => {
    const times = sightings.filter((one) => one.type === type).map((one) => Number(one.date_sighting));
    if (times.length === 0) return [];
    return [
      [`sight_t${type}_count`, String(times.length)],
      [`sight_t${type}_first_sight`, String(Math.min(...times))],
      [`sight_t${type}_last_sight`, String(Math.max(...times))],
    ] as const;
  });
}

function truthText(value: boolean | number | string | null): string {
  return value === true || value === 1 || value === '1' ? 'True' : 'False';
}

/** A row's fields that are MISP's, without the prefix. */
export function fieldsOf(row: Row): Fields {
  const fields: Fields = new Map();
  for (const [name, value] of Object.entries(row)) {
    const values = [value].flat().filter((text) => text !== '');
    if (name.startsWith('misp_') && values.length > 0) fields.set(name.slice('misp_'.length), values);
  }
  return fields;
}
