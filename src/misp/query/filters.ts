import { nearest } from '../../common/nearest.ts';

/** What narrows an attributes/restSearch. Source: a MISP 2.5 asked with each. */
export const FILTERS: Readonly<Record<string, true>> = names(
  'value value1 value2 type category org tags from to last eventid uuid object_relation publish_timestamp',
  'timestamp attribute_timestamp event_timestamp published to_ids first_seen last_seen threat_level_id',
  'sharinggroup eventinfo',
);

/** Those of them that are on or off. JSON `false` filters nothing: 0 is sent. */
export const SWITCHES: ReadonlySet<string> = new Set(['to_ids', 'published']);

/** Those that are moments by one of MISP's clocks. */
export const MOMENTS: ReadonlySet<string> = new Set([
  ...['last', 'publish_timestamp', 'timestamp', 'attribute_timestamp', 'event_timestamp'],
]);

/** What shapes the answer. */
export const SETTINGS: Readonly<Record<string, true>> = names(
  'returnFormat limit page order deleted withAttachments enforceWarninglist includeAttributeUuid includeEventUuid includeEventTags',
  'includeContext includeSightings includeSightingdb includeDecayScore includeFullModel excludeDecayed decayingModel score',
  'modelOverrides includeCorrelations includeWarninglistHits includeProposals includeAllTags includeGalaxy',
);

/** What only events/restSearch knows beside these. */
export const EVENTS: Readonly<Record<'filters' | 'settings', Readonly<Record<string, true>>>> = {
  filters: names('searchall'),
  settings: names('metadata minimal excludeLocalTags excludeGalaxy sgReferenceOnly'),
};

/** What MISP takes without a word and does not look at, with what to say instead. */
export const IGNORED: Readonly<Record<string, string>> = {
  comment: 'filter the rows in Splunk',
  searchall: 'use "value" with %',
  quickFilter: 'use "value" with %',
  object_name: 'use "object_relation"',
  date: 'use "from" and "to"',
  event_tags: 'use "tags", which looks at the tags of events too',
  sort: 'rows come in the order of their ids',
  direction: 'rows come in the order of their ids',
};

export function unknownFilter(name: string, what: string): string {
  const known = [...Object.keys(FILTERS), ...Object.keys(SETTINGS)];
  const suggestion = nearest(name, known);
  const hint = suggestion === undefined ? 'MISP would ignore it.' : `did you mean "${suggestion}"?`;
  return `"${name}" is no filter of MISP's ${what}/restSearch: ${hint}`;
}

function names(...lines: string[]): Record<string, true> {
  return Object.fromEntries(lines.flatMap((line) => line.split(' ')).map((name) => [name, true]));
}
