import { plural } from '../../common/plural.ts';
import { TimedOutError } from '../errors.ts';

/** Splunk Web waits 30 s for splunkd, and splunkd also limits a validation. A test must end before. */
const TEST_SECONDS = 20;

/**
 * Limits the time of work that a form waits for, like a connection test.
 * @param instance for the message @param seconds the limit @throws TimedOutError when the work takes longer
 */
export async function withTestTimeout<T>(
  instance: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
  seconds = TEST_SECONDS,
): Promise<T> {
  const limit = AbortSignal.timeout(seconds * 1000);
  try {
    return await work(AbortSignal.any([signal, limit]));
  } catch (error) {
    if (!limit.aborted || signal.aborted) throw error;
    throw new TimedOutError(
      instance,
      `MISP did not respond within ${plural(seconds, 'second')}, the limit of this test. Check the address and the load of MISP; searches wait longer (read_timeout).`,
      { cause: error },
    );
  }
}
