import type { MatchedDataset, MatchedField } from '../../matching/dataset.ts';
import { MATCHED_DATASETS } from '../../matching/table.ts';
import { IGNORED, IGNORED_NETWORK, matchSearchOf, NETWORK_INDICATORS, NETWORKS } from './names.ts';
import { scheduled } from '../scheduled.ts';

/** The searches that compare the datasets of the table with MISP's indicators. */
export function matchSearches(): string[] {
  return [networksSearch(), ...MATCHED_DATASETS.map((one) => datasetSearch(one))];
}

/**
 * Rewrites the lookup of networks. An address is found in none that was withdrawn since: what is said of it is looked up in the
 * collection. A row that matches nothing stands for none, since Splunk would delete an empty lookup.
 */
function networksSearch(): string {
  return scheduled('MISP_match_networks', {
    cron: '26 * * * *',
    window: 5,
    description: `Writes the networks that MISP has, and those of the ignore list, into the lookup ${NETWORKS}, in which the searches MISP_match_* find addresses.`,
    search: [
      `| inputlookup strict=true ${NETWORK_INDICATORS}`,
      '| eval network=substr(misp_match_key, 9), misp_key=_key',
      `| inputlookup append=true strict=true ${IGNORED}`,
      `| eval network=if(isnull(network) AND match(value, "^[0-9A-Fa-f.:]+/[0-9]+$") AND (isnull(until) OR strptime(until, "%Y-%m-%d") >= now()), value, network), misp_key=coalesce(misp_key, "${IGNORED_NETWORK}")`,
      '| where isnotnull(network)',
      '| table network misp_key',
      '| appendpipe run_in_preview=false [ stats count | where count=0 | eval network="2001:db8::/128", misp_key="none" ]',
      '| table network misp_key',
      `| outputlookup override_if_empty=false ${NETWORKS}`,
    ].join('\n'),
  });
}

function datasetSearch(one: MatchedDataset): string {
  return scheduled(matchSearchOf(one), {
    cron: `${one.minute}-59/15 * * * *`,
    window: 5,
    description: `Looks for MISP's indicators in ${one.holds} (${one.model}.${one.dataset}), and writes matches into the index. Time: macro misp_match_window; which indicators: misp_match_filter.`,
    search: matchSearch(one),
    // It writes: every quarter of an hour must have its run, even if it is late.
    isContinuous: true,
  });
}

export function matchSearch(one: MatchedDataset): string {
  return [
    ...occurrences(one, '`misp_match_window`'),
    '| `misp_match_candidates`',
    '| `misp_match_found`',
    '| `misp_match_events`',
    `| eval misp_match_search="${matchSearchOf(one)}", misp_match_model="${one.model}.${one.dataset}"`,
    '| `misp_match_raw`',
    '| `misp_match_collect`',
  ].join('\n');
}

/** Rows of a value of one field, with kind and asset. @param range of time, as tstats takes it after WHERE */
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
  const parts = fields.flatMap((field) => field.kinds.map((kind) => ({ ...field, kind })));
  const byPart = (expression: (part: (typeof parts)[number]) => string) =>
    `case(${parts.map((part, index) => `misp_match_part=${index}, ${expression(part)}`).join(', ')})`;
  return [
    `| tstats \`misp_match_summaries\` fillnull_value="unknown" count AS misp_match_count min(_time) AS misp_match_first max(_time) AS misp_match_last${listed.map((field) => ` values(${full(field)}) AS ${field}`).join('')} FROM datamodel=${model}.${dataset} WHERE ${range} BY ${grouped.map(full).join(' ')}`,
    `| eval misp_match_part=mvrange(0, ${parts.length})`,
    '| mvexpand misp_match_part',
    `| eval misp_match_kind=${byPart(({ kind }) => `"${kind}"`)}, misp_match_field=${byPart(({ field }) => `"${field.replace(/^.*\./, '')}"`)}, misp_match_seen=${byPart((part) => seenOf(part, quoted))}, misp_match_other=${byPart((part) => otherOf(part, quoted))}, misp_match_asset_field=${byPart(({ asset }) => `"${asset}"`)}, misp_match_asset=${byPart(({ asset }) => quoted(asset))}${keeps === undefined ? '' : `, misp_match_user=${quoted(keeps)}`}`,
    `| fields misp_match_kind misp_match_field misp_match_seen misp_match_other misp_match_asset_field misp_match_asset misp_match_user misp_match_count misp_match_first misp_match_last`,
  ];
}

function seenOf({ field, part }: MatchedField, quoted: (field: string) => string): string {
  if (part === undefined) return quoted(field);
  return `replace(${quoted(field)}, "^([A-Za-z][A-Za-z0-9+.-]*://)?([^/?#@]*@)?(\\[[^\\]]*\\]|[^/?#:]*).*$", "\\3")`;
}

function otherOf({ other, isOtherListed }: MatchedField, quoted: (field: string) => string): string {
  if (other === undefined) return '"-"';
  return isOtherListed === true ? `mvjoin(${other}, " ")` : `lower(${quoted(other)})`;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
