import { toNumber } from '../http/responses.ts';
import type { EventWalk } from './event-walk.ts';
import type { MispResponse, MispRequest } from '../http/http.ts';
import type { Warnings } from '../warnings.ts';
import type { Query } from '../query/query.ts';
import { type WholeEvent, wholeEventsIn } from './whole-events.ts';

export interface WholeEventWalkOptions {
  readonly query: Query;
  /** Finds the same events without their attributes and objects. */
  readonly walk: EventWalk;
  readonly warnings: Warnings;
  readonly send: (request: MispRequest) => Promise<MispResponse>;
  /** Converts an error of `wholeEventsIn` to one with a readable message. */
  readonly toReadableError: (error: unknown, answer: Buffer) => unknown;
}

/** A single event may have more. */
const ATTRIBUTES_PER_REQUEST = 2_000;
const EVENTS_PER_REQUEST = 20;

/**
 * Yields events with their attributes and objects, ordered by id. MISP sends an event only as a whole. A first request
 * for metadata gives the number of attributes of each event, which determines the events of one request.
 */
export async function* walkWholeEvents(options: WholeEventWalkOptions): AsyncGenerator<WholeEvent> {
  const { query, walk, warnings, send, toReadableError } = options;
  for await (const page of walk.pages()) {
    for (const ids of batchIds(page)) {
      const extent = { limit: ids.length, page: 1 };
      const body = { order: 'id asc', ...query, ...extent, eventid: ids, returnFormat: 'json' };
      const request = { method: 'POST', path: '/events/restSearch', body, asBytes: true } as const;
      const answer = (await send(request)).body as Buffer;
      yield* wholeEventsIn(answer, ids.length, warnings, (error) => toReadableError(error, answer));
    }
  }
}

function* batchIds(
  events: readonly { readonly id: string; readonly [member: string]: unknown }[],
): Generator<readonly string[]> {
  let ids: string[] = [];
  let attributes = 0;
  for (const { id, attribute_count } of events) {
    const count = toNumber(attribute_count);
    if (
      ids.length === EVENTS_PER_REQUEST ||
      (ids.length > 0 && attributes + count > ATTRIBUTES_PER_REQUEST)
    ) {
      yield ids;
      ids = [];
      attributes = 0;
    }
    ids.push(id);
    attributes += count;
  }
  if (ids.length > 0) yield ids;
}
