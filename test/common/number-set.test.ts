import { expect } from 'chai';
import { NumberSet } from '../../src/common/number-set.ts';

describe('NumberSet', () => {
  it('has what was added, and nothing else, as a Set has', () => {
    const set = new NumberSet();
    const oracle = new Set<number>();
    expect(set.isEmpty).to.equal(true);
    let seed = 1;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    for (let count = 0; count < 20_000; count += 1) {
      const number = Math.floor(random() * 2 ** Math.floor(random() * 54));
      set.add(number);
      oracle.add(number);
    }
    expect(set.isEmpty).to.equal(false);
    for (const number of oracle)
      for (const near of [number - 1, number, number + 1, number + 2 ** 32])
        expect(near >= 0 && set.has(near), String(near)).to.equal(oracle.has(near));
  });

  it('takes any id from 0 to 2^53-1', () => {
    const set = new NumberSet();
    const ids = [0, 31, 32, 255, 256, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1];
    for (const id of ids) set.add(id);
    for (const id of ids) expect(set.has(id), String(id)).to.equal(true);
    expect(set.has(2 ** 53 - 2)).to.equal(false);
  });

  it('costs what is in it: a million ids in a row, and ids far apart', () => {
    const before = process.memoryUsage().arrayBuffers;
    const set = new NumberSet();
    for (let id = 0; id < 1_000_000; id += 1) set.add(2 ** 40 + id);
    for (let power = 0; power < 53; power += 1) set.add(2 ** power);
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(4_000_000);
  });
});
