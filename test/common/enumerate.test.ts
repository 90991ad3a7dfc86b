import { expect } from 'chai';
import { enumerate } from '../../src/common/enumerate.ts';

describe('An enumeration', () => {
  it('has an "and" before the last text', () => {
    expect(enumerate(['a'])).to.equal('a');
    expect(enumerate(['a', 'b'])).to.equal('a and b');
    expect(enumerate(['a', 'b', 'c'])).to.equal('a, b and c');
  });

  it('counts what exceeds its bound', () => {
    expect(enumerate(['a', 'b', 'c', 'd'], 2)).to.equal('a, b and 2 more');
    expect(enumerate(['a', 'b'], 2)).to.equal('a and b');
  });
});
