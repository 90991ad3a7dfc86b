import { setTimeout as sleep } from 'node:timers/promises';
import pRetry from 'p-retry';
import { MispError } from '../errors.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;

/** Called with an error after which something is tried again. */
export type OnWait = (error: MispError) => void;

/** How long the requests to one MISP are tried again. */
export interface Patience {
  /**
   * A person waits: as long as MISP has never answered, that it cannot be reached is said within a second or so. A
   * typing mistake in an address is such a failure, and no waiting mends it.
   */
  readonly isInteractive?: boolean;
  readonly onWait?: OnWait;
}

export interface RetryLimits {
  /** Seconds from the first try within which the next one begins, after this error. */
  readonly secondsAfter: (error: MispError) => number;
  /** The most that `secondsAfter` returns. */
  readonly most: number;
  readonly signal: AbortSignal;
  readonly onWait?: OnWait | undefined;
}

/** Tries again after errors that may pass, with growing, jittered waits (or as long as the error says). */
export function retrying<T>(
  attempt: () => Promise<T>,
  { secondsAfter, most, signal, onWait }: RetryLimits,
): Promise<T> {
  const started = performance.now();
  return pRetry(attempt, {
    retries: Infinity,
    minTimeout: Math.min(FIRST_WAIT_MS, most * 250),
    maxTimeout: LONGEST_WAIT_MS,
    maxRetryTime: most * 1000,
    randomize: true,
    signal,
    onFailedAttempt: async ({ error }) => {
      if (!(error instanceof MispError)) throw error;
      const { retryAfter: wait } = error;
      const elapsed = (performance.now() - started) / 1000;
      if (wait === undefined || elapsed + wait >= secondsAfter(error)) throw error;
      onWait?.(error);
      if (wait > 0) await sleep(wait * 1000, undefined, { signal });
    },
  });
}
