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

/**
 * The lines of a search that reduce its events to the last state of each attribute: a row with these fields,
 * misp_deleted, `_time` and `written`, by which rows sort as they were written.
 *
 * All fields go through `stats` as one text that begins with the order, and its greatest is the last state whole. `stats`
 * does most of that on the indexers and keeps a row for each attribute, where a sort brings every version to the search
 * head. `latest()` of each field would take a value that a later version lacks, and knows no order within a second.
 *
 * @param withMatches whether matches are among the events: they are no states, and `seen` is how often the attribute was seen
 */
export function lastStateOf(fields: readonly string[], { withMatches = false } = {}): string[] {
  const packed = ['misp_deleted', ...fields];
  const state = [WRITTEN, ...packed.map(asText)].join(` . "${BETWEEN_FIELDS}" . `);
  return [
    `| fields _time _indextime _cd misp_instance misp_attribute_uuid ${withMatches ? 'sourcetype misp_match_count ' : ''}${packed.join(' ')}`,
    `| eval last=${withMatches ? `if(sourcetype="misp:match", null(), ${state})` : state}`,
    `| stats max(last) AS last${withMatches ? ' sum(misp_match_count) AS seen' : ''} BY misp_instance misp_attribute_uuid`,
    ...(withMatches ? ['| where isnotnull(last)'] : []),
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
