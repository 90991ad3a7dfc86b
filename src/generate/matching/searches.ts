import type { MatchedDataset, MatchedField } from '../../matching/dataset.ts';
import { MATCHED_DATASETS } from '../../matching/table.ts';
import { countedOnce, type Part } from './counted-once.ts';
import { lookbackSearchOf, matchSearchOf, OCCURRENCE_FIELDS } from './names.ts';
import { hostOf } from './normal-forms.ts';
import { scheduled } from '../scheduled.ts';

/** The searches of each dataset: MISP_match_* compare new data, MISP_match_lookback_* compare older data with new indicators. */
export function datasetSearches(): string[] {
  return [...MATCHED_DATASETS.map(regular), ...MATCHED_DATASETS.map(lookback)];
}

function regular(one: MatchedDataset): string {
  const name = matchSearchOf(one);
  return scheduled(name, {
    cron: `${one.minute}-59/15 * * * *`,
    window: 5,
    description: `Looks for MISP's indicators in ${one.content} (${one.model}.${one.dataset}), and writes matches into the index. Which data: macro misp_match_window; which indicators: misp_match_filter.`,
    search: matchSearch(name, one),
    // Each period needs its run, late if need be, since each run compares only its own period.
    isContinuous: true,
  });
}

/** `misp_match_new` keeps values that were seen before the indicator was added: the regular search has not written those. */
function lookback(one: MatchedDataset): string {
  const name = lookbackSearchOf(one);
  return scheduled(name, {
    cron: `${one.minute} 1 * * *`,
    window: 60,
    description: `Looks once for the indicators that were added yesterday, in older data: ${one.content} (${one.model}.${one.dataset}). How far back: macro misp_match_lookback.`,
    search: lookbackSearch(name, one),
    isContinuous: true,
  });
}

export function matchSearch(name: string, one: MatchedDataset): string {
  return [
    ...occurrences(one, '`misp_match_window`'),
    '| `misp_match_candidates`',
    '| `misp_match_found`',
    ...writing(name, `${one.model}.${one.dataset}`),
  ].join('\n');
}

function lookbackSearch(name: string, one: MatchedDataset): string {
  return [
    ...occurrences(one, '`misp_match_lookback`'),
    '| `misp_match_candidates`',
    '| `misp_match_found`',
    '| `misp_match_new`',
    ...writing(name, `${one.model}.${one.dataset}`),
  ].join('\n');
}

/** Writes matches into the index. @param model the value of misp_match_model */
export function writing(name: string, model: string): string[] {
  return [
    '| `misp_match_events`',
    `| eval misp_match_search="${name}", misp_match_model="${model}"`,
    '| `misp_match_raw`',
    '| `misp_match_collect`',
  ];
}

/** Reads a dataset, and makes a row of each field and kind, with value and asset. @param range the time range, for WHERE of tstats */
export function occurrences({ model, dataset, fields, keeps }: MatchedDataset, range: string): string[] {
  const full = (field: string) => `${dataset}.${field}`;
  const quoted = (field: string) => `'${full(field)}'`;
  const listed = fields.flatMap(({ other, isOtherListed }) => (isOtherListed === true ? [other ?? ''] : []));
  const grouped = distinct([
    ...fields.map(({ field }) => field),
    ...fields.flatMap(({ other }) => other ?? []),
    ...fields.map(({ asset }) => asset),
    ...(keeps === undefined ? [] : [keeps]),
  ]).filter((field) => !listed.includes(field));
  const parts: Part[] = fields.flatMap((field) => field.kinds.map((kind) => ({ ...field, kind })));
  const count = countedOnce(parts, (part) => seenOf(part, quoted));
  const byPart = (expression: (part: Part) => string) =>
    `case(${parts.map((part, index) => `misp_match_part=${index}, ${expression(part)}`).join(', ')})`;
  return [
    `| tstats \`misp_match_summaries\` fillnull_value="unknown" count AS misp_match_count min(_time) AS misp_match_first max(_time) AS misp_match_last${listed.map((field) => ` values(${full(field)}) AS ${field}`).join('')} FROM datamodel=${model}.${dataset} WHERE ${range} BY ${grouped.map(full).join(' ')}`,
    `| eval misp_match_part=mvrange(0, ${parts.length})`,
    '| mvexpand misp_match_part',
    `| eval misp_match_kind=${byPart(({ kind }) => `"${kind}"`)}, misp_match_field=${byPart(({ field }) => `"${field.replace(/^.*\./, '')}"`)}, misp_match_seen=${byPart((part) => seenOf(part, quoted))}, misp_match_other=${byPart((part) => otherOf(part, quoted))}, misp_match_asset_field=${byPart(({ asset }) => `"${asset}"`)}, misp_match_asset=${byPart(({ asset }) => quoted(asset))}${keeps === undefined ? '' : `, misp_match_user=${quoted(keeps)}`}${count === undefined ? '' : `, misp_match_count=${count}`}`,
    `| fields ${OCCURRENCE_FIELDS}`,
  ];
}

function seenOf({ field, part }: MatchedField, quoted: (field: string) => string): string {
  return part === undefined ? quoted(field) : hostOf(quoted(field));
}

function otherOf({ other, isOtherListed }: MatchedField, quoted: (field: string) => string): string {
  if (other === undefined) return '"-"';
  return isOtherListed === true ? `mvjoin(${other}, " ")` : `lower(${quoted(other)})`;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
