import type { FinishedJob } from '../../splunkd/jobs.ts';
import {
  type Check,
  describeJob,
  failed,
  type Outcome,
  passed,
  searchCheck,
  skipped,
  type CheckContext,
} from './check.ts';

/** No instance has this name: the page allows no hyphens. */
const NO_INSTANCE = 'no-such-instance';
const FAILING = `| mispgetioc misp_instance=${NO_INSTANCE} last=1h`;

/** A lookup file that only this check uses. */
const SCRATCH = 'misp_selftest.csv';

const REPORT =
  'Report it to the maintainers of the app, with the version of Splunk: on this Splunk an outage of MISP would look like an empty result.';

/** Checks that a failed command fails its search. Otherwise an outage of MISP could overwrite lookups. */
export const failureChecks: readonly Check[] = [
  searchCheck('A command that fails while it runs fails its search with a message', FAILING, (job) =>
    failsWith(job, NO_INSTANCE),
  ),
  searchCheck(
    'A command with an invalid option fails its search with a message',
    '| mispgetioc limit=many',
    (job) => failsWith(job, 'limit'),
  ),
  { name: 'A failed command does not change the lookup after it', run: leavesLookup },
  searchCheck(
    'inputlookup strict=true fails a search whose lookup is missing',
    '| inputlookup strict=true misp_selftest_missing.csv',
    (job) =>
      job.hasFailed
        ? passed(describeJob(job))
        : failed(
            describeJob(job),
            'Disable the searches MISP_ES_*: without its state a feed would overwrite it.',
          ),
  ),
];

function failsWith(job: FinishedJob, word: string): Outcome {
  if (!job.hasFailed) return failed(describeJob(job), REPORT);
  const saysWhy = job.messages.some((text) => text.includes(word));
  return saysWhy
    ? passed(describeJob(job))
    : failed(describeJob(job), 'Searches fail without a message. Report it to the maintainers of the app.');
}

async function leavesLookup({ jobs }: CheckContext): Promise<Outcome> {
  const made = await jobs.run(`| makeresults | eval kept="yes" | table kept | outputlookup ${SCRATCH}`);
  if (made.hasFailed)
    return skipped(
      describeJob(made),
      'Run it as a user who may write lookups in this app, an administrator for instance.',
    );
  await jobs.run(`${FAILING} | table misp_value | outputlookup ${SCRATCH}`);
  const after = await jobs.run(`| inputlookup ${SCRATCH} | where kept="yes" | stats count`);
  // Without rows, outputlookup deletes the file.
  await jobs.run(`| makeresults | where 1=2 | table kept | outputlookup ${SCRATCH}`);
  const isKept = after.rows[0]?.['count'] === '1';
  return isKept
    ? passed('the lookup still has its row')
    : failed(`the lookup has lost its row; ${describeJob(after)}`, REPORT);
}
