import { INSTANCE } from './filters.ts';
import { SEARCHES } from './health-searches.ts';
import { GUIDE } from './links.ts';
import { HIDDEN, lines, single, stacked, table } from './panels.ts';
import type { Dashboard } from './types.ts';

const NOW = 'By the last run of each input';
const RANGE = 'In the time range';
const HOURLY = 'Each hour';

export const health: Dashboard = {
  name: 'misp_health',
  label: 'MISP health',
  description:
    'How the inputs run, what they wrote, how full the lookups of the feeds are, and how the searches of matching run.',
  inputs: {
    time: { kind: 'time', title: 'Time range', token: 'global_time', initial: '-7d@d,now' },
    instance: INSTANCE,
  },
  searches: SEARCHES,
  panels: {
    guide: table(
      'Getting started',
      'guide',
      { State: 250, 'What to do': 500 },
      { links: [GUIDE], options: HIDDEN, isHiddenWhenEmpty: true },
    ),
    failing: single('Inputs failing', 'failing', true, { description: NOW }),
    oldest: single('Longest without success', 'oldest', false, { description: NOW }),
    lag: single('Greatest lag', 'lag', false, { description: NOW }),
    failures: single('Failed runs', 'failures', true, { description: RANGE }),
    requested: single('Requests to MISP', 'requested', false, { description: RANGE }),
    status: table(
      'Inputs',
      'status',
      {
        ...{ Instance: 80, Input: 80, Status: 65, 'Last run': 80, 'Last success': 80, Lag: 65 },
        ...{ Seconds: 70, Runs: 55, Failed: 60, Error: 130 },
      },
      {
        description: `${NOW}. Click Log for the messages of an input`,
        links: [
          {
            url: '/app/SA-misp/search?q=$row._log.value|u$&earliest=$global_time.earliest$&latest=$global_time.latest$',
            columns: ['Log'],
          },
        ],
        options: HIDDEN,
      },
    ),
    by_status: stacked('Runs', 'by_status', {
      description: HOURLY,
      options: { seriesColorsByField: { success: '#2f9e6a', failed: '#e0563f', stopped: '#f0a030' } },
    }),
    written: stacked('Written to the index', 'written', { description: HOURLY }),
    lags: lines('Lag, in minutes', 'lags', { description: 'The longest of each hour' }),
    durations: lines('Run time, in seconds', 'durations', { description: 'The longest of each hour' }),
    requests: lines('Requests to MISP and wait time', 'requests', {
      description: `${HOURLY}; wait time in seconds`,
    }),
    errors: table(
      'Why runs failed',
      'errors',
      { Instance: 80, Error: 190, Times: 65 },
      { description: RANGE },
    ),
    feeds: table(
      'Lookups of the feeds',
      'feeds',
      { Feed: 130, Values: 75, Newest: 85 },
      {
        description: 'Distinct values, and when MISP last changed or published one of them',
        options: { count: 12 },
      },
    ),
    searches: table(
      'Feeds, matching and other scheduled searches',
      'scheduled',
      { Search: 250, Runs: 60, Failed: 65, Skipped: 75, 'Last run': 85, Status: 80, Results: 75 },
      { description: `${RANGE}, for roles that may search _internal`, options: { count: 20 } },
    ),
  },
  tabs: [
    {
      label: 'MISP health',
      rows: [
        { height: 150, panels: { guide: 1200 } },
        { height: 130, panels: { failing: 240, oldest: 240, lag: 240, failures: 240, requested: 240 } },
        { height: 280, panels: { status: 1200 } },
        { height: 300, panels: { by_status: 600, written: 600 } },
        { height: 300, panels: { lags: 400, durations: 400, requests: 400 } },
        { height: 580, panels: { errors: 640, feeds: 560 } },
        { height: 640, panels: { searches: 1200 } },
      ],
    },
  ],
};
