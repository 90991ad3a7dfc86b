import { SEARCHES } from './health-searches.ts';
import { lines, single, stacked, table } from './panels.ts';
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
    instance: {
      kind: 'choice',
      title: 'MISP instance',
      token: 'instance',
      search: 'instances',
      field: 'misp_instance',
    },
  },
  searches: SEARCHES,
  panels: {
    failing: single('Inputs failing', 'failing', true, { description: NOW }),
    oldest: single('Longest without success', 'oldest', false, { description: NOW }),
    lag: single('Greatest lag', 'lag', false, { description: NOW }),
    failures: single('Failed runs', 'failures', true, { description: RANGE }),
    requested: single('Requests to MISP', 'requested', false, { description: RANGE }),
    status: table(
      'Inputs',
      'status',
      {
        ...{ Instance: 110, Input: 110, Status: 85, 'Last run': 140, 'Last success': 140, Lag: 100 },
        ...{ Seconds: 100, Runs: 75, Failed: 90, Error: 235 },
      },
      { description: NOW },
    ),
    by_status: stacked('Runs', 'by_status', {
      description: HOURLY,
      options: { seriesColorsByField: { success: '#2f9e6a', failed: '#e0563f', stopped: '#f0a030' } },
    }),
    written: stacked('Written into the index', 'written', { description: HOURLY }),
    lags: lines('Lag, in minutes', 'lags', { description: 'The longest of each hour' }),
    durations: lines('Run time, in seconds', 'durations', { description: 'The longest of each hour' }),
    requests: lines('Requests to MISP, and seconds waited for it', 'requests', { description: HOURLY }),
    errors: table(
      'Why runs failed',
      'errors',
      { Instance: 120, Error: 280, Times: 90, 'Last time': 140 },
      { description: RANGE },
    ),
    feeds: table(
      'Lookups of the feeds',
      'feeds',
      { Feed: 210, Values: 90, Newest: 140, 'Days ago': 105 },
      {
        description: 'Distinct values, and when MISP last changed or published one of them',
        options: { count: 12 },
      },
    ),
    matching: table(
      'Searches of matching',
      'matching',
      { Search: 330, Runs: 90, Failed: 90, 'Last run': 150, Status: 170, Results: 110, 'Longest (s)': 130 },
      { description: `${RANGE}, for those who may search _internal` },
    ),
  },
  rows: [
    { height: 130, panels: { failing: 240, oldest: 240, lag: 240, failures: 240, requested: 240 } },
    { height: 280, panels: { status: 1200 } },
    { height: 300, panels: { by_status: 600, written: 600 } },
    { height: 300, panels: { lags: 400, durations: 400, requests: 400 } },
    { height: 580, panels: { errors: 640, feeds: 560 } },
    { height: 420, panels: { matching: 1200 } },
  ],
};
