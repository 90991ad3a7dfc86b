import type { MispEvent } from '../misp/rows/event-types.ts';
import type { Cell } from '../protocol/table.ts';
import { FIELD_PREFIXES } from './fields.ts';
import { instanceFields } from './metadata.ts';
import { cellOf, type Cells } from './values.ts';

/** Fields (without the prefix) and the members of an event. Older searches use `analysis_count` for the number of attributes. */
export const EVENT_MEMBERS: readonly (readonly [field: string, member: string])[] = [
  ['analysis', 'analysis'],
  ['analysis_count', 'attribute_count'],
  ['attribute_count', 'attribute_count'],
  ['event_date', 'date'],
  ['disable_correlation', 'disable_correlation'],
  ['distribution', 'distribution'],
  ['extends_uuid', 'extends_uuid'],
  ['event_id', 'id'],
  ['event_info', 'info'],
  ['locked', 'locked'],
  ['proposal_email_lock', 'proposal_email_lock'],
  ['publish_timestamp', 'publish_timestamp'],
  ['event_published', 'published'],
  ['sharing_group_id', 'sharing_group_id'],
  ['threat_level_id', 'threat_level_id'],
  ['event_timestamp', 'timestamp'],
  ['event_uuid', 'uuid'],
];

/** The fixed fields of a row of an event. Organisations, galaxies and related events add more. */
export const EVENT_ROW_FIELDS: readonly string[] = [
  ...EVENT_MEMBERS.map(([field]) => field),
  ...['timestamp', 'host', 'instance', 'tag'],
];

export interface EventRowOptions {
  readonly prefix: string;
  readonly instance: string;
  readonly url: string;
  readonly keepGalaxy: boolean;
  readonly keepRelated: boolean;
}

/** Members of galaxies and clusters that become fields. The rest has thousands of values: descriptions, references, synonyms. */
const GALAXY_MEMBERS = ['name', 'type', 'uuid'];
const CLUSTER_MEMBERS = ['value', 'type', 'uuid', 'tag_name'];

/** The fields of an event, of its organisations, galaxies and related events: `<prefix>galaxy_0_galaxycluster_0_value`. */
export function eventFields(event: MispEvent, options: EventRowOptions): Cells {
  const { prefix, instance, url, keepGalaxy, keepRelated } = options;
  const row: Record<string, Cell> = {};
  const set = (name: string, value: unknown) => {
    const cell = cellOf(value);
    if (cell !== undefined) row[prefix + name] = cell;
  };
  for (const [field, member] of EVENT_MEMBERS) set(field, event[member]);
  for (const [start, parts] of [
    [FIELD_PREFIXES.org, event.Org],
    [FIELD_PREFIXES.orgc, event.Orgc],
  ] as const) {
    for (const [member, value] of Object.entries(parts ?? {})) set(start + member, value);
  }
  if (keepGalaxy)
    for (const [path, value] of scalarsOf(galaxiesOf(event.Galaxy))) set(FIELD_PREFIXES.galaxy + path, value);
  if (keepRelated)
    for (const [path, value] of scalarsOf(event.RelatedEvent)) set(FIELD_PREFIXES.related + path, value);
  Object.assign(row, instanceFields(prefix, instance, url));
  const tags = tagNamesOf(event);
  if (tags.length > 0) row[`${prefix}tag`] = tags;
  return row;
}

/** The distinct tag names of an event. */
export function tagNamesOf({ Tag = [] }: MispEvent): readonly string[] {
  return [...new Set(Tag.map((tag) => tag.name.trim()))];
}

function galaxiesOf(galaxies: unknown): readonly unknown[] {
  return objectsIn(galaxies).map((galaxy) => ({
    ...pick(galaxy, GALAXY_MEMBERS),
    GalaxyCluster: objectsIn(galaxy['GalaxyCluster']).map((cluster) => pick(cluster, CLUSTER_MEMBERS)),
  }));
}

type Members = Readonly<Record<string, unknown>>;

function objectsIn(value: unknown): readonly Members[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.filter((one): one is Members => typeof one === 'object' && one !== null);
}

function pick(members: Members, names: readonly string[]): Members {
  return Object.fromEntries(names.flatMap((name) => (name in members ? [[name, members[name]]] : [])));
}

/** The scalar values within lists and objects, with their paths: indexes and lower-case names, joined by `_`. */
function scalarsOf(value: unknown, path: readonly string[] = []): (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null) return path.length > 0 ? [[path.join('_'), value]] : [];
  return Object.entries(value).flatMap(([name, member]) => scalarsOf(member, [...path, name.toLowerCase()]));
}
