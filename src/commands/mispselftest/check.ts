import type { FinishedJob, Jobs, TimeRange } from '../../splunkd/jobs.ts';
import type { Splunkd } from '../../splunkd/splunkd.ts';
import type { Instances } from '../../splunkd/instances.ts';
import type { Context } from '../../protocol/command.ts';
import type { Services } from '../shared/services.ts';

/** What came of a check. */
export interface Outcome {
  readonly result: 'passed' | 'failed' | 'skipped';
  /** What was seen. */
  readonly found: string;
  /** What to do about it; only of those that failed or were skipped. */
  readonly advice?: string;
}

/** What a check asks. */
export interface CheckContext {
  readonly splunkd: Splunkd;
  readonly jobs: Pick<Jobs, 'run'>;
  readonly instances: Instances;
  readonly context: Context<Services>;
}

/** One thing that the app takes for granted of Splunk. */
export interface Check {
  /** A sentence that is true when the check passes. */
  readonly name: string;
  /** @throws SplunkdError, which fails the check */
  run(subject: CheckContext): Promise<Outcome>;
}

export function passed(found: string): Outcome {
  return { result: 'passed', found };
}

export function failed(found: string, advice: string): Outcome {
  return { result: 'failed', found, advice };
}

export function skipped(found: string, advice = ''): Outcome {
  return { result: 'skipped', found, ...(advice !== '' && { advice }) };
}

/** A check by one search, of which only the end is looked at. */
export function searchCheck(
  name: string,
  search: string,
  outcomeOf: (job: FinishedJob) => Outcome,
  range?: TimeRange,
): Check {
  return { name, run: async ({ jobs }) => outcomeOf(await jobs.run(search, range)) };
}

/** How a search ended, in words. splunkd may say a command's message twice, once with the command's name before it. */
export function describeJob({ hasFailed, messages }: FinishedJob): string {
  const state = hasFailed ? 'the search failed' : 'the search was a success';
  const texts = new Set(messages.map((text) => text.replace(/^(?:Error in '\w*' command: )+/, '')));
  return texts.size === 0 ? `${state}, without a message` : `${state}: ${[...texts].join(' ')}`;
}
