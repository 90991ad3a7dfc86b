import { stateLookup } from '../../intel/feed-names.ts';
import { feeds } from '../intel/names.ts';
import { menu } from './choices.ts';
import { inWords } from './duration.ts';
import { guideSearches } from './guide-searches.ts';
import type { Search } from './types.ts';

const SECONDS_A_DAY = 86_400;

/** All lookups behind the feeds, one after the other, and the collection; a feed that has nothing is there with 0. */
const FEEDS: Search = {
  query: [
    `| makeresults | eval feed=split("${feeds.map(([name]) => name).join()}", ",") | mvexpand feed | table feed`,
    ...feeds.map(
      ([name]) => `| inputlookup append=true ${stateLookup(name)} | eval feed=coalesce(feed, "${name}")`,
    ),
    '| eval misp_intel_value=if(misp_intel_field="none", null(), misp_intel_value), misp_seen=if(misp_intel_field="none", null(), misp_seen)',
    '| stats dc(misp_intel_value) AS indicators max(misp_seen) AS newest BY feed',
    '| append [| inputlookup misp_indicators | stats dc(misp_value) AS indicators max(misp_seen) AS newest | eval feed="misp_indicators (KV store)"]',
    `| eval days=round((now() - newest) / ${SECONDS_A_DAY}, 1), newest=strftime(newest, "%Y-%m-%d %H:%M")`,
    '| fillnull value="-" newest days',
    '| rename feed AS Feed, indicators AS Values, newest AS Newest, days AS "Days ago"',
    '| table Feed Values Newest "Days ago"',
  ],
};

/** Of each hour and kind of run one row, since runs come every few minutes for years. */
const RUNS: Search = {
  query: [
    '`misp_index` sourcetype=misp:run',
    '| fields _time misp_instance misp_input status error duration attributes deleted sightings requests waited lag',
    '| bin span=1h _time AS hour',
    // A run that began with bad settings has no lag: with has_lag, latest(lag) is that of the last run of the row.
    '| eval has_lag=if(isnull(lag), 0, 1) | fillnull value="no reason given" error',
    '| stats count AS runs max(_time) AS last latest(lag) AS lag max(lag) AS longest_lag latest(duration) AS duration max(duration) AS longest sum(attributes) AS attributes sum(deleted) AS deleted sum(sightings) AS sightings sum(requests) AS requests sum(waited) AS waited BY hour misp_instance misp_input status error has_lag',
  ],
};

/** Goes on with the runs of the chosen instance. */
const ofChosen = (...lines: readonly string[]): Search => ({
  extend: 'runs',
  query: ['| search misp_instance IN ($instance|s$)', ...lines],
});

/** Per hour, over all instances or for each. */
const hourly = (functions: string, before = ''): Search =>
  ofChosen(`${before}| eval _time=hour | timechart span=1h ${functions}`);

export const SEARCHES: Readonly<Record<string, Search>> = {
  runs: RUNS,
  inputs: ofChosen(
    '| eval _time=last, success=if(status="success", last, null()), failed=if(status="failed", runs, 0), error=if(status="failed", error, "-")',
    '| stats latest(status) AS status max(last) AS last max(success) AS success latest(lag) AS lag latest(duration) AS duration sum(runs) AS runs sum(failed) AS failed latest(error) AS error BY misp_instance misp_input',
  ),
  failing: {
    extend: 'inputs',
    query: ['| search NOT status=success | stats count AS inputs'],
  },
  oldest: {
    extend: 'inputs',
    query: [
      `| stats count min(success) AS oldest | eval age=${inWords('now() - oldest')} | fillnull value="never" age | table age`,
    ],
  },
  lag: {
    extend: 'inputs',
    query: [
      `| stats count max(lag) AS lag | eval lag=${inWords('lag')} | fillnull value="-" lag | table lag`,
    ],
  },
  failures: ofChosen(
    '| search status=failed | stats count sum(runs) AS runs | fillnull value=0 runs | fields runs',
  ),
  requested: ofChosen(
    '| stats count sum(requests) AS requests | fillnull value=0 requests | fields requests',
  ),
  status: {
    extend: 'inputs',
    query: [
      '| sort 0 +str(status), +str(misp_instance), +str(misp_input)',
      // Only an input whose name is one has a log: whoever else writes to the index does not make a search.
      `| eval last=strftime(last, "%Y-%m-%d %H:%M"), success=strftime(success, "%Y-%m-%d %H:%M"), lag=${inWords('lag')}, duration=round(duration, 1), Log="Log", _log="index=_internal sourcetype=splunkd component=ExecProcessor \\"misp://".replace(misp_input, "[^0-9A-Za-z_-]+", "*")."\\""`,
      '| fillnull value="-" success lag duration',
      '| rename misp_instance AS Instance, misp_input AS Input, status AS Status, last AS "Last run", success AS "Last success", lag AS Lag, duration AS Seconds, runs AS Runs, failed AS Failed, error AS Error',
      '| table Instance Input Status "Last run" "Last success" Lag Seconds Runs Failed Error Log _log',
    ],
  },
  by_status: hourly('sum(runs) BY status | fillnull value=0'),
  written: hourly('sum(attributes) AS indicators sum(deleted) AS withdrawn sum(sightings) AS sightings'),
  lags: hourly('max(minutes) BY misp_instance', '| eval minutes=round(longest_lag / 60, 1) '),
  durations: hourly('max(longest) BY misp_instance'),
  requests: hourly('sum(requests) AS requests sum(waited) AS "wait time (s)"'),
  errors: ofChosen(
    '| search status=failed',
    '| stats sum(runs) AS failures max(last) AS last BY misp_instance error | sort 0 -num(last), +str(error)',
    '| eval last=strftime(last, "%Y-%m-%d %H:%M")',
    '| rename misp_instance AS Instance, error AS Error, failures AS Times, last AS "Last time"',
    '| table Instance Error Times "Last time"',
  ),
  feeds: FEEDS,
  scheduled: {
    query: [
      'index=_internal sourcetype=scheduler savedsearch_name="MISP_*"',
      '| fields _time savedsearch_name status result_count run_time',
      '| eval succeeded=if(status="success", 1, 0), skipped=if(status="skipped", 1, 0), failed=if(match(status, "error|fail"), 1, 0)',
      '| stats sum(succeeded) AS succeeded sum(failed) AS failed sum(skipped) AS skipped max(_time) AS last latest(status) AS status sum(result_count) AS results max(run_time) AS longest BY savedsearch_name',
      '| sort 50 -num(failed), -num(skipped), +str(savedsearch_name)',
      '| eval last=strftime(last, "%Y-%m-%d %H:%M"), longest=round(longest, 1)',
      '| fillnull value="-" longest results',
      '| rename savedsearch_name AS Search, succeeded AS Runs, failed AS Failed, skipped AS Skipped, last AS "Last run", status AS Status, results AS Results, longest AS "Longest (s)"',
      '| table Search Runs Failed Skipped "Last run" Status Results "Longest (s)"',
    ],
  },
  instances: menu('runs', 'misp_instance'),
  ...guideSearches,
};
