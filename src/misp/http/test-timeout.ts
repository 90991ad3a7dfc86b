import { TimedOutError } from '../errors.ts';

/** Splunk Web waits 30 s for splunkd, and splunkd ends a validation of its own accord: a test must be over before. */
const TEST_SECONDS = 20;

/**
 * Work that a person waits for at a form, like a test of a connection.
 * @param instance for the message @throws TimedOutError when it takes longer than that
 */
export async function withinTest<T>(
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
      `MISP did not answer within ${seconds} seconds, which is as long as this test waits. Check the address and how busy MISP is; searches wait longer (read_timeout).`,
      { cause: error },
    );
  }
}
