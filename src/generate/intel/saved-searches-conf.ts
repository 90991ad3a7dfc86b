import { type View, VIEWS } from '../../intel/documents/collection.ts';
import { ATTRIBUTE_RULES, type Feed, FEEDS, OBJECT_RULES } from '../../intel/mapping.ts';
import { conf } from '../conf.ts';
import { healthAlerts } from '../health/alerts.ts';
import { otherSearches } from '../matching/other-searches.ts';
import { datasetSearches } from '../matching/searches.ts';
import { scheduled } from '../scheduled.ts';
import { feedLookup, feedSearch, RECONCILE_SEARCH, stateLookup } from '../../intel/feed-names.ts';
import { stateColumns } from '../../intel/feeds/state-lookups.ts';
import { feeds } from './names.ts';
import { EXPIRE_DESCRIPTION, UPDATE_DESCRIPTION, updateSearch } from './indicator-searches.ts';
import { appendpipe, DROP_RAW } from './subpipelines.ts';

/** Generates savedsearches.conf. All searches are disabled by default. */
export function savedSearchesConf(): string {
  return conf('src/intel, src/matching and src/generate/health', [
    ...feeds.map(([name, feed]) =>
      scheduled(feedSearch(name), {
        cron: `${feed.schedule} * * *`,
        window: 5,
        description: feedDescription(name, feed),
        search: feedUpdateSpl(name, feed),
      }),
    ),
    scheduled(RECONCILE_SEARCH, {
      cron: '0 2 * * *',
      window: 30,
      description: RECONCILE_DESCRIPTION,
      search: reconcileSearch(),
    }),
    scheduled('MISP_indicators_update', {
      cron: '20 * * * *',
      window: 10,
      description: UPDATE_DESCRIPTION,
      search: updateSearch(),
    }),
    scheduled('MISP_indicators_expire', {
      cron: '40 4 * * *',
      window: 10,
      description: EXPIRE_DESCRIPTION,
      search: '| mispexpire max_age=90d',
    }),
    ...Object.values(VIEWS).map(viewSearch),
    ...datasetSearches(),
    ...otherSearches(),
    ...healthAlerts(),
  ]);
}

function feedDescription(name: string, { content }: Feed): string {
  return `Keeps the lookup ${feedLookup(name)} (${content} of MISP) current for Enterprise Security. Instance and window: macro misp_es_source; indicators: misp_es_filters; private addresses and opt-in types: misp_es_mapping; maximum age: misp_es_max_age.`;
}

/**
 * Downloads and maps attributes, merges them with the state, and writes each value once. A failed download ends the search
 * before anything is written. An incomplete download is merged: the complete state is read after it, so that only
 * withdrawn or old rows leave the lookups.
 *
 * `table` waits for all rows. Splunk does not document when `inputlookup` appends after commands that reply in chunks, and
 * the state must follow the new rows, since `dedup` keeps the first.
 */
function feedUpdateSpl(name: string, feed: Feed): string {
  return [
    `| mispgetioc \`misp_es_source\` \`misp_es_filters\` expand_object=true include_context=true include_sightings=false ${typeFilter(name)}`,
    DROP_RAW,
    `| mispintel collection=${name}_intel fold=false \`misp_es_mapping\`${includeOption(name)}`,
    `| table ${stateColumns(feed).join(' ')} deleted`,
    ...mergeState(name),
    '| search NOT deleted=true',
    '| where tonumber(misp_seen) >= `misp_es_max_age`',
    addPlaceholder(feed),
    ...writeState(name, feed),
    ...writeIntel(name, feed),
  ].join('\n');
}

/**
 * Adds a placeholder row to an empty feed. Without rows the lookups would keep their content or, without
 * `override_if_empty=false`, be deleted.
 */
function addPlaceholder({ placeholderRow: [column, value] }: Feed): string {
  const assignments = {
    [column]: `"${value}"`,
    description: '"MISP has nothing for this feed"',
    weight: 1,
    misp_intel_field: '"none"',
    misp_intel_value: '"none"',
    misp_attribute_uuid: '"none"',
    misp_instance: `"${NO_INSTANCE}"`,
    misp_timestamp: 0,
    misp_seen: 0,
  };
  const pairs = Object.entries(assignments).map((pair) => pair.join('='));
  return appendpipe(`stats count | where count=0 | eval ${pairs.join(', ')}`);
}

const NO_INSTANCE = 'none';

/** Appends the state. Existing rows take precedence. */
function mergeState(name: string): string[] {
  return [
    `| inputlookup append=true strict=true ${stateLookup(name)}`,
    '| dedup misp_instance misp_attribute_uuid misp_intel_field',
  ];
}

