import type { MispClient } from '../misp/client.ts';

/** How many events the key may see. */
export async function countEvents(client: MispClient, signal: AbortSignal): Promise<number> {
  return (await ask(client, 1, signal)).total;
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
  const { total } = await ask(client, 1, signal);
  return total < run.events || (await ask(client, run.started, signal)).total > 0;
}

async function ask(client: MispClient, since: number, signal: AbortSignal): Promise<{ total: number }> {
  const body = { returnFormat: 'json', metadata: true, timestamp: String(since), limit: 1, page: 1 };
  const { headers } = await client.call({ method: 'POST', path: '/events/restSearch', body }, signal);
  return { total: Number(headers.get('x-result-count') ?? 0) };
}
