import { COLLECTION, type View, VIEWS } from '../../intel/documents/collection.ts';
import { ATTRIBUTE_RULES, type Feed, FEEDS, OBJECT_RULES } from '../../intel/mapping.ts';
import { conf } from '../conf.ts';
import { otherSearches } from '../matching/other-searches.ts';
import { datasetSearches } from '../matching/searches.ts';
import { scheduled } from '../scheduled.ts';
import { feedLookup, feedSearch, RECONCILE_SEARCH, stateLookup } from '../../intel/feed-names.ts';
import { stateColumns } from '../../intel/feeds/state-lookups.ts';
import { feeds } from './names.ts';

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

/** Splunk would run it for previews, too, of rows that are not all: what it writes then would be cut. */
function appendpipe(subpipeline: string): string {
  return `| appendpipe run_in_preview=false [ ${subpipeline} ]`;
}

/** The row as JSON is as large as all of its fields, and nothing reads it here. */
const WITHOUT_RAW = '| fields - _raw';

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

const UPDATE_TEXT = `Brings the KV store collection ${COLLECTION} up to date: what MISP published or changed within the window of the macro misp_indicators_source.`;

const EXPIRE_TEXT = `Takes withdrawn indicators, and those that MISP has neither changed nor published for 90 days, out of the KV store collection ${COLLECTION}.`;

function updateSearch(): string {
  return [
    '| mispgetioc `misp_indicators_source` expand_object=true include_context=true include_sightings=false',
    WITHOUT_RAW,
    `| mispintel collection=${COLLECTION} \`misp_match_mapping\``,
    ...SINCE_WHEN,
    ...WITHOUT_FORMER,
    `| outputlookup append=true key_field=misp_key ${COLLECTION}`,
  ].join('\n');
}

/**
 * Since when a value is looked for: what was there before under the same key keeps its time, so that what was looked for in old
 * data is looked for there once. It is new when its value changed, or when it came back or became one for detection.
 */
const SINCE_WHEN = [
  `| lookup ${COLLECTION} _key AS misp_key OUTPUT misp_match_key AS misp_former_match misp_to_ids AS misp_former_to_ids misp_match_added AS misp_former_added`,
  '| eval misp_match_added=if(misp_former_match=misp_match_key AND misp_former_to_ids=misp_to_ids, coalesce(misp_former_added, now()), now())',
  '| fields - misp_former_match misp_former_to_ids misp_former_added',
];

/** Of a plain attribute, its only document: it may have been a composite whose type was corrected. */
const PLAIN = 'misp_key="*:1" NOT misp_type="*|*"';

/**
 * Documents that there must be no more are withdrawn: those of before the instance was in the key, and the second half of
 * what is a composite no longer. A document is withdrawn by its own instance only.
 */
const WITHOUT_FORMER = [
  withdrawn('misp_key=*', 'substr(misp_key, len(misp_instance) + 2)'),
  withdrawn(PLAIN, 'misp_attribute_uuid.":2"'),
  withdrawn(PLAIN, 'misp_instance.":".misp_attribute_uuid.":2"'),
];

function withdrawn(which: string, formerKey: string): string {
  return appendpipe(
    [
      `search ${which} | eval misp_key=${formerKey}`,
      `| lookup ${COLLECTION} _key AS misp_key OUTPUT misp_instance AS misp_former | where misp_former=misp_instance`,
      '| eval misp_withdrawn="True" | fields misp_key misp_attribute_uuid misp_instance misp_withdrawn misp_seen',
    ].join(' '),
  );
}

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
