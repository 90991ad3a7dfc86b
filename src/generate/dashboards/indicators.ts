import { SEARCHES } from './indicators-searches.ts';
import { TLP_COLOURS, bars, columns, pie, single, stacked, table } from './panels.ts';
import type { Dashboard } from './types.ts';

const HELD = 'What MISP holds now';
const RANGE = 'In the time range';
/** For MISPs that are reached by https; the host has the port and the path, too. */
const EVENT = {
  url: 'https://$row.MISP.value|n$/events/view/$row.ID.value$',
  columns: ['Event', 'ID'],
};

export const indicators: Dashboard = {
  name: 'misp_indicators',
  label: 'MISP indicators',
  description: 'What MISP holds, and what came, changed and went in the time range.',
  inputs: {
    time: { kind: 'time', title: 'Time range', token: 'global_time', initial: '-30d@d,now' },
    instance: {
      kind: 'choice',
      title: 'MISP instance',
      token: 'instance',
      search: 'instances',
      field: 'misp_instance',
    },
    type: { kind: 'choice', title: 'Type', token: 'type', search: 'types', field: 'misp_type' },
    to_ids: {
      kind: 'choice',
      title: 'For detection (IDS)',
      token: 'to_ids',
      values: [
        ['Yes', 'True'],
        ['No', 'False'],
      ],
    },
  },
  searches: SEARCHES,
  panels: {
    total: single('Indicators', 'total', false, { description: HELD }),
    detection: single('For detection', 'detection', false, { description: HELD }),
    events: single('Events with indicators', 'events', false, { description: HELD }),
    changed: single('New or changed', 'changed', false, { description: RANGE }),
    withdrawn: single('Withdrawn', 'withdrawn', false, { description: RANGE }),
    over_time: stacked('New or changed, by type', 'over_time', { description: RANGE }),
    by_tlp: pie('By TLP', 'by_tlp', {
      description: HELD,
      options: {
        seriesColorsByField: TLP_COLOURS,
      },
    }),
    by_type: bars('By type', 'by_type', { description: HELD }),
    by_category: bars('By category', 'by_category', { description: HELD }),
    by_organisation: table(
      'By organisation',
      'by_organisation',
      { Organisation: 340, Indicators: 120 },
      { description: HELD },
    ),
    by_threat_level: columns('By threat level', 'by_threat_level', { description: HELD }),
    by_age: columns('Ageing: time since the last change', 'by_age', { description: HELD }),
    top_tags: table(
      'Top tags',
      'top_tags',
      { Tag: 540, Indicators: 120 },
      { description: `${RANGE}, without TLP` },
    ),
    top_events: table(
      'Top events',
      'top_events',
      { Indicators: 110, Event: 560, Threat: 100, Changed: 120, ID: 80, MISP: 200 },
      { description: `${RANGE}; a click on one opens it in MISP`, links: [EVENT] },
    ),
    latest: table(
      'Latest indicators',
      'latest',
      {
        ...{ Changed: 140, Value: 270, Type: 105, IDS: 60, Seen: 75, TLP: 85, Threat: 90 },
        ...{ Event: 190, ID: 55, MISP: 115 },
      },
      {
        description: `${RANGE}, and how often each was seen in other data; a click on the event opens it in MISP`,
        links: [EVENT],
        options: { count: 12 },
      },
    ),
  },
  rows: [
    { height: 130, panels: { total: 240, detection: 240, events: 240, changed: 240, withdrawn: 240 } },
    { height: 320, panels: { over_time: 840, by_tlp: 360 } },
    { height: 340, panels: { by_type: 500, by_category: 700 } },
    { height: 300, panels: { by_threat_level: 500, by_age: 700 } },
    { height: 400, panels: { by_organisation: 500, top_tags: 700 } },
    { height: 500, panels: { top_events: 1200 } },
    { height: 640, panels: { latest: 1200 } },
  ],
};
