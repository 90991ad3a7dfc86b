import { setTimeout as sleep } from 'node:timers/promises';

/** What is not true by then never is, even on a busy machine. */
const LIMIT_SECONDS = 60;
const INTERVAL_MS = 5;

/**
 * Waits until something is true. A fixed time is too short on a busy machine, and too long on any other.
 *
 * @param what for the message, as in `MISP has a request`
 * @throws Error after a minute
 */
export async function until(what: string, isTrue: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + LIMIT_SECONDS * 1000;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`Not within ${LIMIT_SECONDS} seconds: ${what}.`);
    await sleep(INTERVAL_MS);
  }
}
