import { closestName } from '../../common/nearest.ts';

/** What a restSearch returns. */
export type SearchScope = 'attributes' | 'events' | 'objects';

const COMMON_FILTERS =
  'value type category org tags from to last eventid uuid object_relation publish_timestamp timestamp event_timestamp published to_ids';

/** The filters of each restSearch. MISP silently ignores every other one. Source: a request to MISP 2.5.1 for each. */
export const FILTERS: Readonly<Record<SearchScope, Readonly<Record<string, true>>>> = {
  attributes: nameSet(
    COMMON_FILTERS,
    'value1 value2 attribute_timestamp first_seen last_seen threat_level_id sharinggroup eventinfo',
  ),
  events: nameSet(COMMON_FILTERS, 'threat_level_id sharinggroup eventinfo searchall'),
  objects: nameSet(COMMON_FILTERS, 'first_seen last_seen object_name'),
};

/** Boolean filters. MISP treats JSON `false` as no filter, so 0 is sent. */
export const BOOLEAN_FILTERS: ReadonlySet<string> = new Set(['to_ids', 'published']);

/** MISP accepts `exclude` for to_ids. */
export const BOOLEAN_VALUES: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  ...[true, 1, '1', 'true', 'True'].map((value) => [value, 1] as const),
  ...[false, 0, '0', 'false', 'False', 'exclude'].map((value) => [value, 0] as const),
]);

/** Filters by a time. */
export const TIME_FILTERS: ReadonlySet<string> = new Set([
  ...['last', 'publish_timestamp', 'timestamp', 'attribute_timestamp', 'event_timestamp'],
  // MISP compares these in whole seconds, too.
  ...['first_seen', 'last_seen'],
]);

/** Filters by a day. */
export const DAY_FILTERS: ReadonlySet<string> = new Set(['from', 'to']);

/** Parameters that shape the response. */
export const SETTINGS: Readonly<Record<string, true>> = nameSet(
  'returnFormat limit page order deleted withAttachments enforceWarninglist includeAttributeUuid includeEventUuid includeEventTags',
  'includeContext includeSightings includeSightingdb includeDecayScore includeFullModel excludeDecayed decayingModel score',
  'modelOverrides includeCorrelations includeWarninglistHits includeProposals includeAllTags includeGalaxy',
);

/** Additional parameters that shape the response of events/restSearch. */
export const EVENT_SETTINGS = nameSet('metadata minimal excludeLocalTags excludeGalaxy sgReferenceOnly');

/** Parameters that MISP silently ignores, with the alternative. @param what what is searched */
export function ignoredParameters(what: SearchScope): Readonly<Record<string, string>> {
  return what === 'events' ? { ...IGNORED_PARAMETERS, ...IGNORED_FOR_EVENTS } : IGNORED_PARAMETERS;
}

const IGNORED_PARAMETERS: Readonly<Record<string, string>> = {
  comment: 'filter the rows in Splunk',
  searchall: 'use "value" with %',
  quickFilter: 'use "value" with %',
  object_name: 'use "object_relation"',
  date: 'use "from" and "to"',
  event_tags: 'use "tags", which looks at the tags of events too',
  sort: 'rows come in the order of their IDs',
  direction: 'rows come in the order of their IDs',
};

const IGNORED_FOR_EVENTS: Readonly<Record<string, string>> = {
  value1: 'use "value"',
  value2: 'use "value"',
  attribute_timestamp: 'use "timestamp", or search attributes',
  first_seen: 'search attributes',
  last_seen: 'search attributes',
};

export function unknownFilterMessage(name: string, what: SearchScope): string {
  const known = [...Object.keys(FILTERS[what]), ...Object.keys(SETTINGS)];
  const suggestion = closestName(name, known);
  const hint = suggestion === undefined ? 'MISP would ignore it.' : `did you mean "${suggestion}"?`;
  return `MISP's ${what}/restSearch has no filter "${name}": ${hint}`;
}

function nameSet(...lines: string[]): Record<string, true> {
  return Object.fromEntries(lines.flatMap((line) => line.split(' ')).map((name) => [name, true]));
}
