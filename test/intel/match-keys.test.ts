import { expect } from 'chai';
import type { Indicator } from '../../src/intel/rows/indicator.ts';
import { matchKeyOf } from '../../src/intel/match/match-keys.ts';

const keyOf = (type: string, value: string, { part = 1, relation = '', allowPrivate = false } = {}) =>
  matchKeyOf({ type, value, relation } as Indicator, part, { allowPrivate });

describe('The key by which a log finds an attribute', () => {
  for (const [type, value, kind, key, needs, matchesBelow, part = 1] of [
    ['ip-dst|port', '198.51.100.3|443', 'address', 'address:198.51.100.3', '443', false],
    ['ip-dst', '198.51.100.7/24', 'network', 'network:198.51.100.0/24', undefined, false],
    ['ip-dst', '198.51.100.7/32', 'address', 'address:198.51.100.7', undefined, false],
    ['domain|ip', 'A.example|198.51.100.7', 'address', 'address:198.51.100.7', undefined, false, 2],
    ['domain|ip', 'A.example|198.51.100.7', 'domain', 'domain:a.example', undefined, true],
    ['domain', 'github.io', 'domain', 'domain:github.io', undefined, false],
    ['hostname|port', 'a.example|443', 'domain', 'domain:a.example', '443', false],
    ['malware-sample', `a.exe|${'1'.repeat(32)}`, 'hash', `hash:${'1'.repeat(32)}`, undefined, false],
    ['filename|md5', `a.exe|${'1'.repeat(32)}`, 'hash', `hash:${'1'.repeat(32)}`, undefined, false, 2],
    ['regkey|value', 'HKLM\\A|B  c', 'registry', 'registry:hkey_local_machine\\a', 'b c', false],
  ] as const) {
    it(`of ${type} ${value} is ${key}`, () => {
      expect(keyOf(type, value, { part })).to.deep.equal({ kind, key, needs, matchesBelow });
    });
  }

  for (const [type, value, part = 1] of [
    ['domain', 'com'],
    ['domain', 'co.uk'],
    ['domain', 'foo.ck'],
    ['ip-dst', '10.0.0.1'],
    ['ip-dst', '198.51.100.1-198.51.100.9'],
    ['filename|md5', `a.exe|${'1'.repeat(32)}`],
    ['ip-dst|port', '198.51.100.3|443', 2],
    ['imphash', '1'.repeat(32)],
    ['md5', '1'.repeat(40).slice(0, 34)],
    ['text', 'anything'],
    ['constructor', 'anything'],
    // A port is looked for as a part of a regular expression.
    ['ip-dst|port', '198.51.100.3|('],
    ['ip-dst|port', '198.51.100.3|.*'],
    ['hostname|port', 'a.example|443|80'],
  ] as const) {
    it(`is none of ${type} ${value}, part ${part}`, () => {
      expect(keyOf(type, value, { part })).to.equal(undefined);
    });
  }

  it('is that of private addresses where they are wanted', () => {
    expect(keyOf('ip-dst', '10.0.0.1', { allowPrivate: true })?.key).to.equal('address:10.0.0.1');
  });
});
