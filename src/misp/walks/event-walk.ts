import { NumberSet } from '../../common/number-set.ts';
import { plural } from '../../common/plural.ts';
import { countHeader } from '../http/responses.ts';
import { eventChecker } from '../rows/event-shape.ts';
import type { MispEvent } from '../rows/event-types.ts';
import type { MispResponse, MispRequest } from '../http/http.ts';
import type { Warnings } from '../warnings.ts';
import { RepeatGuard } from './repeat-guard.ts';
import { EndlessWalkError, type Extent } from './pages.ts';
import type { Query } from '../query/query.ts';
import { UnusableRow } from '../rows/shape.ts';

export interface EventWalkOptions {
  readonly query: Query;
  readonly extent: Extent;
  readonly warnings: Warnings;
  readonly send: (request: MispRequest) => Promise<MispResponse>;
  /** Reads the rows of a response. @param limit rows that were requested @throws BadResponseError */
  readonly rowsOf: (answer: MispResponse, limit: number) => readonly unknown[];
}

const EVENTS_PER_PAGE = 50;
const MAX_EMPTY_PAGES = 100;

/** A walk over the pages of events/restSearch. Its `X-Result-Count` is the number of all matching events. */
export class EventWalk {
  readonly #options: EventWalkOptions;
  readonly #seenIds = new NumberSet();

  constructor(options: EventWalkOptions) {
    this.#options = options;
  }

  /**
   * Yields the events of each page, each once. MISP counts some events that it does not send, and a server may cap the
   * limit, so a walk with fewer rows than the total continues until an empty page. @throws EndlessWalkError
   */
  async *pages(): AsyncGenerator<readonly MispEvent[]> {
    const { query, extent, send, rowsOf } = this.#options;
    const limit = extent.only?.size ?? extent.pageSize ?? EVENTS_PER_PAGE;
    const repeatGuard = new RepeatGuard(this.#seenIds);
    let received = 0;
    let emptyPages = 0;
    for (let page = extent.only?.page ?? 1; ; page += 1) {
      const body = { order: 'id asc', ...query, limit, page, returnFormat: 'json' };
      const answer = await send({ method: 'POST', path: '/events/restSearch', body });
      const rows = rowsOf(answer, limit);
      const total = countHeader(answer.headers, 'x-result-count');
      const newEvents = this.#takeNew(rows);
      repeatGuard.check(rows);
      yield newEvents;
      if (extent.only) return;
      received += rows.length;
      emptyPages = rows.length > 0 ? 0 : emptyPages + 1;
      if (emptyPages > MAX_EMPTY_PAGES)
        throw new EndlessWalkError(`MISP sends page after page without events (${emptyPages} so far).`);
      if (
        total === undefined ? rows.length === 0 : this.#isLastPage(total, received, page * limit, rows.length)
      )
        return;
    }
  }

  #isLastPage(total: number, received: number, requested: number, rows: number): boolean {
    if (requested < total) return false;
    if (received >= total) return true;
    if (rows > 0) return false;
    this.#options.warnings.add(
      `MISP counts ${plural(total, 'event')}, and sent ${received}: the others were deleted meanwhile, or MISP drops them after counting.`,
    );
    return true;
  }

  #takeNew(rows: readonly unknown[]): readonly MispEvent[] {
    const events: MispEvent[] = [];
    for (const one of rows) {
      const event = eventChecker.check(one);
      if (event instanceof UnusableRow) {
        this.#options.warnings.addDropped('events', one, event);
        continue;
      }
      const id = Number(event.id);
      if (this.#seenIds.has(id)) continue;
      this.#seenIds.add(id);
      events.push(event);
    }
    return events;
  }
}
