import { type View, VIEWS } from '../../intel/documents/collection.ts';
import { ATTRIBUTE_RULES, type Feed, FEEDS, OBJECT_RULES } from '../../intel/mapping.ts';
import { conf } from '../conf.ts';
import { otherSearches } from '../matching/other-searches.ts';
import { datasetSearches } from '../matching/searches.ts';
import { scheduled } from '../scheduled.ts';
import { feedLookup, feedSearch, RECONCILE_SEARCH, stateLookup } from '../../intel/feed-names.ts';
import { stateColumns } from '../../intel/feeds/state-lookups.ts';
import { feeds } from './names.ts';
import { EXPIRE_TEXT, UPDATE_TEXT, updateSearch } from './indicator-searches.ts';
import { appendpipe, WITHOUT_RAW } from './subpipelines.ts';

/** All saved searches. They are shipped disabled; enabled, they run as scheduled here. */
export function savedSearchesConf(): string {
  return conf('src/intel and src/matching', [
    ...feeds.map(([name, feed]) =>
      scheduled(feedSearch(name), {
        cron: `${feed.schedule} * * *`,
        window: 5,
        description: feedText(name, feed),
        search: feedUpdateSpl(name, feed),
      }),
    ),
    scheduled(RECONCILE_SEARCH, {
      cron: '0 2 * * *',
      window: 30,
      description: RECONCILE_TEXT,
      search: reconcileSearch(),
    }),
    scheduled('MISP_indicators_update', {
      cron: '20 * * * *',
      window: 10,
      description: UPDATE_TEXT,
      search: updateSearch(),
    }),
    scheduled('MISP_indicators_expire', {
      cron: '40 4 * * *',
      window: 10,
      description: EXPIRE_TEXT,
      search: '| mispexpire max_age=90d',
    }),
    ...Object.values(VIEWS).map(viewSearch),
    ...datasetSearches(),
    ...otherSearches(),
  ]);
}

function feedText(name: string, { content }: Feed): string {
  return `Keeps the lookup ${feedLookup(name)} (${content} of MISP) current for Enterprise Security. Instance and window: macro misp_es_source; which indicators: misp_es_filters; private addresses and opt-in types: misp_es_mapping; how long they stay: misp_es_max_age.`;
}

/**
 * Pull, map, merge with what is known of each attribute, and give each value once. A pull that fails ends the search
 * before anything is written. Of one that ends early without failing, what came is merged: all of the state is read
 * after it, so that nothing leaves the lookups but what MISP took back or what is too old.
 *
 * `table` waits for all rows: behind commands that answer in chunks it is not documented when `inputlookup` appends,
 * and the state must come after the new rows, of which `dedup` keeps the first.
 */
function feedUpdateSpl(name: string, feed: Feed): string {
  return [
    `| mispgetioc \`misp_es_source\` \`misp_es_filters\` expand_object=true include_context=true include_sightings=false ${selection(name)}`,
    WITHOUT_RAW,
    `| mispintel collection=${name}_intel fold=false \`misp_es_mapping\`${optIn(name)}`,
    `| table ${stateColumns(feed).join(' ')} deleted`,
    ...mergeState(name),
    '| search NOT deleted=true',
    '| where tonumber(misp_seen) >= `misp_es_max_age`',
    orNothing(feed),
    ...writeState(name, feed),
    ...writeIntel(name, feed),
  ].join('\n');
}

/**
 * A row for a feed that has nothing left. No rows would leave its lookups as they are or, without
 * `override_if_empty=false`, delete them.
 */
function orNothing({ placeholderRow: [column, value] }: Feed): string {
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

/** The state's rows behind those that there are, which go before them. */
function mergeState(name: string): string[] {
  return [
    `| inputlookup append=true strict=true ${stateLookup(name)}`,
    '| dedup misp_instance misp_attribute_uuid misp_intel_field',
  ];
}

/** What is known of each attribute. */
function writeState(name: string, feed: Feed): string[] {
  return [
    `| table ${stateColumns(feed).join(' ')}`,
    `| outputlookup override_if_empty=false ${stateLookup(name)}`,
  ];
}

/** Each value once, with the highest weight, in an order that is always the same. */
function writeIntel(name: string, { columns }: Feed): string[] {
  return [
    '| sort 0 -num(weight), +str(misp_intel_value), +str(misp_attribute_uuid)',
    '| dedup misp_intel_value',
    `| table ${columns.join(' ')}`,
    `| outputlookup override_if_empty=false ${feedLookup(name)}`,
  ];
}

/** Of the types or, where a feed has objects only, of the relations that its rules know. */
function selection(name: string): string {
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

/** A feed of nothing but opt-in types is opted for by its search. */
function optIn(name: string): string {
  const rules = [...ATTRIBUTE_RULES, ...OBJECT_RULES].filter(({ feed }) => feed === name);
  const names = rules.flatMap((rule) => rule.optIn ?? []);
  return names.length === rules.length ? ` include="${distinct(names)}"` : '';
}

function distinct(values: readonly string[]): string {
  return [...new Set(values)].join(',');
}

const RECONCILE_TEXT =
  'Takes out of the lookups for Enterprise Security what MISP no longer serves and no window shows: deleted for good, withdrawn, unpublished, or no longer to be seen by the key. Says how many of each feed.';

/** What is gone counts as never seen: it leaves the lookup now, and what is known of it at the next run of the feed. */
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
        ...ALL_CHECKED,
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
 * All rows if each row of the lookup came through mispserved, and none, so that nothing is written, if any did not: the
 * stream was cut, or the lookup was written meanwhile. One row that was not checked comes first and marks all. Not by
 * `eventstats`, which adds nothing to more than 50,000 rows.
 */
const ALL_CHECKED = [
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
    description: `The part of MISP_indicators_update that the lookup ${view.lookup} shows, under the name that it had in an older app. Not needed where MISP_indicators_update runs.`,
    search: updateSearch().replace('expand_object', `type="${distinct(view.types)}" expand_object`),
  });
}
