import { countHeader } from '../http/responses.ts';
import type { MispResponse, MispRequest } from '../http/http.ts';

type Send = (request: MispRequest) => Promise<MispResponse>;

/** What MISP looked like when a walk began. */
export interface Beginning {
  /** Unix seconds of MISP's clock. */
  readonly started: number;
  /** How many events the key may see, and how many of them are published. */
  readonly events: number;
  readonly published: number;
}

/** @param started Unix seconds of MISP's clock @throws MispError */
export async function noteBeginning(send: Send, started: number): Promise<Beginning> {
  const { events, published } = await countAll(send);
  return { started, events, published };
}

/**
 * Whether, since a walk over pages began, rows may have left its result. That moves later rows onto pages that were
 * read already. An event that loses an attribute, or whose attribute or tag changes, is changed itself; one that is
 * published again may leave a range of publication times; one that is deleted or withdrawn leaves fewer events, or fewer
 * that are published. Local tags and objects deleted for good move no clock of MISP's. Source: a MISP 2.5 that was changed and asked.
 */
export async function isDisturbed(send: Send, beginning: Beginning): Promise<boolean> {
  const { events, published, now } = await countAll(send);
  if (events < beginning.events || published < beginning.published) return true;
  // Up to now, since an event from another MISP may have a time in the future, and always has it.
  const during = [String(beginning.started), String(now)];
  const [changed, republished] = await Promise.all([
    countEvents(send, { timestamp: during }),
    countEvents(send, { publish_timestamp: during }),
  ]);
  return changed.count + republished.count > 0;
}

async function countAll(send: Send): Promise<Omit<Beginning, 'started'> & { readonly now: number }> {
  const [all, published] = await Promise.all([
    countEvents(send, { timestamp: '1' }),
    countEvents(send, { published: 1 }),
  ]);
  return { events: all.count, published: published.count, now: all.now };
}

/** And MISP's clock when it answered, Unix seconds. */
async function countEvents(
  send: Send,
  filter: Readonly<Record<string, unknown>>,
): Promise<{ readonly count: number; readonly now: number }> {
  const body = { returnFormat: 'json', metadata: true, ...filter, limit: 1, page: 1 };
  const { headers } = await send({ method: 'POST', path: '/events/restSearch', body });
  const now = Date.parse(headers.get('date') ?? '') || Date.now();
  return { count: countHeader(headers, 'x-result-count') ?? 0, now: Math.ceil(now / 1000) };
}
