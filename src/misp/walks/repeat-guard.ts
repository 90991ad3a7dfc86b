import type { NumberSet } from '../../common/number-set.ts';
import { MAX_SEEN_ID_BYTES } from '../http/bounds.ts';
import { EndlessWalkError } from './pages.ts';

/** Times that a page of old rows may come again. */
const MAX_REPEATS = 2;
/** Pages in a row of old rows: an old event of MISP that is published while it is read moves all rows on by its own. */
const MAX_STALE_PAGES = 1000;

/** Ends a walk over pages whose rows are the same again and again, or whose ids are more than can be remembered. */
export class PageWatch {
  readonly #seen: NumberSet;
  #size: number;
  /** Pages without a row that is new, since the last one with such a row. */
  readonly #stale = new Set<string>();
  #repeats = 0;

  /** @param seen the ids of the rows of all pages */
  constructor(seen: NumberSet) {
    this.#seen = seen;
    this.#size = seen.size;
  }

  /** Called with each page when its ids are noted. @throws EndlessWalkError */
  see(rows: readonly unknown[]): void {
    if (this.#seen.size > this.#size) {
      this.#stale.clear();
      this.#repeats = 0;
    } else if (rows.length > 0) {
      const page = `${idOf(rows[0])} ${idOf(rows.at(-1))} ${rows.length}`;
      if (this.#stale.has(page)) this.#repeats += 1;
      this.#stale.add(page);
    }
    this.#size = this.#seen.size;
    if (this.#repeats > MAX_REPEATS || this.#stale.size > MAX_STALE_PAGES)
      throw new EndlessWalkError('MISP answers page after page with rows that it sent before.');
    if (this.#seen.bytes > MAX_SEEN_ID_BYTES)
      throw new EndlessWalkError(
        `MISP's ids are too far apart to be remembered (${this.#size} rows so far).`,
      );
  }
}

function idOf(row: unknown): string {
  const { id } = (row ?? {}) as { readonly id?: unknown };
  return typeof id === 'string' || typeof id === 'number' ? String(id).slice(0, 20) : '';
}