/** Writes the state lookup. */
function writeState(name: string, feed: Feed): string[] {
  return [
    `| table ${stateColumns(feed).join(' ')}`,
    `| outputlookup override_if_empty=false ${stateLookup(name)}`,
  ];
}

/** Writes each value once, with the highest weight, in a stable order. */
function writeIntel(name: string, { columns }: Feed): string[] {
  return [
    '| sort 0 -num(weight), +str(misp_intel_value), +str(misp_attribute_uuid)',
    '| dedup misp_intel_value',
    `| table ${columns.join(' ')}`,
    `| outputlookup override_if_empty=false ${feedLookup(name)}`,
  ];
}

/** Selects the types of a feed or, for a feed with objects only, their relations. */
function typeFilter(name: string): string {
  const rules = ATTRIBUTE_RULES.filter(({ feed }) => feed === name);
  const objects = OBJECT_RULES.filter(({ feed }) => feed === name);
  const parts = objects.flatMap(({ requiredAny, excludedBy = [], columns }) => [
    ...columns.flatMap(({ from }) => from),
    ...requiredAny,
    ...excludedBy,
  ]);
  if (rules.length === 0)
    return `object_relation="${distinct(parts.flatMap(({ relation }) => relation ?? []))}"`;
  return `type="${distinct([...rules.flatMap(({ types }) => types), ...parts.flatMap(({ type }) => type ?? [])])}"`;
}

/** The search of a feed with opt-in types only includes them. */
function includeOption(name: string): string {
  const rules = [...ATTRIBUTE_RULES, ...OBJECT_RULES].filter(({ feed }) => feed === name);
  const names = rules.flatMap((rule) => rule.optIn ?? []);
  return names.length === rules.length ? ` include="${distinct(names)}"` : '';
}

function distinct(values: readonly string[]): string {
  return [...new Set(values)].join(',');
}

const RECONCILE_DESCRIPTION =
  'Removes attributes from the lookups for Enterprise Security that MISP no longer returns: permanently deleted, withdrawn, unpublished, or no longer visible to the key. Returns the number for each feed.';

/** Removed attributes get misp_seen=0. They leave the lookup now, and the state with the next run of the feed. */
function reconcileSearch(): string {
  const [first, ...others] = Object.keys(FEEDS);
  return [
    `| inputlookup strict=true ${stateLookup(first ?? '')}`,
    `| eval misp_feed="${first ?? ''}"`,
    ...others.flatMap((name) => [
      `| inputlookup append=true strict=true ${stateLookup(name)}`,
      `| fillnull value=${name} misp_feed`,
    ]),
    `| search misp_instance!=${NO_INSTANCE}`,
    '| mispserved `misp_es_filters` feed_field=misp_feed',
    '| eval misp_seen=if(misp_served="False", 0, misp_seen), misp_checked=1',
    ...feeds.map(([name, feed]) => {
      const steps = [
        `search misp_feed=${name}`,
        `| table ${stateColumns(feed).join(' ')} misp_checked`,
        ...mergeState(name),
        ...ONLY_IF_ALL_CHECKED,
        ...writeState(name, feed),
        '| where tonumber(misp_seen) > 0',
        ...writeIntel(name, feed),
      ];
      return appendpipe(steps.join(' '));
    }),
    '| search misp_served=False',
    '| stats count AS gone BY misp_feed',
  ].join('\n');
}

/**
 * Keeps all rows if every row of the lookup passed mispserved, and otherwise none, so that nothing is written: the stream
 * was incomplete, or the lookup changed meanwhile. An unchecked row is sorted first and marks all others. `eventstats`
 * would not work for more than 50,000 rows.
 */
const ONLY_IF_ALL_CHECKED = [
  `| eval misp_missing=if(isnull(misp_checked) AND misp_instance!="${NO_INSTANCE}", 1, 0)`,
  '| sort 0 -num(misp_missing)',
  '| streamstats max(misp_missing) AS misp_missing',
  '| where misp_missing=0',
];

const OLDER_SEARCHES = {
  MISP_filename: ['MISP_getioc_filename_related_last1d_to_KV_MISP_filename', '0 0 * * *'],
  MISP_web: ['MISP_getioc_web_related_last1d_to_KV_MISP_web', '5 0 * * *'],
  MISP_email: ['MISP_getioc_email_related_last1d_to_KV_MISP_email', '3 0 * * *'],
} as const;

function viewSearch(view: View & { readonly lookup: keyof typeof OLDER_SEARCHES }): string {
  const [name, cron] = OLDER_SEARCHES[view.lookup];
  return scheduled(name, {
    cron,
    window: 2,
    description: `Updates the part of MISP_indicators_update that the lookup ${view.lookup} shows, under its name in an older app. Not needed if MISP_indicators_update runs.`,
    search: updateSearch().replace('expand_object', `type="${distinct(view.types)}" expand_object`),
  });
}
