import type { Context } from '../../protocol/command.ts';
import { SplunkdError } from '../../splunkd/errors.ts';
import { Jobs } from '../../splunkd/jobs.ts';
import type { Services } from '../shared/services.ts';
import { type Check, failed, type Outcome, type CheckContext } from './check.ts';
import { environmentChecks } from './environment-checks.ts';
import { failureChecks } from './failure-checks.ts';
import { mispChecks } from './misp-checks.ts';
import { rowChecks } from './row-checks.ts';

const CHECKS: readonly Check[] = [...environmentChecks, ...failureChecks, ...rowChecks, ...mispChecks];

/** Runs all checks one after the other, since the number of concurrent searches of a user is limited. */
export async function* runChecks(context: Context<Services>): AsyncGenerator<Outcome & { check: string }> {
  const { info, services } = context;
  const [splunkd, instances] = await Promise.all([services.splunkd(info), services.instances(info)]);
  const subject: CheckContext = { splunkd, jobs: new Jobs(splunkd), instances, context };
  for (const check of CHECKS) {
    context.signal.throwIfAborted();
    yield { check: check.name, ...(await outcomeOf(check, subject)) };
  }
}

async function outcomeOf(check: Check, subject: CheckContext): Promise<Outcome> {
  try {
    return await check.run(subject);
  } catch (error) {
    if (!(error instanceof SplunkdError)) throw error;
    return failed(error.message, 'The checks after it may fail for the same reason.');
  }
}
