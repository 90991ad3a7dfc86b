import { toNumber } from '../http/responses.ts';
import type { EventWalk } from './event-walk.ts';
import type { MispResponse, MispRequest } from '../http/http.ts';
import type { Warnings } from '../warnings.ts';
import type { Query } from '../query/query.ts';
import { type WholeEvent, wholeEventsIn } from './whole-events.ts';

export interface WholeEventWalkOptions {
  readonly query: Query;
  /** Finds the same events without what is in them. */
  readonly walk: EventWalk;
  readonly notes: Warnings;
  readonly send: (request: MispRequest) => Promise<MispResponse>;
  /** What goes wrong with an answer, as an error for people: see wholeEventsIn. */
  readonly errorOf: (error: unknown, answer: Buffer) => unknown;
}

/** Asked for at once, unless a single event has more. */
const ATTRIBUTES_AT_ONCE = 2_000;
const EVENTS_AT_ONCE = 20;

/**
 * Events with what is in them, in the order of their ids. MISP sends an event only as a whole: which are asked for at
 * once is decided by how much is in them, which a first request without their contents tells.
 */
export async function* walkWholeEvents(options: WholeEventWalkOptions): AsyncGenerator<WholeEvent> {
  const { query, walk, notes, send, errorOf } = options;
  for await (const page of walk.pages()) {
    for (const ids of batchesOf(page)) {
      const extent = { limit: ids.length, page: 1 };
      const body = { order: 'id asc', ...query, ...extent, eventid: ids, returnFormat: 'json' };
      const request = { method: 'POST', path: '/events/restSearch', body, asBytes: true } as const;
      const answer = (await send(request)).body as Buffer;
      yield* wholeEventsIn(answer, ids.length, notes, (error) => errorOf(error, answer));
    }
  }
}

function* batchesOf(
  events: readonly { readonly id: string; readonly [member: string]: unknown }[],
): Generator<readonly string[]> {
  let ids: string[] = [];
  let attributes = 0;
  for (const { id, attribute_count } of events) {
    const count = toNumber(attribute_count);
    if (ids.length === EVENTS_AT_ONCE || (ids.length > 0 && attributes + count > ATTRIBUTES_AT_ONCE)) {
      yield ids;
      ids = [];
      attributes = 0;
    }
    ids.push(id);
    attributes += count;
  }
  if (ids.length > 0) yield ids;
}
