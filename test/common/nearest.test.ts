import { expect } from 'chai';
import { closestName } from '../../src/common/nearest.ts';

describe('The name that was meant', () => {
  for (const [written, known, meant] of [
    ['CIRCL', ['circl', 'misp'], 'circl'],
    ['circl', ['CIRCL', 'misp'], 'CIRCL'],
    ['lsat', ['last', 'limit'], 'last'],
    ['LSAT', ['Last', 'limit'], 'Last'],
    ['elsewhere', ['last', 'limit'], undefined],
    ['x', [], undefined],
  ] as const) {
    it(`is ${meant ?? 'none'} for ${written} among ${known.join(', ') || 'none'}`, () => {
      expect(closestName(written, known)).to.equal(meant);
    });
  }
});
