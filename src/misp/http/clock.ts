import { MAX_SMALL_RESPONSE_BYTES } from './bounds.ts';
import type { MispResponse, MispRequest } from './http.ts';

export interface ClockReading {
  /** MISP's clock in whole Unix seconds. */
  readonly now: number;
  /** Seconds that MISP's clock is ahead of the local one. */
  readonly offset: number;
}

/**
 * Reads MISP's clock from the Date header. MISP's timestamps come from the same clock.
 *
 * @param now the local clock, in Unix milliseconds @throws MispError
 */
export async function readClock(
  send: (request: MispRequest) => Promise<MispResponse>,
  now: () => number,
): Promise<ClockReading> {
  const sentAt = now();
  const { headers } = await send({
    method: 'GET',
    path: '/servers/getVersion',
    maxBytes: MAX_SMALL_RESPONSE_BYTES,
  });
  const localNow = (sentAt + now()) / 2000;
  const serverNow = Date.parse(headers.get('date') ?? '') / 1000;
  if (Number.isNaN(serverNow)) return { now: Math.floor(localNow), offset: 0 };
  // The header has whole seconds, so half a second has passed on average.
  return { now: serverNow, offset: Math.round(serverNow + 0.5 - localNow) };
}
