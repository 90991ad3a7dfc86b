import { createHash } from 'node:crypto';
import { ListError } from './request.ts';

/** A bound for lists that never end. */
const MAX_PAGES = 10_000;
/** New elements at the start of a list may move rows by whole pages, so a few repeated pages are normal. */
const MAX_REPEATS = 2;

/** Detects repeated pages of a list: a list that starts over never ends. */
export class RepeatDetector {
  readonly #target: string;
  readonly #digests = new Set<string>();
  #last = '';
  #repeats = 0;

  constructor(target: string) {
    this.#target = target;
  }

  /** @returns whether the page equals the previous one: then the list has no paging @throws ListError */
  isRepeatOfLast(rows: readonly unknown[]): boolean {
    const digest = createHash('sha1').update(JSON.stringify(rows)).digest('base64');
    const isRepeat = digest === this.#last;
    if (this.#digests.has(digest)) this.#repeats += 1;
    if (this.#repeats > MAX_REPEATS)
      throw new ListError(`${this.#target} returns the same pages again and again. Remove all_pages.`);
    if (this.#digests.size >= MAX_PAGES)
      throw new ListError(
        `${this.#target} has more than ${MAX_PAGES} pages. Raise page_size or narrow the filters.`,
      );
    this.#digests.add(digest);
    this.#last = digest;
    return isRepeat;
  }
}
