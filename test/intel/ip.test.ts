import { expect } from 'chai';
import { type ParsedIp, parseIp } from '../../src/intel/values/ip.ts';

function isReserved(text: string): boolean | string {
  const verdict = parseIp(text);
  return typeof verdict === 'string' ? verdict : verdict.isReserved;
}

describe('An IP address', () => {
  for (const [text, address] of [
    ['8.8.8.8', '8.8.8.8'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:0db8::0001', '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:db8::8.8.8.8', '2001:db8::808:808'],
    ['::ffff:8.8.8.8', '8.8.8.8'],
    ['::FFFF:808:808', '8.8.8.8'],
    ['0:0:0:0:0:ffff:8.8.8.8', '8.8.8.8'],
    ['8.8.8.0/24', '8.8.8.0/24'],
    ['8.8.8.77/24', '8.8.8.0/24'],
    ['8.8.8.8/32', '8.8.8.8/32'],
    ['8.8.8.8/024', '8.8.8.0/24'],
    ['8.200.1.1/8', '8.0.0.0/8'],
    ['2001:db8::1/32', '2001:db8::/32'],
    ['2001:db8:ffff::/33', '2001:db8:8000::/33'],
    ['2a00:db8::1/128', '2a00:db8::1/128'],
    ['2001:db8::/19', '2001::/19'],
    ['8.8.8.8-8.8.8.8', '8.8.8.8-8.8.8.8'],
    ['8.8.8.8-8.8.9.1', '8.8.8.8-8.8.9.1'],
    ['8.8.8.8 -  8.8.9.1', '8.8.8.8-8.8.9.1'],
    ['::ffff:8.8.8.8-8.8.9.1', '8.8.8.8-8.8.9.1'],
    ['8.0.0.1-9.0.0.0', '8.0.0.1-9.0.0.0'],
  ]) {
    it(`${text} is ${address}`, () => {
      expect(parseIp(text ?? '')).to.have.property('address', address);
    });
  }

  for (const [text, verdict] of [
    ['', 'no IP address'],
    [' ', 'no IP address'],
    ['-', 'no IP address'],
    ['/', 'no IP address'],
    ['/24', 'no IP address'],
    ['8.8.8', 'no IP address'],
    ['8.8.8.8.8', 'no IP address'],
    ['8.8.8.256', 'no IP address'],
    ['08.8.8.8', 'no IP address'],
    ['0x8.8.8.8', 'no IP address'],
    ['134744072', 'no IP address'],
    ['8.8.8.8:53', 'no IP address'],
    ['[2001:db8::1]', 'no IP address'],
    ['[2001:db8::1]:53', 'no IP address'],
    ['fe80::1%eth0', 'no IP address'],
    ['2001:db8::1%2/64', 'no IP address'],
    ['2001:db8', 'no IP address'],
    ['2001::db8::1', 'no IP address'],
    ['8.8.8.8/', 'no IP address'],
    ['8.8.8.8/33', 'no IP address'],
    ['8.8.8.8/-1', 'no IP address'],
    ['8.8.8.8/255.255.255.0', 'no IP address'],
    ['8.8.8.8/24/24', 'no IP address'],
    ['2001:db8::/129', 'no IP address'],
    ['::ffff:8.8.8.0/120', 'no IP address'],
    ['8.8.8.9-8.8.8.8', 'no IP address'],
    ['8.8.8.8-', 'no IP address'],
    ['-8.8.8.8', 'no IP address'],
    ['8.8.8.8-20', 'no IP address'],
    ['8.8.8.8-8.8.8.9-8.8.8.10', 'no IP address'],
    ['8.8.8.0/24-8.8.9.0/24', 'no IP address'],
    ['2001:db8::1-2001:db8::2', 'no IP address'],
    ['8.8.8.8-2001:db8::2', 'no IP address'],
    ['8.0.0.0/7', 'too wide'],
    ['0.0.0.0/0', 'too wide'],
    ['8.0.0.1-9.0.0.1', 'too wide'],
    ['0.0.0.0-255.255.255.255', 'too wide'],
    ['2001:db8::/18', 'too wide'],
    ['::/0', 'too wide'],
  ] satisfies [string, ParsedIp][]) {
    it(`"${text}" is refused: ${verdict}`, () => {
      expect(parseIp(text)).to.equal(verdict);
    });
  }

  for (const [first, last, before, after] of [
    ['0.0.0.0', '0.255.255.255', undefined, '1.0.0.0'],
    ['10.0.0.0', '10.255.255.255', '9.255.255.255', '11.0.0.0'],
    ['100.64.0.0', '100.127.255.255', '100.63.255.255', '100.128.0.0'],
    ['127.0.0.0', '127.255.255.255', '126.255.255.255', '128.0.0.0'],
    ['169.254.0.0', '169.254.255.255', '169.253.255.255', '169.255.0.0'],
    ['172.16.0.0', '172.31.255.255', '172.15.255.255', '172.32.0.0'],
    ['192.0.0.0', '192.0.0.255', '191.255.255.255', '192.0.1.0'],
    ['192.168.0.0', '192.168.255.255', '192.167.255.255', '192.169.0.0'],
    ['198.18.0.0', '198.19.255.255', '198.17.255.255', '198.20.0.0'],
    ['224.0.0.0', '239.255.255.255', '223.255.255.255', undefined],
    ['240.0.0.0', '255.255.255.255', undefined, undefined],
    ['::', '::1', undefined, '::2'],
    [
      '64:ff9b:1::',
      '64:ff9b:1:ffff:ffff:ffff:ffff:ffff',
      '64:ff9b:0:ffff:ffff:ffff:ffff:ffff',
      '64:ff9b:2::',
    ],
    ['100::', '100::ffff:ffff:ffff:ffff', 'ff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '100:0:0:1::'],
    ['2001:2::', '2001:2:0:ffff:ffff:ffff:ffff:ffff', '2001:1:ffff:ffff:ffff:ffff:ffff:ffff', '2001:2:1::'],
    ['5f00::', '5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '5eff:ffff::', '5f01::'],
    ['fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'fbff:ffff::', 'fe00::'],
    ['fe80::', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'fe7f:ffff::', 'fec0::'],
    ['ff00::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'feff:ffff::', undefined],
    ['::ffff:10.0.0.0', '::ffff:aff:ffff', '::ffff:9.255.255.255', '::ffff:11.0.0.0'],
  ] as const) {
    it(`is reserved from ${first} to ${last}, not before or after`, () => {
      expect([isReserved(first), isReserved(last)]).to.deep.equal([true, true]);
      for (const next of [before, after]) if (next) expect(isReserved(next), next).to.equal(false);
    });
  }

  for (const [text, verdict] of [
    // Wholly inside, wholly around, over an end, and just beside.
    ['10.1.2.0/24', true],
    ['10.0.0.0/8', true],
    ['192.0.0.0/16', true],
    ['172.0.0.0/8', true],
    ['192.168.255.255-192.169.0.5', true],
    ['9.255.0.0-10.0.0.0', true],
    ['169.253.0.0-169.255.255.255', true],
    ['11.0.0.0-11.255.255.255', false],
    ['172.32.0.0/11', false],
    ['::7/64', true],
    ['::/96', true],
    ['fd00::7/64', true],
    ['2001::/19', true],
    ['2001:2::/32', true],
    ['2001:3::/32', false],
    ['2a00::/19', false],
  ] as const) {
    it(`${text} ${verdict ? 'has' : 'has no'} reserved addresses in it`, () => {
      expect(isReserved(text)).to.equal(verdict);
    });
  }

  for (const text of [
    '192.0.2.1',
    '192.0.2.0/24',
    '198.51.100.7',
    '203.0.113.0-203.0.113.9',
    '2001:db8::1',
  ]) {
    it(`${text} is for documentation, and kept`, () => {
      expect(isReserved(text)).to.equal(false);
    });
  }
});
