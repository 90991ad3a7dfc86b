import { expect } from 'chai';
import { descriptionOf } from '../../src/intel/rows/description.ts';
import {
  type Indicator,
  indicatorsOf,
  NotIndicatorRowError,
  prefixOf,
} from '../../src/intel/rows/indicator.ts';
import type { Attribute } from '../../src/misp/rows/types.ts';
import { attributesOf, EVENT, INSTANCE, objectOf, PLAIN, rowsOf, SHAPES, uuidOf } from './rows.ts';

function indicatorIn(attribute: Partial<Attribute>, shape = PLAIN): Indicator | undefined {
  const [row = {}] = rowsOf(attributesOf(attribute), shape);
  return indicatorsOf(row, shape.prefix)[0];
}

const SCORE = { base_score: 80, decayed: false, DecayingModel: { id: '1', name: 'A model' } };

describe('An indicator', () => {
  for (const shape of SHAPES) {
    it(`has all that a row says: ${JSON.stringify(shape)}`, () => {
      const [row = {}] = rowsOf(
        attributesOf({
          object_id: '7',
          object_relation: 'ip',
          type: 'ip-dst|port',
          value: '203.0.113.5|443',
          category: 'Other',
          comment: 'a "comment"\nof two lines',
          Tag: [{ name: 'tlp:red' }, { name: 'a "b"' }],
          decay_score: [
            { ...SCORE, score: 12.5 },
            { ...SCORE, score: 60 },
          ],
        }),
        shape,
      );
      expect(indicatorsOf(row, prefixOf(row))).to.deep.equal([
        {
          instance: INSTANCE,
          id: '1',
          uuid: uuidOf(1),
          type: 'ip-dst|port',
          value: '203.0.113.5|443',
          object_id: '7',
          relation: 'ip',
          category: 'Other',
          comment: 'a "comment"\nof two lines',
          toIds: true,
          isDeleted: false,
          isWithdrawn: false,
          isMarkedWithdrawn: false,
          timestamp: 1_700_000_000,
          publishTimestamp: Number(EVENT.publish_timestamp),
          host: 'misp.example',
          eventId: EVENT.id,
          eventUuid: EVENT.uuid,
          eventInfo: EVENT.info,
          orgcId: EVENT.orgc_id,
          threatLevel: '4',
          tags: ['tlp:red', 'a "b"'],
          scores: [12.5, 60],
        },
      ]);
    });
  }

  it('has what its object has in common, and what is its own', () => {
    const attributes = attributesOf(
      ...objectOf('7', [
        ['ip', 'ip-dst', '203.0.113.5', { category: 'A', Tag: [{ name: 'a' }], comment: 'x' }],
        ['domain', 'domain', 'a.example', { category: 'B', Tag: [{ name: 'b' }], deleted: true }],
        ['port', 'port', '443', { category: 'A', to_ids: false, timestamp: '1700000009', comment: 'y' }],
      ]),
    );
    const [row = {}] = rowsOf(attributes, { ...PLAIN, isMerged: true });
    const its = indicatorsOf(row, 'misp_');
    expect(its.map((one) => [one.id, one.type, one.value, one.category, one.timestamp])).to.deep.equal([
      ['1', 'ip-dst', '203.0.113.5', 'A', 1_700_000_000],
      ['2', 'domain', 'a.example', 'B', 1_700_000_000],
      ['3', 'port', '443', 'A', 1_700_000_009],
    ]);
    for (const one of its) expect(one).to.deep.include({ tags: ['a', 'b'], comment: 'x, y', object_id: '7' });
  });

  for (const saysWithdrawn of [true, false]) {
    for (const [attribute, standing] of [
      [{}, { toIds: true, isDeleted: false, isWithdrawn: false }],
      [{ deleted: true }, { toIds: true, isDeleted: true, isWithdrawn: true }],
      [{ to_ids: false }, { toIds: false, isDeleted: false, isWithdrawn: true }],
    ] as const) {
      for (const isMerged of [true, false]) {
        const what = `${JSON.stringify(attribute)}${isMerged ? ' in an object' : ''}`;
        it(`that is ${what} stands the same ${saysWithdrawn ? 'as the row says' : 'though the row does not say'}`, () => {
          const shape = { ...PLAIN, isMerged, saysWithdrawn };
          expect(indicatorIn({ object_id: '7', ...attribute }, shape)).to.include(standing);
        });
      }
    }
  }

  it('stands as the row says, whatever to_ids is', () => {
    const [row = {}] = rowsOf(attributesOf({ to_ids: false }));
    expect(indicatorsOf({ ...row, misp_withdrawn: 'False' }, 'misp_')[0]).to.include({ isWithdrawn: false });
  });

  for (const [what, row] of [
    ['has no event', { misp_attribute_uuid: 'a' }],
    ['has words for numbers', { misp_attribute_uuid: 'a', misp_decay_score: ['high', 'NaN', 'Infinity'] }],
  ] as const) {
    it(`has no scores and is in no object when the row ${what}`, () => {
      expect(indicatorsOf(row, 'misp_')[0]).to.deep.include({
        scores: [],
        tags: [],
        object_id: '0',
        timestamp: 0,
        publishTimestamp: 0,
        instance: '',
        eventId: '',
      });
    });
  }

  for (const [fields, known, prefix] of [
    [['misp_type', 'misp_attribute_uuid'], undefined, 'misp_'],
    [['attribute_uuid'], undefined, ''],
    [['x9_attribute_uuid', '_raw'], undefined, 'x9_'],
    [['x9_attribute_uuid', 'misp_attribute_uuid'], 'misp_', 'misp_'],
    [['x9_attribute_uuid'], 'misp_', 'x9_'],
  ] as const) {
    it(`is in ${prefix}… in a row of ${fields.join()} after rows with ${known ?? 'nothing'}`, () => {
      expect(prefixOf(Object.fromEntries(fields.map((field) => [field, 'x'])), known)).to.equal(prefix);
    });
  }

  it('is in no row without a uuid', () => {
    for (const row of [{}, { misp_uuid: 'x' }, { misp_attribute_uuids: 'x' }])
      expect(() => prefixOf(row, 'misp_')).to.throw(
        NotIndicatorRowError,
        /mispgetioc \(with output=fields\)/,
      );
  });
});

