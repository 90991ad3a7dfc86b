import { expect } from 'chai';
import {
  elementsOf,
  kindAt,
  membersOf,
  parseSlice,
  type Slice,
  wholeText,
} from '../../../src/misp/walks/json-slices.ts';

/** A value put together from the slices of its text. */
function rebuilt(text: Buffer, slice: Slice): unknown {
  const kind = kindAt(text, slice);
  if (kind === 'list') return Array.from(elementsOf(text, slice), (one) => rebuilt(text, one));
  if (kind === 'object')
    return Object.fromEntries(
      Array.from(membersOf(text, slice), ([name, one]) => [name, rebuilt(text, one)]),
    );
  return parseSlice(text, slice);
}

function rebuiltFrom(text: string): unknown {
  const bytes = Buffer.from(text);
  return rebuilt(bytes, wholeText(bytes));
}

describe('Slices of JSON', () => {
  for (const value of [
    {},
    [],
    [[], {}, [[]], [{}]],
    { a: 1, b: [true, false, null], c: { d: 'x' } },
    { 'a"b': 'c\\', '{[': '}]', 'x,y:z': ',:"' },
    ['\\', '\\\\', '"', '\\"', 'ü€😀', '\u0000', '/', ''],
    [-1.5e-7, 0, 12345678901234567890],
    { '': { '': [''] } },
  ]) {
    for (const space of [0, 1, '\t']) {
      it(`of ${JSON.stringify(value)} with ${JSON.stringify(space)} are all of it`, () => {
        expect(rebuiltFrom(JSON.stringify(value, null, space))).to.deep.equal(value);
      });
    }
  }

  it("know MISP's own blanks and escaped slashes", () => {
    const text =
      '{"response": [{"Event":{"id":"1","u":"http:\\/\\/x\\/","Attribute":[{"id":"2"} , {"id":"3"}]}}]}\n';
    expect(rebuiltFrom(text)).to.deep.equal(JSON.parse(text));
  });

  const whole = JSON.stringify({ response: [{ Event: { id: '1', a: ['x', { y: 'z"' }] } }] });
  for (let length = 1; length < whole.length; length += 1) {
    it(`of a text cut after ${length} bytes are an error`, () => {
      expect(() => rebuiltFrom(whole.slice(0, length))).to.throw(SyntaxError);
    });
  }

  for (const text of ['{"a":1 "b":2}', '[1 2]', '{a:1}', '{"a",1}', '[1}', '{"a":}', '']) {
    it(`of ${text}, which is no JSON, are an error`, () => {
      expect(() => rebuiltFrom(text)).to.throw(SyntaxError);
    });
  }
});
