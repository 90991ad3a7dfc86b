import { MATCH_KINDS } from '../../intel/match/kinds.ts';
import { SEARCHES } from './matches-searches.ts';
import { TLP_COLOURS, columns, pie, single, stacked, table } from './panels.ts';
import type { Dashboard, Link } from './types.ts';

const RANGE = 'In the time range';
const HIDDEN = { showInternalFields: false };
/** For MISPs that are reached by https. */
const EVENT: Link = { url: 'https://$row._event.value|n$', columns: ['Event'] };
const LINKS: readonly Link[] = [
  {
    url: '/app/SA-misp/search?q=$row._search.value|u$&earliest=$row._earliest.value|u$&latest=$row._latest.value|u$',
    columns: ['Log'],
  },
  EVENT,
  // Both open a page that waits for a button.
  {
    url: '/app/SA-misp/misp_report?form.uuid=$row._uuid.value|u$&form.type=false_positive',
    columns: ['Report'],
  },
  { url: '/app/SA-misp/configuration?ignore=$row.Value.value|u$#matching', columns: ['Ignore'] },
];

export const matches: Dashboard = {
  name: 'misp_matches',
  label: 'MISP matches',
  description: 'What of MISP was seen in our own data: where, how often, and since when.',
  inputs: {
    time: { kind: 'time', title: 'Time range', token: 'global_time', initial: '-7d@d,now' },
    kind: {
      kind: 'choice',
      title: 'Kind of value',
      token: 'kind',
      values: Object.entries(MATCH_KINDS).map(([kind, label]) => [label, kind] as const),
    },
    instance: {
      kind: 'choice',
      title: 'MISP instance',
      token: 'instance',
      search: 'instances',
      field: 'misp_instance',
    },
    tlp: {
      kind: 'choice',
      title: 'TLP',
      token: 'tlp',
      values: ['RED', 'AMBER+STRICT', 'AMBER', 'GREEN', 'CLEAR', 'NONE'].map((one) => [one, one] as const),
    },
    weight: {
      kind: 'choice',
      title: 'Minimal weight',
      token: 'weight',
      values: ['20', '40', '60', '80', '100'].map((one) => [one, one] as const),
    },
    text: { kind: 'text', title: 'Value, asset or event', token: 'text' },
  },
  searches: SEARCHES,
  panels: {
    total: single('Matches', 'total', false, { description: 'A value and asset, each run' }),
    indicators: single('Indicators seen', 'indicators', false, { description: RANGE }),
    assets: single('Assets', 'assets', false, { description: RANGE }),
    history: single('New', 'history', true, { description: 'Values and assets never together before' }),
    seen: single('Events behind them', 'seen', false, { description: RANGE }),
    over_time: stacked('Matches by kind of value', 'over_time', { description: RANGE }),
    by_tlp: pie('By TLP', 'by_tlp', {
      description: RANGE,
      options: { seriesColorsByField: TLP_COLOURS },
    }),
    top_indicators: table(
      'Top indicators',
      'top_indicators',
      { Value: 230, Kind: 90, Assets: 85, Times: 85, Weight: 85 },
      { description: 'By assets' },
    ),
    top_assets: table(
      'Top assets',
      'top_assets',
      { Asset: 300, Values: 100, Times: 100, Weight: 100 },
      { description: 'By values' },
    ),
    top_events: table(
      'Top events of MISP',
      'top_events',
      { Event: 400, Values: 100, Assets: 100 },
      { description: 'By values; a click on one opens it in MISP', links: [EVENT], options: HIDDEN },
    ),
    top_tags: table(
      'Top tags',
      'top_tags',
      { Tag: 460, Values: 100 },
      { description: `${RANGE}, without TLP` },
    ),
    by_age: columns('Age of the indicator when it matched', 'by_age', {
      description: 'Since MISP last changed or published it',
    }),
    state: table(
      'Is anything missing?',
      'state',
      { Matches: 200, 'If one is missing': 460 },
      { description: 'Of all time' },
    ),
    latest: table(
      'Matches',
      'latest',
      {
        ...{ Last: 130, Value: 160, Kind: 80, Asset: 110, Field: 105, Times: 85, Weight: 90, TLP: 75 },
        ...{ Event: 130, Log: 65, Report: 90, Ignore: 80 },
      },
      {
        description: `${RANGE}, the last 100: links to the event in MISP, the events of the log, and forms to report and to ignore`,
        links: LINKS,
        options: { count: 12, ...HIDDEN },
      },
    ),
  },
  rows: [
    { height: 130, panels: { total: 240, indicators: 240, assets: 240, history: 240, seen: 240 } },
    { height: 320, panels: { over_time: 840, by_tlp: 360 } },
    { height: 400, panels: { top_indicators: 600, top_assets: 600 } },
    { height: 400, panels: { top_events: 600, top_tags: 600 } },
    { height: 300, panels: { by_age: 500, state: 700 } },
    { height: 640, panels: { latest: 1200 } },
  ],
};
