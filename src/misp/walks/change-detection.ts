import { countHeader } from '../http/responses.ts';
import type { MispResponse, MispRequest } from '../http/http.ts';

type Send = (request: MispRequest) => Promise<MispResponse>;

/** The counts of events when a walk began. */
export interface Snapshot {
  /** Unix seconds of MISP's clock. */
  readonly started: number;
  /** Number of events that the key may see. */
  readonly events: number;
  readonly published: number;
}

/** Counts the events of MISP. @param started Unix seconds of MISP's clock @throws MispError */
export async function takeSnapshot(send: Send, started: number): Promise<Snapshot> {
  const { events, published } = await countVisibleEvents(send);
  return { started, events, published };
}

/**
 * Whether rows may have left the result of a walk since the snapshot. Later rows then moved to pages that were already
 * read. A removed or changed attribute or tag changes its event. A republished event may leave a range of publication
 * times. A deleted or withdrawn event lowers a count. Not detected: local tags, and objects that are deleted permanently.
 * Source: measured with MISP 2.5.
 */
export async function hasChangedSince(send: Send, snapshot: Snapshot): Promise<boolean> {
  const { events, published, now } = await countVisibleEvents(send);
  if (events < snapshot.events || published < snapshot.published) return true;
  // End at now: an event from another MISP may have a time in the future and would always count as changed.
  const timeRange = [String(snapshot.started), String(now)];
  const [changed, republished] = await Promise.all([
    countEvents(send, { timestamp: timeRange }),
    countEvents(send, { publish_timestamp: timeRange }),
  ]);
  return changed.count + republished.count > 0;
}

async function countVisibleEvents(send: Send): Promise<Omit<Snapshot, 'started'> & { readonly now: number }> {
  const [all, published] = await Promise.all([
    countEvents(send, { timestamp: '1' }),
    countEvents(send, { published: 1 }),
  ]);
  return { events: all.count, published: published.count, now: all.now };
}

/** Counts the events that match a filter. `now` is MISP's clock, in Unix seconds. */
async function countEvents(
  send: Send,
  filter: Readonly<Record<string, unknown>>,
): Promise<{ readonly count: number; readonly now: number }> {
  const body = { returnFormat: 'json', metadata: true, ...filter, limit: 1, page: 1 };
  const { headers } = await send({ method: 'POST', path: '/events/restSearch', body });
  const now = Date.parse(headers.get('date') ?? '') || Date.now();
  return { count: countHeader(headers, 'x-result-count') ?? 0, now: Math.ceil(now / 1000) };
}
