import { isAny } from './choices.ts';
import { anyContains } from './contains.ts';

/** All matches of the index. */
export const MATCHES = '`misp_match_index` sourcetype=misp:match';

/** What the text filter is looked for in. */
const TEXTS = ['misp_match_value', 'misp_match_asset', 'misp_value', 'misp_event_info'] as const;
const LISTS = ['misp_value', 'misp_event_info'];

/**
 * The first lines of a search for the matches that are chosen. A match never changes, so that most terms go first; the search command
 * has no comparison that is the same for all numbers, and none of a text within another.
 *
 * @param fields that the search needs, beside those of the filters
 */
export function chosenMatches(fields: readonly string[], times = ''): string[] {
  const texts = TEXTS.map((field) => (LISTS.includes(field) ? `mvjoin(${field}, " ")` : field));
  const kept = [...new Set([...fields, 'misp_weight', 'misp_tag', ...TEXTS])];
  return [
    `${MATCHES} misp_match_kind IN ($kind|s$) misp_instance IN ($instance|s$) misp_tlp IN ($tlp|s$)${times}`,
    `| fields ${kept.join(' ')}`,
    '| fillnull value="none" misp_tag',
    `| search misp_tag IN ($tag|s$)`,
    `| where (${isAny('weight')} OR misp_weight >= tonumber($weight|s$)) AND ${anyContains(texts, 'text')}`,
  ];
}
