import { expect } from 'chai';
import { type Frame, FrameError, readFrames } from '../../src/protocol/frame.ts';
import { collect, frameOf, SLICE_SIZES, slices } from '../support/slices.ts';

async function framesIn(
  bytes: Uint8Array,
  size: number,
): Promise<(Omit<Frame, 'body'> & { body: string })[]> {
  const frames = await collect(readFrames(slices(bytes, size)));
  return frames.map((frame) => ({ ...frame, body: frame.body.toString() }));
}

describe('Frames of search command protocol 2', () => {
  it('count bytes, not characters', () => {
    expect(frameOf({ finished: true }, 'a\né♫\n').toString()).to.equal(
      'chunked 1.0,17,8\n{"finished":true}a\né♫\n',
    );
  });

  it('may have no body', () => {
    expect(frameOf({ type: 'stateful' }).toString()).to.equal('chunked 1.0,19,0\n{"type":"stateful"}');
  });

  for (const size of SLICE_SIZES) {
    it(`are read from pieces of ${size} bytes`, async () => {
      const bytes = Buffer.concat([
        frameOf({ action: 'getinfo', text: 'é' }),
        frameOf({ action: 'execute', finished: false }, 'a,b\n1,"👀\n"\n'),
        frameOf({}, ''),
      ]);
      expect(await framesIn(bytes, size)).to.deep.equal([
        { metadata: { action: 'getinfo', text: 'é' }, body: '' },
        { metadata: { action: 'execute', finished: false }, body: 'a,b\n1,"👀\n"\n' },
        { metadata: {}, body: '' },
      ]);
    });
  }

  it('may have spaces and a carriage return in their header', async () => {
    expect(await framesIn(Buffer.from('chunked  1.0 , 2 , 1 \r\n{}x'), 3)).to.deep.equal([
      { metadata: {}, body: 'x' },
    ]);
  });

  it('are marked when the stream ends within their body', async () => {
    expect(await framesIn(Buffer.from('chunked 1.0,2,9\n{}abc'), 5)).to.deep.equal([
      { metadata: {}, body: 'abc', truncated: true },
    ]);
  });

  for (const [what, text] of [
    ['another protocol', 'GET / HTTP/1.1\n'],
    ['a header without end', 'chunked 1.0,'.padEnd(1000, '1')],
    ['metadata that is no JSON', 'chunked 1.0,2,0\n{x'],
    ['metadata that is no object', 'chunked 1.0,2,0\n[]'],
    ['an end within the header', 'chunked 1.0,1'],
    ['an end within the metadata', 'chunked 1.0,20,0\n{"a"'],
  ] as const) {
    it(`are refused when they are ${what}`, async () => {
      let error: unknown;
      await framesIn(Buffer.from(text), 5).catch((caught: unknown) => (error = caught));
      expect(error).to.be.instanceOf(FrameError);
    });
  }
});
