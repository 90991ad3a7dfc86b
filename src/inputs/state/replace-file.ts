import { rename } from 'node:fs/promises';
import pRetry from 'p-retry';

/** Windows refuses to replace a file that another program has open, as virus scanners and backups briefly do. */
const TRANSIENT_ERRORS = ['EPERM', 'EACCES', 'EBUSY'];
const RETRIES = 8;
const FIRST_DELAY_MS = 20;

/**
 * Replaces a file with another one atomically. Retries for about five seconds on Windows; elsewhere these errors are not
 * transient.
 */
export async function replaceFile(
  from: string,
  to: string,
  platform: NodeJS.Platform,
  move: typeof rename = rename,
): Promise<void> {
  await pRetry(() => move(from, to), {
    retries: platform === 'win32' ? RETRIES : 0,
    minTimeout: FIRST_DELAY_MS,
    shouldRetry: ({ error }) => TRANSIENT_ERRORS.includes((error as NodeJS.ErrnoException).code ?? ''),
  });
}
