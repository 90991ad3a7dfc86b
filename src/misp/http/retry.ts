import { setTimeout as sleep } from 'node:timers/promises';
import pRetry from 'p-retry';
import { MispError } from '../errors.ts';

const INITIAL_DELAY_MS = 500;
const MAX_DELAY_MS = 10_000;

/** Called with the error before each retry. */
export type OnRetry = (error: MispError) => void;

/** How requests to one MISP are retried. */
export interface RetryOptions {
  /**
   * A person waits for the result. Until MISP has responded once, connection failures are reported within about a
   * second: waiting does not fix a typing mistake in an address.
   */
  readonly isInteractive?: boolean;
  readonly onRetry?: OnRetry;
}

export interface RetryLimits {
  /** Seconds since the first attempt within which this error is retried. */
  readonly retryWindow: (error: MispError) => number;
  /** The largest value that `retryWindow` returns. */
  readonly maxSeconds: number;
  readonly signal: AbortSignal;
  readonly onRetry?: OnRetry | undefined;
}

/**
 * Retries after transient errors, with growing, jittered delays, or after the delay that the error names.
 * @throws the last error of `attempt`
 */
export function withRetries<T>(
  attempt: () => Promise<T>,
  { retryWindow, maxSeconds, signal, onRetry }: RetryLimits,
): Promise<T> {
  const started = performance.now();
  return pRetry(attempt, {
    retries: Infinity,
    minTimeout: Math.min(INITIAL_DELAY_MS, maxSeconds * 250),
    maxTimeout: MAX_DELAY_MS,
    maxRetryTime: maxSeconds * 1000,
    randomize: true,
    signal,
    onFailedAttempt: async ({ error }) => {
      if (!(error instanceof MispError)) throw error;
      const { retryAfter: wait } = error;
      const elapsed = (performance.now() - started) / 1000;
      if (wait === undefined || elapsed + wait >= retryWindow(error)) throw error;
      onRetry?.(error);
      if (wait > 0) await sleep(wait * 1000, undefined, { signal });
    },
  });
}
