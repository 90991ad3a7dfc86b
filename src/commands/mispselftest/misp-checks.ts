import { statusesOf } from '../shared/instance-status.ts';
import { type Check, failed, type Outcome, passed, skipped, type CheckContext } from './check.ts';

/** Finds the last run of each input in the index. */
const RUNS =
  'search `misp_index` sourcetype="misp:run" | stats latest(_time) AS last latest(status) AS status latest(error) AS error by misp_input';

/** Checks the MISP instances and the inputs. */
export const mispChecks: readonly Check[] = [
  { name: 'Every MISP instance answers', run: instancesAnswer },
  { name: 'The last run of every input succeeded', run: inputsRan },
];

async function instancesAnswer({ instances, context: { services, signal } }: CheckContext): Promise<Outcome> {
  const names = await instances.enabled();
  if (names.length === 0) return skipped('there is none', 'Create one in Configuration > Inputs.');
  const rows = await statusesOf(names, instances, services.now, signal);
  const said = rows.map(
    (row) => `${String(row['misp_instance'])}: ${String(row['error'] ?? `MISP ${String(row['version'])}`)}`,
  );
  const found = said.join('; ');
  if (rows.every((row) => row['reachable'] === 'True')) return passed(found);
  return failed(found, '| mispstatus says more of each.');
}

async function inputsRan({ jobs }: CheckContext): Promise<Outcome> {
  const { hasFailed, messages, rows } = await jobs.run(RUNS, { earliest: '-7d', latest: 'now' });
  if (hasFailed) return failed(messages.join(' '), 'The macro misp_index names the index of the inputs.');
  if (rows.length === 0)
    return skipped(
      'no input has run within 7 days, in the index of the macro misp_index',
      'Create one in Configuration > Inputs.',
    );
  const said = rows.map((row) => {
    const error = row['error'];
    const why = row['status'] !== 'success' && error !== undefined ? ` (${error})` : '';
    return `${row['misp_input'] ?? ''}: ${row['status'] ?? ''}${why}`;
  });
  const isRight = rows.every(({ status }) => status === 'success');
  return isRight
    ? passed(said.join('; '))
    : failed(said.join('; '), 'The MISP health dashboard shows its runs.');
}
