import { expect } from 'chai';
import fc from 'fast-check';
import { type Frame, FrameError, readFrames } from '../../src/protocol/frame.ts';
import { texts } from '../support/properties.ts';
import { collect, frameOf } from '../support/slices.ts';

const frames = fc.array(
  fc.record({
    metadata: fc.dictionary(texts(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 5 }),
    body: fc.oneof(fc.uint8Array({ maxLength: 100 }), fc.constant(Buffer.from('chunked 1.0,2,0\n{}'))),
  }),
  { maxLength: 5 },
);

/** The same bytes in pieces whose sizes come one after the other, and over again. */
async function* cut(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  for (let start = 0, index = 0; start < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1;
    yield await Promise.resolve(bytes.subarray(start, start + size));
    start += size;
  }
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });

function plain(all: readonly Pick<Frame, 'metadata' | 'body'>[]): unknown {
  return all.map(({ metadata, body }) => [JSON.stringify(metadata), Buffer.from(body).toString('hex')]);
}

describe('Frames, whatever they hold', () => {
  it('come out as they went in, wherever their bytes are cut', () =>
    fc.assert(
      fc.asyncProperty(frames, sizes, async (all, pieces) => {
        const bytes = Buffer.concat(
          all.map(({ metadata, body }) => frameOf(metadata as never, Buffer.from(body))),
        );
        expect(plain(await collect(readFrames(cut(bytes, pieces))))).to.deep.equal(plain(all as never));
      }),
    ));

  it('are as many as are whole, where the stream ends in the middle', () =>
    fc.assert(
      fc.asyncProperty(
        frames,
        sizes,
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (all, pieces, part) => {
          const each = all.map(({ metadata, body }) => frameOf(metadata as never, Buffer.from(body)));
          const bytes = Buffer.concat(each);
          const end = Math.floor(bytes.length * part);
          let at = 0;
          const whole = each.filter((one) => (at += one.length) <= end).length;
          const read: Frame[] = [];
          try {
            for await (const frame of readFrames(cut(bytes.subarray(0, end), pieces))) read.push(frame);
          } catch (error) {
            expect(error).to.be.instanceOf(FrameError);
          }
          const kept = read.filter((frame) => frame.truncated !== true);
          expect(plain(kept)).to.deep.equal(plain(all.slice(0, whole) as never));
          expect(read.length - kept.length).to.be.at.most(1);
        },
      ),
    ));

  const headers = fc
    .tuple(
      fc.constantFrom('chunked 1.0,', 'chunked 1.0', 'chunked\t1.0 , ', 'chunked 2.0,', 'Chunked 1.0,', ''),
      fc.constantFrom('0', '2', '5', '-1', '1e3', '9'.repeat(30), '9'.repeat(400), ' ', '0x2', '２'),
      fc.constantFrom(',0', ', 3 ', ',', ',9007199254740993', ',,0', ''),
      fc.constantFrom('\n', '\r\n', '', '\n\n'),
      fc.constantFrom('{}', '[]', '{"a":1}', 'null', '{"a":', '\ufeff{}', ''),
    )
    .map((parts) => Buffer.from(parts.join('')));

  it('are read or refused by one FrameError, whatever the bytes, and hold no more than was sent', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(headers, fc.uint8Array({ maxLength: 300 })), { maxLength: 4 }),
        sizes,
        async (parts, pieces) => {
          const bytes = Buffer.concat(parts);
          let size = 0;
          try {
            for await (const { metadata, body } of readFrames(cut(bytes, pieces))) {
              expect(metadata).to.be.an('object');
              size += body.length;
            }
          } catch (error) {
            expect(error).to.be.instanceOf(FrameError);
            expect((error as Error).message.length).to.be.below(1500);
          }
          expect(size).to.be.at.most(bytes.length);
        },
      ),
    ));
});
