/** Stands between the fields of a packed state. */
const BETWEEN_FIELDS = '␟';
/** Stands between the values of one field. */
export const BETWEEN_VALUES = '␞';
/** Stands for a field that an event lacks: `split` need not keep what is empty. */
const NOTHING = '␀';

/**
 * Time, time of indexing, number of the bucket and place in it, as digits of one width: the text that is greater came
 * later. What the input repeats after a crash is written within one second, so that only the place tells its order.
 */
const WRITTEN =
  'printf("%011d%011d%08d%014d", _time, _indextime, coalesce(mvindex(split(_cd, ":"), 0), 0), coalesce(mvindex(split(_cd, ":"), 1), 0))';
const DIGITS_OF_TIME = 11;

/** What is counted for each attribute beside its states: how often it was seen in other data, and what MISP's users reported. */
const ACTIVITY = {
  hits: 'if(sourcetype="misp:match", misp_match_count, null())',
  sightings: 'if(misp_sighting_type="0", 1, null())',
  false_positives: 'if(misp_sighting_type="1", 1, null())',
} as const;

interface Options {
  /** Matches and sightings are among the events, and are counted in `hits`, `sightings` and `false_positives`. */
  readonly withActivity?: boolean;
  /** The last state of each of several periods: an expression that names the period of an event, for the field `period`. */
  readonly period?: string;
  /** What there are states of; attributes when absent. */
  readonly key?: 'misp_attribute_uuid' | 'misp_event_uuid';
}

/**
 * The lines of a search that reduce its events to the last state of each attribute: a row with these fields,
 * misp_deleted, `_time` and `written`, by which rows sort as they were written.
 *
 * All fields go through `stats` as one text that begins with the order, and its greatest is the last state whole. `stats`
 * does most of that on the indexers and keeps a row for each attribute, where a sort brings every version to the search
 * head. `latest()` of each field would take a value that a later version lacks, and knows no order within a second.
 */
export function lastStateOf(
  fields: readonly string[],
  { withActivity = false, period, key = 'misp_attribute_uuid' }: Options = {},
): string[] {
  const packed = ['misp_deleted', ...fields];
  const state = [WRITTEN, ...packed.map(asText)].join(` . "${BETWEEN_FIELDS}" . `);
  const last = withActivity ? `if(sourcetype="misp:attribute", ${state}, null())` : state;
  const counted = withActivity ? Object.entries(ACTIVITY) : [];
  const evaluated = [
    `last=${last}`,
    ...counted.map(([name, value]) => `${name}=${value}`),
    ...(period === undefined ? [] : [`period=${period}`]),
  ];
  const sums = counted.map(([name]) => ` sum(${name}) AS ${name}`).join('');
  return [
    `| fields _time _indextime _cd misp_instance ${key} ${withActivity ? 'sourcetype misp_match_count misp_sighting_type ' : ''}${packed.join(' ')}`,
    `| eval ${evaluated.join(', ')}`,
    `| stats max(last) AS last${sums} BY misp_instance ${key}${period === undefined ? '' : ' period'}`,
    ...(withActivity ? ['| where isnotnull(last)'] : []),
    `| eval last=split(last, "${BETWEEN_FIELDS}"), written=mvindex(last, 0), _time=tonumber(substr(written, 1, ${DIGITS_OF_TIME})), ${packed.map(fromText).join(', ')}`,
  ];
}

function asText(field: string): string {
  const text = `replace(mvjoin(${field}, "${BETWEEN_VALUES}"), "${BETWEEN_FIELDS}", " ")`;
  return `coalesce(nullif(${text}, ""), "${NOTHING}")`;
}

function fromText(field: string, index: number): string {
  return `${field}=nullif(mvindex(last, ${index + 1}), "${NOTHING}")`;
}
