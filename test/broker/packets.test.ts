import { expect } from 'chai';
import { encodeString, type Packet, PacketError, readPackets } from '../../src/broker/packets.ts';
import { collect, SLICE_SIZES, slices } from '../support/slices.ts';

const command = ['1\n', '14\nmisp_broker.sh', '0\n'].join('');
const block = '{"method":"POST","name":"Überschrift"}';
const WHOLE = Buffer.from(`\x07${command}${Buffer.byteLength(block)}\n${block}`);

const read = (bytes: Buffer, size = 1_000_000) => collect(readPackets(slices(bytes, size)));
const textOf = ({ isRequestStart, block: bytes }: Packet) => [isRequestStart, bytes?.toString()];

async function refusalOf(text: string): Promise<unknown> {
  return read(Buffer.from(text, 'latin1')).catch((error: unknown) => error);
}

describe("Packets of splunkd's protocol for persistent drivers", () => {
  for (const size of SLICE_SIZES) {
    it(`are read from slices of ${size}`, async () => {
      const bytes = Buffer.concat([WHOLE, Buffer.from('\n\n'), WHOLE]);
      expect((await read(bytes, size)).map(textOf)).to.deep.equal([
        [true, block],
        [true, block],
      ]);
    });

    it(`may bring the beginning, the block and the end one by one: slices of ${size}`, async () => {
      const bytes = Buffer.from(`\x01\n2\n\n1\na3\nb c\n\n2\nhi\x02\n\n5\nblock\x04\x0b1\n1\na0\n1\nx`);
      expect((await read(bytes, size)).map(textOf)).to.deep.equal([
        [true, undefined],
        [false, 'block'],
        [false, undefined],
        [true, 'x'],
      ]);
    });
  }

  it('are none when they are cut at any byte', async () => {
    for (let end = 0; end < WHOLE.length; end += 1)
      expect(await read(WHOLE.subarray(0, end)), String(end)).to.deep.equal([]);
  });

  it('have an empty block', async () => {
    expect((await read(Buffer.from(`\x07${command}0\n`))).map(textOf)).to.deep.equal([[true, '']]);
  });

  it('are read to their end when they are too long, and thrown away', async () => {
    const long = Buffer.from(`\x07${command}${1024 * 1024 + 1}\n${'x'.repeat(1024 * 1024 + 1)}`);
    const packets = await read(Buffer.concat([long, WHOLE]), 65_536);
    expect(packets.map(textOf)).to.deep.equal([
      [true, 'tooLong'],
      [true, block],
    ]);
  });

  for (const [what, text] of [
    ['other flags', '\x17'],
    ['text', 'GET / HTTP/1.1\r\n'],
    ['no number', '\x07one\n'],
    ['a negative number', '\x07-1\n'],
    ['a number with a fraction', `\x071.5\n`],
    ['a number that is too large', `\x07${command}${'9'.repeat(16)}\n`],
    ['a command of too many words', '\x071001\n'],
  ] as const) {
    it(`are refused with ${what}, of which nothing is told`, async () => {
      const error = await refusalOf(text);
      expect(error).to.be.instanceOf(PacketError);
      expect((error as Error).message).to.match(
        /^(The input is not a packet for a persistent driver|A packet has no number where the protocol requires one|The command of a packet has too many words)\.$/,
      );
    });
  }

  it('are answered with strings of a length in bytes', () => {
    expect(encodeString('é').toString()).to.equal('2\né');
    expect(encodeString('').toString()).to.equal('0\n');
  });
});
