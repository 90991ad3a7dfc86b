import type { NumberSet } from '../../common/number-set.ts';
import { MAX_SEEN_ID_BYTES } from '../http/bounds.ts';
import { EndlessWalkError } from './pages.ts';

/** How often a page of known rows may repeat. */
const MAX_REPEATS = 2;
/** Successive pages of known rows. A publication of an old event during a walk shifts all rows. */
const MAX_STALE_PAGES = 1000;

/** Stops a walk whose pages repeat, or whose ids do not fit into memory. */
export class RepeatGuard {
  readonly #seenIds: NumberSet;
  #size: number;
  /** Pages without new rows, since the last page with one. */
  readonly #stalePages = new Set<string>();
  #repeats = 0;

  /** @param seenIds the ids of all rows so far; the walk adds to it */
  constructor(seenIds: NumberSet) {
    this.#seenIds = seenIds;
    this.#size = seenIds.size;
  }

  /** Call it for each page, after its ids were added. @throws EndlessWalkError */
  check(rows: readonly unknown[]): void {
    if (this.#seenIds.size > this.#size) {
      this.#stalePages.clear();
      this.#repeats = 0;
    } else if (rows.length > 0) {
      const page = `${idOf(rows[0])} ${idOf(rows.at(-1))} ${rows.length}`;
      if (this.#stalePages.has(page)) this.#repeats += 1;
      this.#stalePages.add(page);
    }
    this.#size = this.#seenIds.size;
    if (this.#repeats > MAX_REPEATS || this.#stalePages.size > MAX_STALE_PAGES)
      throw new EndlessWalkError('MISP sends page after page with rows that it sent before.');
    if (this.#seenIds.bytes > MAX_SEEN_ID_BYTES)
      throw new EndlessWalkError(
        `MISP's IDs are too far apart to be remembered (${this.#size} rows so far).`,
      );
  }
}

function idOf(row: unknown): string {
  const { id } = (row ?? {}) as { readonly id?: unknown };
  return typeof id === 'string' || typeof id === 'number' ? String(id).slice(0, 20) : '';
}
