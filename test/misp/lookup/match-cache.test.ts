import { expect } from 'chai';
import { MatchCache } from '../../../src/misp/lookup/match-cache.ts';
import type { Attribute } from '../../../src/misp/rows/types.ts';

const attribute = (value: string) => ({ id: '1', type: 'text', value }) as Attribute;

describe('A cache of matches', () => {
  it('never holds more than its limit, whatever the matches', () => {
    const cache = new MatchCache(100_000);
    for (let index = 0; index < 10_000; index += 1)
      cache.set(`key ${index}`, index % 3 === 0 ? [] : [attribute('x'.repeat(index % 500))]);
    expect(cache.size).to.be.within(90_000, 100_000);
    expect(cache.get('key 9999')).to.have.length(0);
    expect(cache.get('key 1')).to.equal(undefined);
  });

  it('forgets what was unused for longest', () => {
    const cache = new MatchCache(350);
    for (const key of ['a', 'b', 'c']) cache.set(key, []);
    cache.get('a');
    cache.set('d', []);
    expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key) !== undefined)).to.deep.equal([
      true,
      false,
      true,
      true,
    ]);
  });

  it('takes a value again, counts it once, and leaves one alone that is too large', () => {
    const cache = new MatchCache(1000);
    for (let index = 0; index < 50; index += 1) cache.set('a', [attribute('x')]);
    expect(cache.size).to.be.below(200);
    cache.set('b', [attribute('x'.repeat(2000))]);
    expect([cache.get('a') !== undefined, cache.get('b')]).to.deep.equal([true, undefined]);
    const none = new MatchCache(0);
    none.set('a', []);
    expect(none.get('a')).to.equal(undefined);
  });
});
