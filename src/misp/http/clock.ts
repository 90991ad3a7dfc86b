import { MAX_SMALL_ANSWER_BYTES } from './bounds.ts';
import type { MispAnswer, MispRequest } from './http.ts';

export interface ClockReading {
  /** MISP's clock in whole Unix seconds. */
  readonly now: number;
  /** Seconds that it is ahead of ours. */
  readonly difference: number;
}

/**
 * MISP's clock, by which it stamps what changes: its web server tells it with every answer.
 *
 * @param now our clock, milliseconds since 1970 @throws MispError
 */
export async function readClock(
  send: (request: MispRequest) => Promise<MispAnswer>,
  now: () => number,
): Promise<ClockReading> {
  const asked = now();
  const { headers } = await send({
    method: 'GET',
    path: '/servers/getVersion',
    maxBytes: MAX_SMALL_ANSWER_BYTES,
  });
  const ours = (asked + now()) / 2000;
  const theirs = Date.parse(headers.get('date') ?? '') / 1000;
  if (Number.isNaN(theirs)) return { now: Math.floor(ours), difference: 0 };
  // It tells whole seconds: half of one has gone by, on the average.
  return { now: theirs, difference: Math.round(theirs + 0.5 - ours) };
}
