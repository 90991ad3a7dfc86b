import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  ATTRIBUTES,
  growing,
  isProportional,
  measured,
  type Measured,
  withSizes,
} from '../support/size-tables.ts';

const PAGE = readFileSync(new URL('../../docs/performance.md', import.meta.url), 'utf8');
const [FEW, MANY] = ATTRIBUTES;

describe('The dashboards in a large index', function () {
  this.timeout(120_000);
  let sizes: Measured;

  before(async () => {
    sizes = await measured();
  });

  it('have the sizes of the documentation: npm run sizes writes what was measured', () => {
    expect(withSizes(PAGE, sizes)).to.equal(PAGE);
    expect([...PAGE.matchAll(/<!-- sizes:/g)]).to.have.length(3);
  });

  it('read in proportion to the index, and hand on less than that', () => {
    for (const [small, large] of growing(sizes)) {
      expect(isProportional(small.read, large.read), large.name).to.equal(true);
      expect(large.shown / small.shown, large.name).to.be.below(MANY / FEW / 2);
    }
    const held = growing(sizes).map(([, { name, reduced }]) => [name, reduced] as const);
    expect(Object.fromEntries(held)).to.include({ held: MANY });
  });

  it('sort no event: only last states, and rows of sums', () => {
    const sorting = [...sizes.large.values()].flat().filter(({ sorted }) => sorted > 1000);
    expect(sorting.map(({ name }) => name)).to.deep.equal(['latest', 'activity']);
    for (const { sorted, reduced } of sorting) expect(sorted).to.be.at.most(reduced);
  });

  it('say when a table of the documentation is unknown', () => {
    expect(() => withSizes('<!-- sizes:none -->\n<!-- end -->', sizes)).to.throw('none');
  });
});
