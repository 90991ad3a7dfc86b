import { expect } from 'chai';
import { foldValue } from '../../../src/misp/lookup/fold.ts';
import { spellingsOf } from '../../../src/misp/lookup/spellings.ts';

/** As a MISP 2.5 was asked: each line is one value to it. */
const EQUAL: readonly (readonly string[])[] = [
  ['Case', 'case', 'CASE', '  case ', 'case\t'],
  ['café', 'cafe', 'cafe\u0301', 'CAFÉ', 'ｃａｆｅ'],
  ['Straße', 'strasse', 'STRASSE'],
  ['ﬁx', 'fix'],
  ['zw\u200bsp', 'zwsp', 'zw\u200dsp', 'zw\u0001sp', 'zw\ufeffsp'],
  ['٣', '3', '३', '３'],
  ['は', 'ぱ', 'ハ', 'ﾊ'],
  ['カカ', 'かか', 'ガカ'],
  ['ไม่', 'ไม้', 'ไม'],
  ['कं', 'क'],
  ['İ', 'i', 'I'],
  ['ö', 'o'],
  ['2001:db8::1', '2001:0DB8:0:0:0:0:0:0001', '2001:DB8::1'],
  ['::ffff:192.0.2.128', '::FFFF:C000:280', '0:0:0:0:0:ffff:192.0.2.128'],
  ['a\u3000', 'a', 'a\u00a0'],
];

/** And each of these, several. */
const DIFFERENT: readonly (readonly string[])[] = [
  ['ปู', 'ปี', 'ปา', 'ป'],
  ['กิน', 'กัน', 'กน'],
  ['कि', 'की', 'का', 'क', 'क्'],
  ['தி', 'தீ', 'த'],
  ['Straße', 'Strase'],
  ['ø', 'o', 'oe', 'ö'].slice(0, 3),
  ['æ', 'ae'],
  ['ı', 'i'],
  ['й', 'и'],
  ['майка', 'маика'],
  ['–', '-'],
  ['so\u00adft', 'soft'],
  ['ß', 's'],
  ['fe80::1%eth0', 'fe80::1', 'fe80::1%eth1'],
  ['192.0.2.128', '::ffff:192.0.2.128'],
  ['a b', 'a  b', 'ab'],
  ['漢', '字'],
  ['a\tb', 'a b'],
];

describe('A folded value', () => {
  for (const values of EQUAL)
    it(`is one for ${JSON.stringify(values)}`, () => {
      expect(new Set(values.map(foldValue)).size).to.equal(1);
    });

  for (const values of DIFFERENT)
    it(`is another for each of ${JSON.stringify(values)}`, () => {
      expect(new Set(values.map(foldValue)).size).to.equal(values.length);
    });

  it('is nothing for what MISP cannot tell from an empty value', () => {
    for (const value of ['', ' ', '\u200b', '\u0301', '\u0001\u200d', '\ufeff'])
      expect(foldValue(value)).to.equal('');
  });

  it('is there for whatever looks like an address', () => {
    for (const value of [
      'fe80::1%eth0',
      'fe80::1%',
      '::%1',
      '[::1',
      '::1]',
      '[fe80::1%12]',
      '1::2::3',
      ':',
      '::',
      '%',
    ])
      expect(foldValue(value)).to.be.a('string').and.not.equal('');
  });
});

describe('Spellings of a value', () => {
  for (const [value, ...others] of [
    ['evil.example'],
    ['evil.example.', 'evil.example'],
    ['EVIL.example.', 'EVIL.example'],
    ['http://evil.example./'],
    ['http://evil.example/a.'],
    ['end of a sentence.'],
    ['...'],
    ['192.0.2.1'],
    ['fe80::1%eth0'],
    ['fe80:0::1%eth0', 'fe80::1%eth0'],
    ['[evil]'],
  ])
    it(`are its own and ${others.length} more of ${String(value)}`, () => {
      expect(spellingsOf(value ?? '')).to.deep.equal([value, ...others]);
    });

  it('are all that an address beginning with a colon may be stored in', () => {
    for (const value of [
      '::ffff:192.0.2.128',
      '::FFFF:C000:280',
      '0:0:0:0:0:ffff:c000:0280',
      '::ffff:c000:0280',
    ])
      expect(spellingsOf(value), value).to.include.members([
        value,
        '::ffff:192.0.2.128',
        '::ffff:c000:280',
        '::ffff:c000:0280',
      ]);
  });

  it('are the short one of another address, with and without brackets', () => {
    expect(spellingsOf('2001:0DB8::0:1')).to.deep.equal(['2001:db8::1']);
    expect(spellingsOf('[2001:0DB8::0:1]')).to.deep.equal(['2001:db8::1', '[2001:0DB8::0:1]']);
  });

  it('have no blanks around them first, and those that MISP may have then', () => {
    expect(spellingsOf(' \tx\n')).to.deep.equal(['x', ' \tx']);
    expect(spellingsOf('x \n')).to.deep.equal(['x']);
    expect(spellingsOf('\u00a0x')).to.deep.equal(['\u00a0x', 'x']);
    expect(spellingsOf('  ')).to.deep.equal([]);
  });
});
