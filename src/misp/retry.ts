import { setTimeout as sleep } from 'node:timers/promises';
import pRetry from 'p-retry';
import { MispError } from './errors.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

/** Told of an error after which something is tried again. */
export type OnWait = (error: MispError) => void;

/**
 * Tries again after errors that may pass, with growing, jittered waits (or as long as the error says), as long as the
 * next try begins within `seconds` of the first.
 */
export function retrying<T>(
  attempt: () => Promise<T>,
  seconds: number,
  signal: AbortSignal,
  onWait?: OnWait,
): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  return pRetry(attempt, {
    retries: Infinity,
    minTimeout: Math.min(FIRST_WAIT_MS, seconds * 250),
    maxTimeout: LONGEST_WAIT_MS,
    maxRetryTime: seconds * 1000,
    randomize: true,
    signal,
    onFailedAttempt: async ({ error }) => {
      if (!(error instanceof MispError)) throw error;
      const { retryAfter: wait } = error;
      if (wait === undefined || performance.now() + wait * 1000 >= deadline) throw error;
      onWait?.(error);
      if (wait > 0) await sleep(wait * 1000, undefined, { signal });
    },
  });
}
