import { lookbackSearchOf, matchSearchOf } from '../../matching/search-names.ts';
import { MATCHED_DATASETS } from '../../matching/table.ts';
import { isOn } from '../splunk/flags.ts';
import { entriesOf } from '../splunk/rest.ts';
import type { KnownSearch } from './scheduled-searches.ts';

const nameOf = ({ model, dataset, content }: (typeof MATCHED_DATASETS)[number]) =>
  `${content} (${model}.${dataset})`;

/** Searches that keep the KV store collection of indicators current. */
export const INDICATOR_SEARCHES: readonly KnownSearch[] = [
  { name: 'MISP_indicators_update', content: 'updates the KV store collection misp_indicators' },
  { name: 'MISP_indicators_expire', content: 'removes withdrawn and old indicators from misp_indicators' },
];

/** In the order in which they are of use: indicators, what compares data with them, and what comes of matches. */
export const MATCH_SEARCHES: readonly KnownSearch[] = [
  ...INDICATOR_SEARCHES,
  { name: 'MISP_match_networks', content: 'updates the networks to compare, and those to ignore' },
  ...MATCHED_DATASETS.map((one) => ({ name: matchSearchOf(one), content: nameOf(one) })),
  { name: 'MISP_match_custom', content: 'your own search (macro misp_match_custom)' },
  ...MATCHED_DATASETS.map((one) => ({
    name: lookbackSearchOf(one),
    content: `new indicators in old data: ${one.content}`,
  })),
  { name: 'MISP_match_alert', content: 'alerts on a value that is new for an asset' },
  { name: 'MISP_match_risk', content: 'the same, for risk rules of Enterprise Security' },
  {
    name: 'MISP_match_sightings',
    content: 'sends sightings to MISP; the owner of the search needs misp_write',
  },
  { name: 'MISP_match_reconcile', content: 'withdraws matched indicators that MISP no longer has' },
];

/** Searches that serve all data models. */
const FOR_ALL: readonly string[] = [
  ...INDICATOR_SEARCHES.map(({ name }) => name),
  'MISP_match_networks',
  'MISP_match_reconcile',
];

/** Which searches are of use with these data models. Alerts, risk, sightings and own searches are a choice of their own. */
export function isRecommendedWith(models: readonly DataModel[]): (search: string) => boolean {
  const existing = models.filter(({ state }) => state !== 'missing').map(({ name }) => name);
  const matching = MATCHED_DATASETS.filter(({ model }) => existing.includes(model)).flatMap((one) => [
    matchSearchOf(one),
    lookbackSearchOf(one),
  ]);
  return (search) => FOR_ALL.includes(search) || matching.includes(search);
}

export interface DataModel {
  readonly name: string;
  /** `missing`: Splunk has no settings of it, or does not show them. */
  readonly state: 'accelerated' | 'not accelerated' | 'missing';
}

/**
 * The data models that are compared. datamodels.conf has a stanza for each model of the Common Information Model.
 *
 * https://docs.splunk.com/Documentation/Splunk/9.4.0/Admin/Datamodelsconf
 * @throws RestError
 */
export async function loadDataModels(): Promise<readonly DataModel[]> {
  const entries = await entriesOf('configs/conf-datamodels');
  return [...new Set(MATCHED_DATASETS.map(({ model }) => model))].map((name) => {
    const content = entries.find((entry) => entry.name === name)?.content;
    if (!content) return { name, state: 'missing' };
    return { name, state: isOn(content['acceleration']) ? 'accelerated' : 'not accelerated' };
  });
}
