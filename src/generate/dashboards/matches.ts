import { MATCH_KINDS } from '../../intel/match/kinds.ts';
import { SEARCHES } from './matches-searches.ts';
import { FILTERS, INSTANCE, TLP } from './filters.ts';
import { eventLinks, GUIDE, LOOK_UP, MISP_LINK } from './links.ts';
import { TLP_COLOURS, columns, HIDDEN, pie, single, stacked, table } from './panels.ts';
import type { Dashboard, Link } from './types.ts';

const RANGE = 'In the time range';
const EVENT = eventLinks({ instance: '_instance', id: '_id', columns: ['Event'] });
const LINKS: readonly Link[] = [
  {
    url: '/app/SA-misp/search?q=$row._search.value|u$&earliest=$row._earliest.value|u$&latest=$row._latest.value|u$',
    columns: ['Log'],
  },
  ...EVENT,
  MISP_LINK,
  LOOK_UP,
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
  description: "Which of MISP's indicators were seen in your data: where, how often, and since when.",
  inputs: {
    time: { kind: 'time', title: 'Time range', token: 'global_time', initial: '-7d@d,now' },
    instance: INSTANCE,
    text: { kind: 'text', title: 'Value, asset or event contains', token: 'text' },
    kind: {
      kind: 'choice',
      title: 'Kind of value',
      token: 'kind',
      isMultiple: true,
      values: Object.entries(MATCH_KINDS).map(([kind, label]) => [label, kind] as const),
    },
    tlp: TLP,
    tag: FILTERS['tag'] ?? TLP,
    weight: {
      kind: 'choice',
      title: 'Minimum weight',
      token: 'weight',
      values: ['20', '40', '60', '80', '100'].map((one) => [one, one] as const),
    },
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
      pivots: [{ token: 'tlp', field: 'misp_tlp' }],
    }),
    top_indicators: table(
      'Top indicators',
      'top_indicators',
      { Value: 120, Kind: 70, Assets: 65, Times: 62 },
      {
        description: 'By assets. Click a value to look it up, a kind to filter',
        links: [LOOK_UP],
        pivots: [{ token: 'kind', field: 'Kind', columns: ['Kind'] }],
      },
    ),
    top_assets: table(
      'Top assets',
      'top_assets',
      { Asset: 160, Values: 75, Times: 75 },
      {
        description: 'By values. Click an asset to filter by it',
        pivots: [{ token: 'text', field: 'Asset', columns: ['Asset'] }],
      },
    ),
    top_events: table(
      'Top events of MISP',
      'top_events',
      { Event: 170, Values: 75, Assets: 75 },
      {
        description: 'By values. Click an event to see it here, or MISP to open it there',
        links: [...EVENT, MISP_LINK],
        options: HIDDEN,
      },
    ),
    top_tags: table(
      'Top tags',
      'top_tags',
      { Tag: 320 },
      {
        description: `${RANGE}, without TLP`,
        options: HIDDEN,
        pivots: [{ token: 'tag', field: '_tag', columns: ['Tag'] }],
      },
    ),
    by_age: columns('Age of the indicator when it matched', 'by_age', {
      description: 'Since MISP last changed or published it',
    }),
    state: table(
      'Is anything missing?',
      'state',
      { Matches: 110, 'What to do': 280 },
      { description: 'Of all time', links: [GUIDE], options: HIDDEN },
    ),
    latest: table(
      'Matches',
      'latest',
      {
        ...{ Last: 75, Value: 100, Kind: 80, Asset: 75, Times: 52, Weight: 58, TLP: 60 },
        ...{ Event: 90, Open: 52, Log: 55, Report: 62 },
      },
      {
        description: `${RANGE}, the last 100. Click a value to look it up, an event to see it here, Events for the log, or a form to report or ignore`,
        links: LINKS,
        options: { count: 12, ...HIDDEN },
      },
    ),
  },
  tabs: [
    {
      label: 'MISP matches',
      rows: [
        { height: 130, panels: { total: 240, indicators: 240, assets: 240, history: 240, seen: 240 } },
        { height: 320, panels: { over_time: 840, by_tlp: 360 } },
        { height: 400, panels: { top_indicators: 600, top_assets: 600 } },
        { height: 400, panels: { top_events: 600, top_tags: 600 } },
        { height: 300, panels: { by_age: 500, state: 700 } },
        { height: 640, panels: { latest: 1200 } },
      ],
    },
  ],
};
