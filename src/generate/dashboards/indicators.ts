import { FILTERS } from './filters.ts';
import { SEARCHES } from './indicators-searches.ts';
import { eventLinks, GUIDE, LOOK_UP, MISP_LINK } from './links.ts';
import { TLP_COLOURS, bars, columns, HIDDEN, pie, single, stacked, table, trend } from './panels.ts';
import type { Dashboard, Panel } from './types.ts';

const HELD = 'Current';
const RANGE = 'In the time range';

export const indicators: Dashboard = {
  name: 'misp_indicators',
  label: 'MISP indicators',
  description:
    'What the index has of MISP now, and what was added, changed, seen and withdrawn in the time range. Click bars, tags, types and organisations to filter by them.',
  inputs: {
    time: { kind: 'time', title: 'Time range', token: 'global_time', initial: '-30d@d,now' },
    ...FILTERS,
  },
  searches: SEARCHES,
  panels: {
    guide: table(
      'Getting started',
      'guide',
      { State: 130, 'What to do': 260 },
      { links: [GUIDE], options: HIDDEN, isHiddenWhenEmpty: true },
    ),
    nothing: table('No results', 'nothing', { 'What to do': 150 }, { isHiddenWhenEmpty: true }),
    total: single('Indicators', 'total', false, { description: HELD }),
    detection: single('With IDS flag', 'detection', false, { description: HELD }),
    events: single('Events with indicators', 'events', false, { description: HELD }),
    changed: trend('New or changed', 'changed', 'indicators'),
    withdrawn: trend('Withdrawn', 'withdrawn', 'indicators'),
    seen: trend('Seen in your data', 'seen', 'indicators'),
    over_time: stacked('New or changed, by type', 'over_time', { description: RANGE }),
    by_tlp: pie('By TLP', 'by_tlp', {
      description: HELD,
      options: { seriesColorsByField: TLP_COLOURS },
      pivots: [{ token: 'tlp', field: 'misp_tlp' }],
    }),
    by_type: bars('By type', 'by_type', {
      description: HELD,
      pivots: [{ token: 'type', field: 'misp_type' }],
    }),
    by_category: bars('By category', 'by_category', {
      description: HELD,
      pivots: [{ token: 'category', field: 'misp_category' }],
    }),
    by_threat_level: columns('By threat level', 'by_threat_level', { description: HELD }),
    by_age: columns('Age: time since the last change', 'by_age', { description: HELD }),
    actors: tagsTable('Threat actors', 'actors', 'Threat actor', { isHiddenWhenEmpty: true }),
    malware: tagsTable('Malware and tools', 'malware', 'Malware or tool', { isHiddenWhenEmpty: true }),
    techniques: tagsTable('ATT&CK techniques', 'techniques', 'Technique', { isHiddenWhenEmpty: true }),
    top_tags: tagsTable('Other tags', 'top_tags', 'Tag', { description: 'Current, without TLP' }),
    by_organisation: table(
      'By organisation',
      'by_organisation',
      { Organisation: 130, Indicators: 95 },
      {
        description: HELD,
        pivots: [{ token: 'organisation', field: 'Organisation', columns: ['Organisation'] }],
      },
    ),
    top_seen: table(
      'Seen in your data',
      'top_seen',
      { Value: 140, Times: 70, Last: 100 },
      { description: `${RANGE}. Click a value to look it up`, links: [LOOK_UP] },
    ),
    top_reported: table(
      'Sightings and false positives',
      'top_reported',
      { Value: 130, Sightings: 85, 'False positives': 80 },
      {
        description: `${RANGE}, reported in MISP. By instance, value and event ID`,
        links: [LOOK_UP],
      },
    ),
    top_events: table(
      'Top events',
      'top_events',
      { Indicators: 95, Event: 330, Threat: 75, Changed: 95, ID: 60, Instance: 90 },
      {
        description: `${RANGE}. Click an event to see it here, or MISP to open it there`,
        links: [...eventLinks({ instance: 'Instance', id: 'ID', columns: ['Event', 'ID'] }), MISP_LINK],
        options: HIDDEN,
      },
    ),
    latest: table(
      'Latest indicators',
      'latest',
      {
        ...{ Changed: 80, Value: 170, Type: 70, IDS: 50, Seen: 55, Reported: 75 },
        ...{ TLP: 65, Threat: 70, Event: 125 },
      },
      {
        description: `${RANGE}. Seen: how often in your data. Click a value to look it up, a type or TLP to filter`,
        links: [LOOK_UP, ...eventLinks({ instance: '_instance', id: '_id', columns: ['Event'] }), MISP_LINK],
        pivots: [
          { token: 'type', field: 'Type', columns: ['Type'] },
          { token: 'tlp', field: 'TLP', columns: ['TLP'] },
        ],
        options: { count: 12, ...HIDDEN },
      },
    ),
  },
  tabs: [
    {
      label: 'MISP indicators',
      rows: [
        { height: 210, panels: { guide: 700, nothing: 500 } },
        {
          height: 130,
          panels: { total: 200, detection: 200, events: 200, changed: 200, withdrawn: 200, seen: 200 },
        },
        { height: 320, panels: { over_time: 840, by_tlp: 360 } },
        { height: 340, panels: { by_type: 500, by_category: 700 } },
        { height: 400, panels: { top_seen: 600, top_reported: 600 } },
        { height: 360, panels: { actors: 600, malware: 600 } },
        { height: 360, panels: { techniques: 600, top_tags: 600 } },
        { height: 320, panels: { by_organisation: 480, by_threat_level: 300, by_age: 420 } },
        { height: 460, panels: { top_events: 1200 } },
        { height: 640, panels: { latest: 1200 } },
      ],
    },
  ],
};

/** Tags by their readable names. A click sets the filter to the tag. */
function tagsTable(title: string, search: string, column: string, more: Partial<Panel>) {
  return table(
    title,
    search,
    { [column]: 215, Indicators: 95 },
    {
      description: HELD,
      options: HIDDEN,
      pivots: [{ token: 'tag', field: '_tag', columns: [column] }],
      ...more,
    },
  );
}
