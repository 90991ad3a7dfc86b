import type { FinishedJob, Jobs, TimeRange } from '../../splunkd/jobs.ts';
import type { Splunkd } from '../../splunkd/splunkd.ts';
import type { Instances } from '../../splunkd/instances.ts';
import type { Context } from '../../protocol/command.ts';
import type { Services } from '../shared/services.ts';

/** The result of a check. */
export interface Outcome {
  readonly result: 'passed' | 'failed' | 'skipped';
  /** What the check observed. */
  readonly found: string;
  /** What to do; only for a check that failed or was skipped. */
  readonly advice?: string;
}

/** What checks work with. */
export interface CheckContext {
  readonly splunkd: Splunkd;
  readonly jobs: Pick<Jobs, 'run'>;
  readonly instances: Instances;
  readonly context: Context<Services>;
}

/** Checks one assumption of the app about Splunk. */
export interface Check {
  /** The assumption: a sentence that is true if the check passes. */
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

/** A check that runs one search and looks at its final state only. */
export function searchCheck(
  name: string,
  search: string,
  outcomeOf: (job: FinishedJob) => Outcome,
  range?: TimeRange,
): Check {
  return { name, run: async ({ jobs }) => outcomeOf(await jobs.run(search, range)) };
}

/** The final state of a search, as text. splunkd may report a command's message twice, once with the command's name in front. */
export function describeJob({ hasFailed, messages }: FinishedJob): string {
  const state = hasFailed ? 'the search failed' : 'the search succeeded';
  const texts = new Set(messages.map((text) => text.replace(/^(?:Error in '\w*' command: )+/, '')));
  return texts.size === 0 ? `${state}, without a message` : `${state}: ${[...texts].join(' ')}`;
}
