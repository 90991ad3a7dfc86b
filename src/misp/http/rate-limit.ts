import { plural } from '../../common/plural.ts';
import { RateLimitedError } from '../errors.ts';

/** The default window of MISP. */
const DEFAULT_WAIT_SECONDS = 60;
/** A window is minutes long. A longer wait is a malformed header. */
const MAX_WAIT_SECONDS = 86_400;

/** The error for a 429. Source: MISP sends X-Rate-Limit-Reset in seconds; a proxy may send Retry-After, seconds or a date. */
export function rateLimitError(
  name: string,
  words: string,
  headers: { get(name: string): string | null },
): RateLimitedError {
  const wait = secondsUntilReset(headers);
  const when =
    wait === undefined
      ? 'The server does not say when it resets.'
      : `It resets in ${plural(wait, 'second')}.`;
  return new RateLimitedError(
    name,
    `MISP's rate limit is exhausted: ${words}. ${when} Search less often, or ask for a higher limit for this key's role.`,
    { retryAfter: wait ?? DEFAULT_WAIT_SECONDS },
  );
}

function secondsUntilReset(headers: { get(name: string): string | null }): number | undefined {
  for (const name of ['x-rate-limit-reset', 'retry-after']) {
    const wait = parseWait(headers.get(name)?.trim() ?? '');
    if (wait !== undefined) return wait;
  }
  return undefined;
}

/** Whole seconds to wait, from a number of seconds, a Unix time or a date. Undefined for anything else. */
function parseWait(text: string): number | undefined {
  const now = Date.now() / 1000;
  const isNumber = /^\d+(\.\d+)?$/.test(text);
  const number = isNumber ? Number(text) : Date.parse(text) / 1000;
  // Such a large number is a Unix time: no window is thirty years long.
  const isTimestamp = !isNumber || number >= 1e9;
  const wait = Math.ceil(isTimestamp ? number - now : number);
  if (Number.isNaN(wait) || wait > MAX_WAIT_SECONDS) return undefined;
  // The server's clock differs. Wait a second: an immediate retry would be rejected too.
  if (wait < 0) return isTimestamp && wait > -MAX_WAIT_SECONDS ? 1 : undefined;
  return wait;
}
