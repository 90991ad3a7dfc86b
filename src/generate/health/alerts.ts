import { alertOnEachResult, scheduled } from '../scheduled.ts';

/** The dashboard and the alerts leave out what is no longer there after a week. */
const RUNS = '| search `misp_index` sourcetype=misp:run earliest=-7d latest=now';
const SCHEDULER =
  '| search index=_internal sourcetype=scheduler savedsearch_name="MISP_*" NOT savedsearch_name="MISP_health_*" earliest=-7d latest=now';

/** Alerts on inputs and scheduled searches that fail or fall behind, each once a day. */
export function healthAlerts(): string[] {
  return [inputs(), searches()];
}

function inputs(): string {
  return scheduled('MISP_health_inputs', {
    cron: '11,41 * * * *',
    window: 10,
    description:
      'Alerts when an input fails (its last run failed, and none succeeded within an hour) or falls behind (its data or its last success is older than the macro misp_health_max_lag). Enable it under Settings > Searches, reports, and alerts, and add an action, for example an e-mail.',
    search: [
      RUNS,
      '| eval succeeded=if(status="success", _time, null())',
      '| stats max(_time) AS last latest(status) AS status latest(error) AS error latest(lag) AS lag max(succeeded) AS succeeded count AS runs BY misp_instance misp_input',
      '| eval age=now() - coalesce(succeeded, 0)',
      '| eval problem=case(status="failed" AND age > 3600, "The last run failed: ".coalesce(error, "no reason given"), now() - last > `misp_health_max_lag`, "No run since ".strftime(last, "%Y-%m-%d %H:%M").". Is the input disabled?", age > `misp_health_max_lag`, "No successful run ".if(isnull(succeeded), "for a week", "since ".strftime(succeeded, "%Y-%m-%d %H:%M")).".", lag > `misp_health_max_lag`, "The data is ".round(lag / 3600)." hours behind MISP.")',
      '| where isnotnull(problem)',
      '| table misp_instance misp_input problem last succeeded lag runs',
    ].join('\n'),
    more: alertOnEachResult(['misp_instance', 'misp_input']),
  });
}

function searches(): string {
  return scheduled('MISP_health_searches', {
    cron: '14,44 * * * *',
    window: 10,
    description:
      'Alerts when a feed or another scheduled search of this app fails, or has not succeeded for as long as the macro misp_health_max_lag. The owner must be allowed to search _internal. Enable it under Settings > Searches, reports, and alerts, and add an action, for example an e-mail.',
    search: [
      SCHEDULER,
      '| eval succeeded=if(status="success", _time, null()), failed=if(match(status, "error|fail"), 1, 0)',
      '| stats max(_time) AS last latest(status) AS status max(succeeded) AS succeeded sum(failed) AS failed count AS runs BY savedsearch_name',
      '| eval age=now() - coalesce(succeeded, 0)',
      '| eval problem=case(match(status, "error|fail"), "The last run failed (".status.").", now() - last > `misp_health_max_lag`, "No run since ".strftime(last, "%Y-%m-%d %H:%M").". Is the search disabled?", age > `misp_health_max_lag`, "No successful run ".if(isnull(succeeded), "for a week", "since ".strftime(succeeded, "%Y-%m-%d %H:%M")).": the last was ".status.".")',
      '| where isnotnull(problem)',
      '| table savedsearch_name problem last succeeded failed runs',
    ].join('\n'),
    more: alertOnEachResult(['savedsearch_name']),
  });
}
