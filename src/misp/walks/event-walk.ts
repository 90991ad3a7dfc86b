import { NumberSet } from '../../common/number-set.ts';
import { countHeader } from '../http/responses.ts';
import { eventChecker } from '../rows/event-shape.ts';
import type { MispEvent } from '../rows/event-types.ts';
import type { MispResponse, MispRequest } from '../http/http.ts';
import type { Warnings } from '../warnings.ts';
import { PageWatch } from './repeat-guard.ts';
import { EndlessWalkError, type Extent } from './pages.ts';
import type { Query } from '../query/query.ts';
import { UnusableRow } from '../rows/shape.ts';

export interface EventWalkOptions {
  readonly query: Query;
  readonly extent: Extent;
  readonly notes: Warnings;
  readonly send: (request: MispRequest) => Promise<MispResponse>;
  /** @param limit rows that were asked for @throws BadAnswerError */
  readonly rowsOf: (answer: MispResponse, limit: number) => readonly unknown[];
}

const EVENTS_A_PAGE = 50;
const MAX_EMPTY_PAGES = 100;

/** A walk over the pages of events/restSearch, whose `X-Result-Count` is the number of all events that match. */
export class EventWalk {
  readonly #options: EventWalkOptions;
  readonly #seen = new NumberSet();

  constructor(options: EventWalkOptions) {
    this.#options = options;
  }

  /**
   * MISP counts some events that it then leaves out, and a server may cap the limit: so a walk that has had fewer than
   * the total goes on until nothing comes. @throws EndlessWalkError
   */
  async *pages(): AsyncGenerator<readonly MispEvent[]> {
    const { query, extent, send, rowsOf } = this.#options;
    const limit = extent.only?.size ?? extent.pageSize ?? EVENTS_A_PAGE;
    const watch = new PageWatch(this.#seen);
    let received = 0;
    let emptyPages = 0;
    for (let page = extent.only?.page ?? 1; ; page += 1) {
      const body = { order: 'id asc', ...query, limit, page, returnFormat: 'json' };
      const answer = await send({ method: 'POST', path: '/events/restSearch', body });
      const rows = rowsOf(answer, limit);
      const total = countHeader(answer.headers, 'x-result-count');
      const fresh = this.#newOf(rows);
      watch.see(rows);
      yield fresh;
      if (extent.only) return;
      received += rows.length;
      emptyPages = rows.length > 0 ? 0 : emptyPages + 1;
      if (emptyPages > MAX_EMPTY_PAGES)
        throw new EndlessWalkError(`MISP answers page after page without events (${emptyPages} so far).`);
      if (total === undefined ? rows.length === 0 : this.#isOver(total, received, page * limit, rows.length))
        return;
    }
  }

  #isOver(total: number, received: number, asked: number, rows: number): boolean {
    if (asked < total) return false;
    if (received >= total) return true;
    if (rows > 0) return false;
    this.#options.notes.add(
      `MISP counts ${total} events, and sent ${received}: the others were deleted meanwhile, or MISP leaves them out after counting.`,
    );
    return true;
  }

  #newOf(rows: readonly unknown[]): readonly MispEvent[] {
    const events: MispEvent[] = [];
    for (const one of rows) {
      const event = eventChecker.check(one);
      if (event instanceof UnusableRow) {
        this.#options.notes.addDropped('events', one, event);
        continue;
      }
      const id = Number(event.id);
      if (this.#seen.has(id)) continue;
      this.#seen.add(id);
      events.push(event);
    }
    return events;
  }
}
