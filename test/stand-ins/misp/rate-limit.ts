import type { ServerResponse } from 'node:http';
import { pretty, type Reply } from './replies.ts';

export interface RateLimit {
  readonly limit: number;
  /** Of a window, from its first request on. */
  readonly resetSeconds: number;
}

/** Counts requests and says so in headers; answers in MISP's place once there were too many. */
export function rateLimiter(
  rate: RateLimit | undefined,
): (path: string, response: ServerResponse) => Reply | undefined {
  let used = 0;
  return (path, response) => {
    if (!rate) return undefined;
    if (used === 0) setTimeout(() => (used = 0), rate.resetSeconds * 1000).unref();
    used += 1;
    response.setHeader('X-Rate-Limit-Limit', rate.limit);
    response.setHeader('X-Rate-Limit-Remaining', Math.max(0, rate.limit - used));
    response.setHeader('X-Rate-Limit-Reset', rate.resetSeconds);
    const message = 'Rate limit exceeded.';
    return used > rate.limit ? pretty({ name: message, message, url: path }, 429) : undefined;
  };
}
