import { rename } from 'node:fs/promises';
import pRetry from 'p-retry';

/** Windows renames no file onto one that another program has open: a virus scanner, or a backup, for a moment. */
const PASSING = ['EPERM', 'EACCES', 'EBUSY'];
const RETRIES = 8;
const FIRST_WAIT_MS = 20;

/**
 * Puts a file in the place of another, all of it or nothing. On Windows it is tried again for about five seconds; elsewhere
 * these failures do not pass.
 */
export async function replaceFile(
  from: string,
  to: string,
  platform: NodeJS.Platform,
  move: typeof rename = rename,
): Promise<void> {
  await pRetry(() => move(from, to), {
    retries: platform === 'win32' ? RETRIES : 0,
    minTimeout: FIRST_WAIT_MS,
    shouldRetry: ({ error }) => PASSING.includes((error as NodeJS.ErrnoException).code ?? ''),
  });
}