describe('A description', () => {
  const base = { eventInfo: 'Info', category: 'Category', comment: 'Comment', eventId: '34' } as Indicator;
  for (const [what, indicators, text] of [
    ['has info, category, comment and the event', [base], 'Info | Category | Comment | MISP event 34'],
    ['leaves out what is blank', [{ ...base, comment: ' ', category: '' }], 'Info | MISP event 34'],
    [
      'is never more than the event',
      [{ ...base, eventInfo: '\n', comment: '', category: '' }],
      'MISP event 34',
    ],
    [
      'is one line',
      [{ ...base, eventInfo: 'a\r\nb\tc ', comment: '\u2028d' }],
      'a b c | Category | d | MISP event 34',
    ],
    [
      'has the different categories and comments of an object',
      [base, { ...base, category: 'Other', comment: '' }, { ...base, comment: 'More' }],
      'Info | Category, Other | Comment, More | MISP event 34',
    ],
    [
      'is no longer than 500 characters before the event',
      [{ ...base, eventInfo: 'x'.repeat(600) }],
      `${'x'.repeat(499)}… | MISP event 34`,
    ],
    [
      'is cut between characters, not within one',
      [{ ...base, eventInfo: `${'x'.repeat(498)}👀yy` }],
      `${'x'.repeat(498)}… | MISP event 34`,
    ],
    [
      'is whole with just 500 characters',
      [{ ...base, eventInfo: 'x'.repeat(500), category: '', comment: '' }],
      `${'x'.repeat(500)} | MISP event 34`,
    ],
  ] as const) {
    it(what, () => {
      expect(descriptionOf(indicators)).to.equal(text);
    });
  }
});
