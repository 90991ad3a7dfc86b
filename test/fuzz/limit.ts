import type { Outcome } from './outcome.ts';

/** A reader that has not come to its end by then never will; without its MISP it does. */
const LIMIT_SECONDS = 60;

/** @throws Error when there is no end */
export async function withinLimit(run: Promise<Outcome>): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no end after ${LIMIT_SECONDS} seconds`));
    }, LIMIT_SECONDS * 1000);
  });
  run.catch(() => undefined);
  try {
    return await Promise.race([run, limit]);
  } finally {
    clearTimeout(timer);
  }
}
