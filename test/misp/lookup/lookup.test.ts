import { expect } from 'chai';
import { literalPattern } from '../../../src/misp/query/literal.ts';
import { createLookup } from '../../../src/misp/lookup/lookup.ts';
import { MatchIndex } from '../../../src/misp/lookup/match-index.ts';
import type { Attribute } from '../../../src/misp/rows/types.ts';

const ATTRIBUTES: readonly (readonly [type: string, value: string])[] = [
  ['domain', 'evil.example'],
  ['domain|ip', 'evil.example|192.0.2.1'],
  ['domain|ip', 'evil.example|192.0.2.9'],
  ['ip-dst', '203.0.113.5'],
  ['ip-dst|port', '203.0.113.5|443'],
  ['ip-dst|port', '192.0.2.77|443'],
  ['port', '443'],
  ['hostname|port', 'host.example|8080'],
  ['url', 'http://x.example/p|q?id=1'],
  ['url', 'http://x.example/p'],
  ['text', '(A|B)\\c'],
  ['text', '(A'],
  ['filename|md5', 'a.exe|0123456789abcdef0123456789abcdef'],
  ['filename|md5', 'b.exe|0123456789abcdef0123456789abcdef'],
  ['md5', '0123456789abcdef0123456789abcdef'],
  ['malware-sample', 'a.exe|fedcba9876543210fedcba9876543210'],
  ['filename', 'a.exe'],
  ['regkey|value', 'HKLM\\Run|x|y'],
  ['regkey', 'HKLM\\Run'],
  ['domain|ip', 'six.example|2001:db8::6'],
  ['text', 'plain|text'],
];

/** Looked up, and what answers it with pipesplit, and without where that is something else. */
const LOOKUPS: readonly (readonly [string, readonly string[], (readonly string[])?])[] = [
  ['evil.example|192.0.2.1', ['evil.example', 'evil.example|192.0.2.1'], []],
  ['EVIL.example. | 192.0.2.1', ['evil.example', 'evil.example|192.0.2.1'], []],
  ['203.0.113.5|443', ['203.0.113.5', '203.0.113.5|443'], []],
  ['198.51.100.1|443', []],
  ['192.0.2.77|443', ['192.0.2.77|443'], []],
  ['192.0.2.77|80', []],
  ['host.example|8080', ['host.example|8080'], []],
  ['443', ['203.0.113.5|443', '192.0.2.77|443', '443']],
  ['http://x.example/p|q?id=1', ['http://x.example/p|q?id=1']],
  ['http://x.example/p|443', []],
  ['(A|B)\\c', ['(A|B)\\c']],
  [
    'a.exe|0123456789abcdef0123456789abcdef',
    ['a.exe|0123456789abcdef0123456789abcdef', '0123456789abcdef0123456789abcdef'],
    [],
  ],
  ['A.EXE|FEDCBA9876543210fedcba9876543210', ['a.exe|fedcba9876543210fedcba9876543210'], []],
  ['HKLM\\Run|x|y', ['HKLM\\Run|x|y'], []],
  ['x|y', ['HKLM\\Run|x|y']],
  ['HKLM\\Run', ['HKLM\\Run|x|y', 'HKLM\\Run']],
  ['six.example|2001:0DB8:0::6', ['six.example|2001:db8::6'], []],
  ['plain|text', ['plain|text']],
  ['|', []],
  ['a.exe|', []],
  ['|443', []],
];

describe('A look-up', () => {
  const found = (value: string, pipesplit: boolean): readonly string[] => {
    const values: string[] = [];
    const index = new MatchIndex(
      [createLookup(value, { pipesplit, matchHalves: true })],
      (_, { attribute }) => {
        values.push(attribute.value);
      },
    );
    for (const [id, [type, one]] of ATTRIBUTES.entries())
      index.add({ id: String(id), type, value: one } as Attribute);
    return values;
  };

  for (const [value, split, whole = split] of LOOKUPS)
    it(`of ${value} finds ${split.length}, and without pipesplit ${whole.length}`, () => {
      expect(found(value, true)).to.have.members(split);
      expect(found(value, false)).to.have.members(whole);
    });

  it('sends no half that says nothing', () => {
    const sentFor = (value: string) => createLookup(value, { pipesplit: true, matchHalves: true }).sentValues;
    expect(sentFor('203.0.113.5|443')).to.deep.equal(['203.0.113.5|443', '203.0.113.5']);
    expect(sentFor('a.exe|0123456789abcdef0123456789abcdef')).not.to.include('a.exe');
  });

  it('sends nothing that MISP cannot have or takes for everything', () => {
    const sentFor = (value: string) => createLookup(value, { pipesplit: true, matchHalves: true }).sentValues;
    expect(sentFor('\u200b')).to.deep.equal([]);
    expect(sentFor('x'.repeat(65_536))).to.deep.equal([]);
    expect(sentFor('é'.repeat(40_000))).to.deep.equal([]);
    expect(sentFor('x'.repeat(65_535))).to.have.length(1);
    expect(sentFor('\u200b|\u200b')).not.to.include('\u200b');
  });

  it('has the key of another one only where MISP finds the same for both', () => {
    const keyOf = (value: string) => createLookup(value, { pipesplit: true, matchHalves: true }).key;
    expect(keyOf('CAFÉ ')).to.equal(keyOf('cafe'));
    for (const [one = '', other = ''] of [
      ['ปู', 'ปี'],
      ['evil.example.', 'evil.example'],
      ['::0000:0003:0a0b', '::3:a0b'],
      ['100%', '1000'],
      ['straße%', 'strasse%'],
      ['Ა', 'ა'],
    ])
      expect(keyOf(one), one).not.to.equal(keyOf(other));
  });
});

describe('A pattern for a value', () => {
  for (const [value, ...sent] of [
    ['http://x.example/%20a?b=%25c'],
    ['50_%_x'],
    ['!x'],
    ['100%', '100\\%'],
    ['%', '\\%'],
    ['%%', '\\%\\%'],
    ['a\\%', 'a\\\\\\%'],
    ['a_b%', 'a\\_b\\%'],
    ['%TEMP%\\a_b', '\\%TEMP\\%\\\\a\\_b%', '%\\%TEMP\\%\\\\a\\_b'],
  ])
    it(`is ${sent.length === 0 ? 'none' : sent.join(', then ')} for ${String(value)}`, () => {
      const first = literalPattern(value ?? '');
      expect([first, first?.fallback].flatMap((one) => one?.sent ?? [])).to.deep.equal(sent);
      expect(first?.isExact ?? true).to.equal(sent.length < 2);
    });
});
