import { expect } from 'chai';
import { RepeatGuard } from '../../../src/misp/walks/repeat-guard.ts';
import { EndlessWalkError } from '../../../src/misp/walks/pages.ts';
import { NumberSet } from '../../../src/common/number-set.ts';

/** Pages of such ids, told to a watch one after the other. */
function watched(pages: readonly (readonly number[])[]): void {
  const seen = new NumberSet();
  const watch = new RepeatGuard(seen);
  for (const page of pages) {
    for (const id of page) seen.add(id);
    watch.check(page.map((id) => ({ id: String(id) })));
  }
}

/** Pages of ten ids from each start on. */
function pagesFrom(...starts: readonly number[]): readonly (readonly number[])[] {
  return starts.map((start) => Array.from({ length: 10 }, (_, row) => start + row));
}

describe('A watch over pages', () => {
  it('lets pages have old rows that were moved on, empty pages, and a page come again', () => {
    const many = Array.from({ length: 900 }, (_, page) => page * 10);
    expect(() => {
      watched([...pagesFrom(...many), ...pagesFrom(...many), [], [], [], ...pagesFrom(9000, 0, 0, 0, 9010)]);
    }).not.to.throw();
  });

  it('ends when a page comes again and again', () => {
    expect(() => {
      watched(pagesFrom(0, 0, 0, 0, 0));
    }).to.throw(EndlessWalkError, /rows that it sent before/);
  });

  it('ends when pages come in turn, or old rows for ever', () => {
    expect(() => {
      watched(pagesFrom(0, 10, 0, 10, 0, 10, 0, 10));
    }).to.throw(EndlessWalkError);
    expect(() => {
      watched([
        ...pagesFrom(0, 10_000),
        ...pagesFrom(...Array.from({ length: 1100 }, (_, page) => page % 7)),
      ]);
    }).to.throw(EndlessWalkError);
  });

  it('ends when ids are too far apart to be remembered', () => {
    const pages = Array.from({ length: 700 }, (_, page) =>
      Array.from({ length: 1000 }, (__, row) => (page * 1000 + row) * 300),
    );
    expect(() => {
      watched(pages);
    }).to.throw(EndlessWalkError, /too far apart/);
  });
});
