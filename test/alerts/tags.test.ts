import { expect } from 'chai';
import { distinctTags, tagsNotIn } from '../../src/alerts/rows/tags.ts';
import { splitList } from '../../src/protocol/lists.ts';

describe('Tags of alerts', () => {
  for (const [text, tags] of [
    ['', []],
    [' , ,', []],
    ['tlp:red', ['tlp:red']],
    ['a, b,c ', ['a', 'b', 'c']],
    ['misp-galaxy:tool="A, B",x', ['misp-galaxy:tool="A, B"', 'x']],
    ['half "open, x', ['half "open', 'x']],
  ] as const) {
    it(`splits ${JSON.stringify(text)}`, () => {
      expect(splitList(text)).to.deep.equal(tags);
    });
  }

  it('are each kept once, whatever the letter case, as first written', () => {
    expect(distinctTags(['TLP:red', 'tlp:RED', 'x'])).to.deep.equal(['TLP:red', 'x']);
    expect(tagsNotIn(['TLP:red', 'x'], ['tlp:red'])).to.deep.equal(['x']);
  });
});
