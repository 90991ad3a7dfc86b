import { closestName } from '../../common/nearest.ts';

/** The filters of attributes/restSearch. Source: a request to MISP 2.5 for each. */
export const FILTERS: Readonly<Record<string, true>> = nameSet(
  'value value1 value2 type category org tags from to last eventid uuid object_relation publish_timestamp',
  'timestamp attribute_timestamp event_timestamp published to_ids first_seen last_seen threat_level_id',
  'sharinggroup eventinfo',
);

/** Boolean filters. MISP treats JSON `false` as no filter, so 0 is sent. */
export const BOOLEAN_FILTERS: ReadonlySet<string> = new Set(['to_ids', 'published']);

/** Filters by a time. */
export const TIME_FILTERS: ReadonlySet<string> = new Set([
  ...['last', 'publish_timestamp', 'timestamp', 'attribute_timestamp', 'event_timestamp'],
]);

/** Parameters that shape the response. */
export const SETTINGS: Readonly<Record<string, true>> = nameSet(
  'returnFormat limit page order deleted withAttachments enforceWarninglist includeAttributeUuid includeEventUuid includeEventTags',
  'includeContext includeSightings includeSightingdb includeDecayScore includeFullModel excludeDecayed decayingModel score',
  'modelOverrides includeCorrelations includeWarninglistHits includeProposals includeAllTags includeGalaxy',
);

/** Additional parameters of events/restSearch. */
export const EVENT_PARAMETERS: Readonly<Record<'filters' | 'settings', Readonly<Record<string, true>>>> = {
  filters: nameSet('searchall'),
  settings: nameSet('metadata minimal excludeLocalTags excludeGalaxy sgReferenceOnly'),
};

/** Parameters that MISP silently ignores, with the alternative. */
export const IGNORED_PARAMETERS: Readonly<Record<string, string>> = {
  comment: 'filter the rows in Splunk',
  searchall: 'use "value" with %',
  quickFilter: 'use "value" with %',
  object_name: 'use "object_relation"',
  date: 'use "from" and "to"',
  event_tags: 'use "tags", which looks at the tags of events too',
  sort: 'rows come in the order of their ids',
  direction: 'rows come in the order of their ids',
};

export function unknownFilterMessage(name: string, what: string): string {
  const known = [...Object.keys(FILTERS), ...Object.keys(SETTINGS)];
  const suggestion = closestName(name, known);
  const hint = suggestion === undefined ? 'MISP would ignore it.' : `did you mean "${suggestion}"?`;
  return `MISP's ${what}/restSearch has no filter "${name}": ${hint}`;
}

function nameSet(...lines: string[]): Record<string, true> {
  return Object.fromEntries(lines.flatMap((line) => line.split(' ')).map((name) => [name, true]));
}
