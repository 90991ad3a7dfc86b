import { setTimeout as sleep } from 'node:timers/promises';

/** What is not true by then never is, even on a busy machine. Less than the time limit of a test, so that it is the message. */
const LIMIT_SECONDS = 50;
const INTERVAL_MS = 5;

/**
 * Waits until something is true. A fixed time is too short on a busy machine, and too long on any other.
 *
 * @param what for the message, as in `MISP has a request`
 * @throws Error when it does not become true
 */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + LIMIT_SECONDS * 1000;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`Not within ${LIMIT_SECONDS} seconds: ${what}.`);
    await sleep(INTERVAL_MS);
  }
}
