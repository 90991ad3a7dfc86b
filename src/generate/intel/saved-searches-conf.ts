import { COLLECTION, type View, VIEWS } from '../../intel/documents/collection.ts';
import { ATTRIBUTE_RULES, type Feed, FEEDS, OBJECT_RULES } from '../../intel/mapping.ts';
import { conf, stanza } from '../conf.ts';
import { feedLookup, feedSearch, RECONCILE_SEARCH, stateLookup } from '../../intel/feed-names.ts';
import { stateColumns } from '../../intel/feeds/state-lookups.ts';
import { feeds } from './names.ts';

/** Generates savedsearches.conf. All searches are disabled by default. */
export function savedSearchesConf(): string {
  return conf('src/intel', [
    ...feeds.map(([name, feed]) =>
      scheduled(
        feedSearch(name),
        `${feed.schedule} * * *`,
        5,
        feedDescription(name, feed),
        feedUpdateSpl(name, feed),
      ),
    ),
    scheduled(RECONCILE_SEARCH, '0 2 * * *', 30, RECONCILE_DESCRIPTION, reconcileSearch()),
    scheduled(`MISP_indicators_update`, '20 * * * *', 10, UPDATE_DESCRIPTION, updateSearch()),
    scheduled('MISP_indicators_expire', '40 4 * * *', 10, EXPIRE_DESCRIPTION, '| mispexpire max_age=90d'),
    ...Object.values(VIEWS).map(viewSearch),
  ]);
}

function scheduled(name: string, cron: string, window: number, description: string, search: string): string {
  return stanza(name, {
    description,
    search,
    disabled: 1,
    enableSched: 1,
    cron_schedule: cron,
    schedule_window: window,
    // The commands ignore the time range, but a scheduled search needs one.
    'dispatch.earliest_time': '-1h',
    'dispatch.latest_time': 'now',
  });
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

/** By default Splunk also runs the subpipeline for previews, and would write incomplete rows. */
function appendpipe(subpipeline: string): string {
  return `| appendpipe run_in_preview=false [ ${subpipeline} ]`;
}

/** Removes the JSON of the row, which is as large as all fields and unused here. */
const DROP_RAW = '| fields - _raw';

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

const UPDATE_DESCRIPTION = `Brings the KV store collection ${COLLECTION} up to date with the indicators that MISP published or changed within the window of the macro misp_indicators_source.`;

const EXPIRE_DESCRIPTION = `Removes withdrawn indicators, and those that MISP has neither changed nor published for 90 days, from the KV store collection ${COLLECTION}.`;

function updateSearch(): string {
  return [
    '| mispgetioc `misp_indicators_source` expand_object=true include_context=true include_sightings=false',
    DROP_RAW,
    `| mispintel collection=${COLLECTION}`,
    ...WITHDRAW_OBSOLETE,
    `| outputlookup append=true key_field=misp_key ${COLLECTION}`,
  ].join('\n');
}

/** The only document of a plain attribute, which may have been a composite before its type was corrected. */
const PLAIN_DOCUMENTS = 'misp_key="*:1" NOT misp_type="*|*"';

/**
 * Withdraws obsolete documents: those with a former key without the instance, and the second half of a former composite.
 * Only the instance of a document withdraws it.
 */
const WITHDRAW_OBSOLETE = [
  withdrawDocuments('misp_key=*', 'substr(misp_key, len(misp_instance) + 2)'),
  withdrawDocuments(PLAIN_DOCUMENTS, 'misp_attribute_uuid.":2"'),
  withdrawDocuments(PLAIN_DOCUMENTS, 'misp_instance.":".misp_attribute_uuid.":2"'),
];

function withdrawDocuments(which: string, formerKey: string): string {
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
  return scheduled(
    name,
    cron,
    2,
    `The part of MISP_indicators_update for the lookup ${view.lookup}, with its name from an older app. Not needed if MISP_indicators_update runs.`,
    updateSearch().replace('expand_object', `type="${distinct(view.types)}" expand_object`),
  );
}
