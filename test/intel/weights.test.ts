import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Indicator } from '../../src/intel/rows/indicator.ts';
import { WeightError, Weights } from '../../src/intel/weights.ts';

function indicator(scores: readonly number[], tags: readonly string[], threatLevel = ''): Indicator {
  return { scores, tags, threatLevel } as unknown as Indicator;
}

function table(...lines: readonly string[]): string {
  return ['kind,value,weight', ...lines, ''].join('\n');
}

const weights = new Weights(
  table('tag,tlp:green,40', 'tag,tlp:red,100', 'tag,"odd;tag",3', 'threat_level,1,80', 'default,any,7'),
);

describe('A weight', () => {
  for (const [what, indicators, weight] of [
    ['its decay score, before tags', [indicator([33], ['tlp:red'], '1')], 33],
    ['the highest of several scores', [indicator([33, 60.4, 12], [])], 60],
    ['a rounded score', [indicator([60.5], [])], 61],
    ['no more than 100', [indicator([250], [])], 100],
    ['no less than 1', [indicator([0], [])], 1],
    ['no less than 1, with a score below 0', [indicator([-5], [])], 1],
    ['that of its tag, before the threat level', [indicator([], ['tlp:green'], '1')], 40],
    ['the highest of several tags', [indicator([], ['tlp:red', 'tlp:green'])], 100],
    ['that of a tag in other letters', [indicator([], ['TLP:Green'])], 40],
    ['that of a tag with another separator of tables', [indicator([], ['odd;tag'])], 3],
    ['that of the threat level when no tag is known', [indicator([], ['osint'], '1')], 80],
    ['the default when the threat level is not known', [indicator([], [], '4')], 7],
    ['the default when there is nothing', [indicator([], [])], 7],
    ['the highest score in an object', [indicator([5], ['tlp:red']), indicator([9], [])], 9],
    ['a score in an object, before the tags of others', [indicator([], ['tlp:red']), indicator([9], [])], 9],
    ['the highest tag in an object', [indicator([], ['tlp:green']), indicator([], ['tlp:red'])], 100],
    ['a tag in an object, before threat levels', [indicator([], [], '1'), indicator([], ['tlp:green'])], 40],
  ] as const) {
    it(`is ${what}`, () => {
      expect(weights.weightOf(indicators)).to.equal(weight);
    });
  }

  for (const [what, csv, weight] of [
    ['50 without a line for the default', table(), 50],
    ['50 of a table without a line', 'kind,value,weight', 50],
    ['that of the default, whatever its value', table('default,,9'), 9],
    ['the last of several lines', table('default,any,9', 'default,any,8'), 8],
    ['read from lines of Windows', 'kind,value,weight\r\ndefault,any,9\r\n', 9],
    ['read after a byte order mark', '\ufeffkind,value,weight\ndefault,any,9\n', 9],
    ['read from columns in any order, among others', 'note,weight,kind,value\nx,9,default,any\n', 9],
    ['read past blank lines', table('', ',,', 'default,any,9'), 9],
  ] as const) {
    it(`is ${what}`, () => {
      expect(new Weights(csv).weightOf([indicator([], ['tlp:green'], '1')])).to.equal(weight);
    });
  }

  it('is found for a tag that the table has with spaces around', () => {
    expect(new Weights(table('tag, TLP:Green ,9')).weightOf([indicator([], ['tlp:green'])])).to.equal(9);
  });

  for (const [what, csv, message] of [
    ['a column missing', 'kind,value\ntag,tlp:red\n', /has no column weight/],
    ['another column missing', 'value,weight\nx,1\n', /has no column kind/],
    ['nothing at all', '', /has no column kind/],
    ['no weight', table('tag,tlp:red,'), /^Row 1 .*\(tag tlp:red\) has the weight ""\. Use a whole number/],
    ['a cell missing', table('tag,tlp:red'), /^Row 1 .*\(tag tlp:red\) has the weight ""/],
    ['a blank weight', table('tag,tlp:red,"  "'), /the weight " {2}"/],
    [
      'a weight of 0',
      table('default,any,50', 'tag,tlp:red,0'),
      /^Row 2 .*\(tag tlp:red\) has the weight "0"/,
    ],
    ['a weight over 100', table('tag,tlp:red,101'), /the weight "101"\. .*from 1 to 100/],
    ['half a weight', table('tag,tlp:red,5.5'), /the weight "5.5"/],
    ['a word for a weight', table('tag,tlp:red,high'), /the weight "high"/],
    ['NaN for a weight', table('tag,tlp:red,NaN'), /the weight "NaN"/],
    ['Infinity for a weight', table('tag,tlp:red,Infinity'), /the weight "Infinity"/],
    [
      'an unknown kind',
      table('tags,tlp:red,5'),
      /^Row 1 .* has the kind "tags"\. Use one of tag, threat_level/,
    ],
  ] as const) {
    it(`cannot be told by a table with ${what}`, () => {
      expect(() => new Weights(csv)).to.throw(WeightError, message);
    });
  }

  describe('by the table that the app has', () => {
    const shipped = new Weights(readFileSync('lookups/misp_es_weight_default.csv', 'utf8'));
    for (const [tags, threatLevel, weight] of [
      [['tlp:white'], '', 20],
      [['tlp:clear'], '', 20],
      [['tlp:green'], '', 40],
      [['tlp:amber'], '', 80],
      [['tlp:amber+strict'], '', 90],
      [['tlp:red'], '', 100],
      [[], '1', 80],
      [[], '2', 60],
      [[], '3', 40],
      [[], '4', 50],
      [[], '', 50],
    ] as const) {
      it(`is ${weight} with ${tags.join() || 'no tag'} and threat level ${threatLevel || 'unknown'}`, () => {
        expect(shipped.weightOf([indicator([], tags, threatLevel)])).to.equal(weight);
      });
    }
  });
});
