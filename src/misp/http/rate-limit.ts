import { RateLimitedError } from '../errors.ts';

/** As MISP's windows are by default. */
const UNKNOWN_WAIT_SECONDS = 60;
/** A window is minutes long; what is so much longer is none. */
const LONGEST_WAIT_SECONDS = 86_400;

/** 429. Source: MISP sends X-Rate-Limit-Reset in seconds; what is before it may send Retry-After, seconds or a date. */
export function rateLimited(
  name: string,
  words: string,
  headers: { get(name: string): string | null },
): RateLimitedError {
  const wait = waitIn(headers);
  const when = wait === undefined ? 'When it begins anew is not said.' : `It begins anew in ${wait} seconds.`;
  return new RateLimitedError(
    name,
    `MISP's rate limit is used up: ${words}. ${when} Search less often, or ask for a higher limit for this key's role.`,
    { retryAfter: wait ?? UNKNOWN_WAIT_SECONDS },
  );
}

function waitIn(headers: { get(name: string): string | null }): number | undefined {
  for (const name of ['x-rate-limit-reset', 'retry-after']) {
    const wait = secondsOf(headers.get(name)?.trim() ?? '');
    if (wait !== undefined) return wait;
  }
  return undefined;
}

/** Whole seconds from now of a number of them, a moment in Unix seconds, or a date; undefined for what is neither. */
function secondsOf(text: string): number | undefined {
  const now = Date.now() / 1000;
  const isNumber = /^\d+(\.\d+)?$/.test(text);
  const number = isNumber ? Number(text) : Date.parse(text) / 1000;
  // A number as large as that is a moment: no window is thirty years long.
  const isMoment = !isNumber || number >= 1e9;
  const wait = Math.ceil(isMoment ? number - now : number);
  if (Number.isNaN(wait) || wait > LONGEST_WAIT_SECONDS) return undefined;
  // A moment that is over, by a clock that differs: at once would be a request too many.
  if (wait < 0) return isMoment && wait > -LONGEST_WAIT_SECONDS ? 1 : undefined;
  return wait;
}
