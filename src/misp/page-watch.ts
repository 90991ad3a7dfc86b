import type { NumberSet } from '../number-set.ts';
import { MAX_SEEN_BYTES } from './bounds.ts';
import { EndlessWalkError } from './pages.ts';

/** A MISP that is being changed, or that was asked with another limit, repeats some rows; not whole pages one after the other. */
const MAX_STALE_PAGES = 2;

/** Ends a walk over pages whose rows are the same again and again, or whose ids are more than can be remembered. */
export class PageWatch {
  readonly #seen: NumberSet;
  #size = 0;
  #stalePages = 0;

  /** @param seen the ids of the rows of all pages */
  constructor(seen: NumberSet) {
    this.#seen = seen;
    this.#size = seen.size;
  }

  /** Called with each page when its ids are noted. @throws EndlessWalkError */
  see(rows: readonly unknown[]): void {
    const isStale = rows.length > 0 && this.#seen.size === this.#size;
    this.#stalePages = isStale ? this.#stalePages + 1 : 0;
    this.#size = this.#seen.size;
    if (this.#stalePages > MAX_STALE_PAGES)
      throw new EndlessWalkError(
        `MISP answers page after page with rows that it sent before (${this.#stalePages} so far).`,
      );
    if (this.#seen.bytes > MAX_SEEN_BYTES)
      throw new EndlessWalkError(
        `MISP's ids are too far apart to be remembered (${this.#size} rows so far).`,
      );
  }
}
