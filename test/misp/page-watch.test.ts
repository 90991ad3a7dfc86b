import { expect } from 'chai';
import { PageWatch } from '../../src/misp/page-watch.ts';
import { EndlessWalkError } from '../../src/misp/pages.ts';
import { NumberSet } from '../../src/number-set.ts';

/** Pages of such ids, told to a watch one after the other. */
function watched(pages: readonly (readonly number[])[]): void {
  const seen = new NumberSet();
  const watch = new PageWatch(seen);
  for (const page of pages) {
    for (const id of page) seen.add(id);
    watch.see(page);
  }
}

describe('A watch over pages', () => {
  it('lets pages repeat some rows, and two whole pages in a row', () => {
    const pages = [[1, 2], [2, 3], [1, 2], [2, 3], [4, 5], [], [], [], [], [4, 5]];
    expect(() => {
      watched(pages);
    }).not.to.throw();
  });

  it('ends when three pages in a row have nothing but what was there before', () => {
    expect(() => {
      watched([[1, 2], [1], [2], [1, 2]]);
    }).to.throw(EndlessWalkError, /rows that it sent before \(3 so far\)/);
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
