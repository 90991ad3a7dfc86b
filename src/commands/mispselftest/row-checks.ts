import { quote } from '../../common/quote.ts';
import type { FinishedJob } from '../../splunkd/jobs.ts';
import { type Check, describeJob, failed, type Outcome, passed, searchCheck } from './check.ts';
import { SAMPLE_TEXT, SAMPLE_VALUES } from './sample.ts';

/** More than the default of `maxresultrows`, so that splunkd needs several responses. */
const MANY = 60_000;
/** Two and a half chunks of mispintel. */
const CHUNKED = 5000;

const REPORT = 'Report it to the maintainers of the app, with the version of Splunk.';

/** Checks how splunkd reads and passes on rows. */
export const rowChecks: readonly Check[] = [
  searchCheck(
    `${MANY} rows of a command arrive with unchanged texts and lists`,
    `| mispselftest rows=${MANY} | where text=${quote(SAMPLE_TEXT)} AND mvcount(values)=2` +
      ` AND mvindex(values, 0)=${quote(SAMPLE_VALUES[0])} AND mvindex(values, 1)=${quote(SAMPLE_VALUES[1])}` +
      ' | stats count min(number) AS first max(number) AS last',
    (job) => counted(job, { count: MANY, first: 1, last: MANY }),
  ),
  searchCheck(
    `${CHUNKED} rows pass through a command in chunks`,
    `| makeresults count=${CHUNKED} | streamstats count AS number` +
      ' | eval misp_type="domain", misp_value="n".number.".selftest.example", misp_attribute_uuid="u".number, misp_to_ids="True", misp_instance="selftest"' +
      ' | fields - number | mispintel collection=domain_intel | stats count',
    (job) => counted(job, { count: CHUNKED }),
  ),
  searchCheck(
    'An appended lookup comes after the existing rows',
    '| makeresults | eval kind="selftest" | table kind | inputlookup append=true misp_es_weight_default | streamstats count AS place | where kind="selftest" | stats count max(place) AS place',
    (job) => counted(job, { count: 1, place: 1 }),
  ),
  searchCheck(
    'appendpipe runs on no rows',
    '| makeresults | where 1=2 | appendpipe [ stats count ] | stats count AS rows',
    (job) => counted(job, { rows: 1 }),
  ),
];

/** @param expectedValues of the only row */
function counted(job: FinishedJob, expectedValues: Readonly<Record<string, number>>): Outcome {
  const row = job.rows[0] ?? {};
  const found = Object.keys(expectedValues).map((name) => `${name} ${row[name] ?? 'missing'}`);
  const isRight =
    !job.hasFailed && Object.entries(expectedValues).every(([name, value]) => Number(row[name]) === value);
  if (isRight) return passed(found.join(', '));
  const expected = Object.entries(expectedValues).map(([name, value]) => `${name} ${value}`);
  return failed(`${found.join(', ')} (expected: ${expected.join(', ')}); ${describeJob(job)}`, REPORT);
}
