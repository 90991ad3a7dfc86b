import { createHash } from 'node:crypto';
import { ListError } from './request.ts';

/** A list that never ends is none. */
const MAX_PAGES = 10_000;
/** What comes new before them may move rows on by whole pages. */
const MAX_REPEATS = 2;

/** Notices that a page of a list was there before: a list that begins again has no end. */
export class RepeatDetector {
  readonly #target: string;
  readonly #digests = new Set<string>();
  #last = '';
  #repeats = 0;

  constructor(target: string) {
    this.#target = target;
  }

  /** @returns whether it is the page before once more: the list knows no pages @throws NoListError */
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
