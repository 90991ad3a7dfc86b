import { isIPv4, isIPv6 } from 'node:net';
import { expect } from 'chai';
import fc from 'fast-check';
import { parseIp } from '../../src/intel/values/ip.ts';
import { normalise } from '../../src/intel/values/normalise.ts';
import type { Kind } from '../../src/intel/mapping.ts';
import { foldValue, compressIfIPv6 } from '../../src/misp/lookup/fold.ts';
import { foldByCollation } from '../../src/misp/lookup/collation.ts';
import { literalPattern } from '../../src/misp/query/literal.ts';
import { createLookup } from '../../src/misp/lookup/lookup.ts';
import { spellingsOf } from '../../src/misp/lookup/spellings.ts';
import { likeRegExp } from '../stand-ins/misp/values/like.ts';
import { MatchIndex } from '../../src/misp/lookup/match-index.ts';
import { attributeChecker } from '../../src/misp/rows/attribute-shape.ts';
import type { Attribute } from '../../src/misp/rows/types.ts';
import { cpuTimeOf } from '../support/cpu-time.ts';
import { inUtf8, texts, textsOf } from '../support/properties.ts';

const KINDS: readonly Kind[] = [
  ...(['ip', 'domain', 'url', 'absoluteUrl', 'email', 'text'] as const),
  ...(['hash:32', 'hash:any', 'hash:ssdeep', 'hash:tlsh', 'hash:vhash'] as const),
];

const LETTERS = [
  ...[
    'a',
    'B',
    'f',
    '0',
    '1',
    '9',
    '25',
    'ü',
    'ß',
    'example',
    'xn--',
    'com',
    '.',
    '..',
    '[.]',
    '(dot)',
    '[[.]]',
    '{.}',
  ],
  ...[
    'hxxp',
    'http',
    'https',
    '://',
    '[://]',
    ':',
    '::',
    '/',
    '?',
    '#',
    '@',
    '[at]',
    '*',
    '*.',
    '-',
    '_',
    '%',
    ' ',
  ],
  ...['[', ']', '/24', '/0', '/128', 'ffff', '127.0.0.1', '2001:db8::', '|', '\\', 'e'.repeat(64)],
];

const addresses = fc.oneof(fc.ipV4(), fc.ipV4Extended(), fc.ipV6());
const values = fc.oneof(
  textsOf(LETTERS, 8),
  addresses,
  fc.tuple(addresses, fc.nat({ max: 140 })).map(([address, length]) => `${address}/${length}`),
  fc.tuple(fc.ipV4(), fc.ipV4()).map((ends) => ends.join('-')),
  fc.domain(),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  fc.webUrl().map((url) => url.replace('http', 'hxxp').replace('.', '[.]')),
  fc.emailAddress(),
  fc.string({
    unit: fc.constantFrom(...Array.from('0123456789abcdefABCDEF')),
    minLength: 31,
    maxLength: 130,
  }),
);

describe('A value for Enterprise Security, whatever MISP has', () => {
  for (const kind of KINDS) {
    for (const allowPrivate of [false, true])
      it(`is fitted once and for all as ${kind}${allowPrivate ? ', private addresses too' : ''}`, () => {
        fc.assert(
          fc.property(values, (value) => {
            const fitted = normalise(kind, value, { allowPrivate });
            if ('value' in fitted)
              expect(normalise(kind, fitted.value, { allowPrivate })).to.deep.equal(fitted);
            else expect(fitted.skipReason).to.be.a('string').that.is.not.empty;
          }),
        );
      });

    it(`is fitted in linear time as ${kind}`, () => {
      for (const part of [
        'a',
        'a.',
        '[',
        '[.',
        '.',
        ':',
        '*',
        'a-',
        '-',
        '1.',
        '(dot)',
        ' ',
        'http://',
        '@',
        '0',
        '0:',
        ':a',
      ])
        expect(
          cpuTimeOf(() => normalise(kind, part.repeat(100_000), { allowPrivate: true })),
          part,
        ).to.be.below(1000);
    });
  }

  it('is an address only when Node.js takes it for one', () => {
    fc.assert(
      fc.property(values, (value) => {
        const verdict = parseIp(value);
        if (typeof verdict === 'string') return;
        for (const part of verdict.address.split(/[-/]/).filter((one) => /[.:]/.test(one)))
          expect(isIPv4(part) || isIPv6(part), part).to.equal(true);
        const again = parseIp(verdict.address);
        expect(again).to.deep.equal(verdict);
      }),
    );
  });
});

function attributeOf(value: string): Attribute {
  return attributeChecker.check({ id: '1', type: 'text', value }) as Attribute;
}

describe('A value as MISP compares it, whatever it is', () => {
  it('is folded once and for all', () => {
    fc.assert(
      fc.property(fc.oneof(values, texts()).map(inUtf8), (value) => {
        // Not `fold`: blanks behind characters that MISP's database ignores are no blanks at the ends.
        expect(foldByCollation(foldValue(value))).to.equal(foldValue(value));
        expect(compressIfIPv6(compressIfIPv6(value))).to.equal(compressIfIPv6(value));
      }),
      { numRuns: 3000 },
    );
  });

  it('is among its spellings, none of which is blank or comes twice', () => {
    fc.assert(
      fc.property(fc.oneof(values, texts()), (value) => {
        const spellings = spellingsOf(value);
        expect(new Set(spellings).size).to.equal(spellings.length);
        for (const one of spellings) expect(one.trim()).not.to.equal('');
        if (value.trim() !== '') expect(spellings.map(foldValue)).to.include(foldValue(spellings[0] ?? ''));
      }),
      { numRuns: 2000 },
    );
  });

  const options = { pipesplit: true, matchHalves: true };

  it('is looked up as itself, and answered by an attribute that has it in any of its spellings', () => {
    fc.assert(
      fc.property(fc.oneof(values, texts()), (value) => {
        const lookup = createLookup(value, options);
        for (const spelling of spellingsOf(value)) {
          const found: string[] = [];
          new MatchIndex([lookup], ({ value: one }) => found.push(one)).add(attributeOf(spelling));
          expect(found, JSON.stringify(spelling)).to.deep.equal([value]);
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('finds whatever finds it, when neither has another spelling', () => {
    fc.assert(
      fc.property(
        textsOf(['a', 'A', 'ä', 'ß', 'ss', '|', '\u200b', '１', '1'], 5),
        textsOf(['a', 'Ä', 'SS', '|', '1'], 5),
        (one, other) => {
          const finds = (value: string, stored: string) => {
            let count = 0;
            new MatchIndex(
              [createLookup(value, { pipesplit: false, matchHalves: false })],
              () => (count += 1),
            ).add(attributeOf(stored));
            return count > 0;
          };
          if (spellingsOf(one).length === 1 && spellingsOf(other).length === 1)
            expect(finds(one, other)).to.equal(finds(other, one));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is found by the pattern that stands for it', () => {
    fc.assert(
      fc.property(textsOf(['%', '_', '\\', 'a', 'b', '%%', '\\%'], 8), (value) => {
        for (let pattern = literalPattern(value); pattern; pattern = pattern.fallback)
          expect(likeRegExp(pattern.sent)(value), pattern.sent).to.equal(true);
      }),
    );
  });
});
