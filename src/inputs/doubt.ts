import type { MispClient } from '../misp/client.ts';

/** How many events the key may see. */
export function countEvents(client: MispClient, signal: AbortSignal): Promise<number> {
  return eventsSince(client, 1, signal);
}

/**
 * Whether, since a run began, something may have been deleted: that moves rows from a page to the one before, which may
 * have been read. An event that loses an attribute is changed; an event that is deleted leaves fewer.
 */
export async function hasChangedSince(
  client: MispClient,
  run: { readonly started: number; readonly events: number },
  signal: AbortSignal,
): Promise<boolean> {
  if ((await countEvents(client, signal)) < run.events) return true;
  return (await eventsSince(client, run.started, signal)) > 0;
}

async function eventsSince(client: MispClient, since: number, signal: AbortSignal): Promise<number> {
  const body = { returnFormat: 'json', metadata: true, timestamp: String(since), limit: 1, page: 1 };
  const { headers } = await client.call({ method: 'POST', path: '/events/restSearch', body }, signal);
  return Number(headers.get('x-result-count') ?? 0);
}
