import type { MispEvent } from '../misp/rows/event-types.ts';
import type { Cell } from '../protocol/table.ts';
import { FAMILIES } from './fields.ts';
import { instanceFields } from './metadata.ts';
import type { Cells } from './table-rows.ts';
import { cellOf } from './values.ts';

/** Members of an event that rows have, after the prefix. `analysis_count` is what older searches call the number of attributes. */
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

/** Fields that rows of an event have, beside those of its organisations, galaxies and related events. */
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

/** Of a galaxy and of its clusters, what rows have. The rest is thousands of leaves: descriptions, references, synonyms. */
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
    [FAMILIES.org, event.Org],
    [FAMILIES.orgc, event.Orgc],
  ] as const) {
    for (const [member, value] of Object.entries(parts ?? {})) set(start + member, value);
  }
  if (keepGalaxy)
    for (const [path, value] of leavesOf(galaxiesOf(event.Galaxy))) set(FAMILIES.galaxy + path, value);
  if (keepRelated)
    for (const [path, value] of leavesOf(event.RelatedEvent)) set(FAMILIES.related + path, value);
  Object.assign(row, instanceFields(prefix, instance, url));
  const tags = tagsOf(event);
  if (tags.length > 0) row[`${prefix}tag`] = tags;
  return row;
}

/** The different names of an event's tags. */
export function tagsOf({ Tag = [] }: MispEvent): readonly string[] {
  return [...new Set(Tag.map((tag) => tag.name.trim()))];
}

function galaxiesOf(galaxies: unknown): readonly unknown[] {
  return listOf(galaxies).map((galaxy) => ({
    ...chosen(galaxy, GALAXY_MEMBERS),
    GalaxyCluster: listOf(galaxy['GalaxyCluster']).map((cluster) => chosen(cluster, CLUSTER_MEMBERS)),
  }));
}

type Members = Readonly<Record<string, unknown>>;

function listOf(value: unknown): readonly Members[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return list.filter((one): one is Members => typeof one === 'object' && one !== null);
}

function chosen(members: Members, names: readonly string[]): Members {
  return Object.fromEntries(names.flatMap((name) => (name in members ? [[name, members[name]]] : [])));
}

/** What is at the ends of lists and objects, by its path: indexes and lower-cased names, joined by `_`. */
function leavesOf(value: unknown, path: readonly string[] = []): (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null) return path.length > 0 ? [[path.join('_'), value]] : [];
  return Object.entries(value).flatMap(([name, member]) => leavesOf(member, [...path, name.toLowerCase()]));
}
