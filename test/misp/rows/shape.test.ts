import { expect } from 'chai';
import { attributeChecker } from '../../../src/misp/rows/attribute-shape.ts';
import { UnusableRow } from '../../../src/misp/rows/shape.ts';

const REGULAR = {
  id: '7',
  event_id: '1',
  object_id: '0',
  object_relation: null,
  category: 'Network activity',
  type: 'domain',
  to_ids: true,
  uuid: '00000000-0000-4000-8000-000000000007',
  timestamp: '1795000000',
  distribution: '5',
  sharing_group_id: '0',
  comment: '',
  deleted: false,
  first_seen: null,
  last_seen: null,
  value: 'a.example',
};

const TYPE = 'its type is not a type name (letters, digits, blanks and _ | / . -, at most 100 characters)';

function checked(changes: Readonly<Record<string, unknown>>): unknown {
  return attributeChecker.check({ ...REGULAR, ...changes });
}

describe('A row of attributes', () => {
  it('passes as it is when it is as declared, whatever else it has', () => {
    const row = { ...REGULAR, Tag: [{ name: 'tlp:red', id: 5 }], Event: undefined, more: [1] };
    expect(attributeChecker.check(row)).to.equal(row);
  });

  it('is unusable with a text that is longer than MISP can store', () => {
    expect(checked({ comment: 'x'.repeat(1_000_000) })).to.have.property('id', '7');
    expect(checked({ comment: 'x'.repeat(1_000_001) }))
      .to.be.instanceOf(UnusableRow)
      .with.property('reason', 'its comment has more than 1000000 characters');
  });

  for (const [member, given, expected] of [
    ['comment', null, ''],
    ['comment', undefined, ''],
    ['comment', 5, '5'],
    ['comment', ['x'], ''],
    ['first_seen', undefined, null],
    ['first_seen', 5, '5'],
    ['object_id', undefined, '0'],
    ['object_id', null, '0'],
    ['object_id', 12, '12'],
    ['object_id', 'x', '0'],
    ['to_ids', '1', true],
    ['to_ids', '0', false],
    ['to_ids', 1, true],
    ['to_ids', null, false],
    ['deleted', 'false', false],
    ['timestamp', 1_795_000_000, '1795000000'],
    ['timestamp', null, ''],
    ['timestamp', 'yesterday', ''],
    ['timestamp', -1, ''],
    ['id', 9_007_199_254_740_991, '9007199254740991'],
    ['value', 443, '443'],
    ['Tag', null, []],
    ['Tag', { '1': { name: 'a' } }, [{ name: 'a' }]],
    ['Tag', [{ name: 'a' }, {}, null, 'x', { name: 5 }], [{ name: 'a' }, { name: '5' }]],
    [
      'Sighting',
      [{ type: 0, date_sighting: 5 }, { type: '0' }],
      [{ type: '0', date_sighting: '5', source: '' }],
    ],
    ['decay_score', 'none', []],
    ['Event', null, undefined],
    ['Event', [], undefined],
  ] as const) {
    it(`has ${JSON.stringify(expected)} for ${member} ${JSON.stringify(given)}`, () => {
      expect(checked({ [member]: given })).to.have.deep.property(member, expected);
    });
  }

  for (const [changes, reason] of [
    [{ id: undefined }, 'its id is missing'],
    [{ id: '0' }, 'its id is not an ID from 1 to 9007199254740991'],
    [{ id: '9007199254740993' }, 'its id is not an ID from 1 to 9007199254740991'],
    [{ id: '-1' }, 'its id is not an ID from 1 to 9007199254740991'],
    [{ type: null }, TYPE],
    [{ type: 'a'.repeat(101) }, TYPE],
    [{ type: 'misp_host{}' }, TYPE],
    [{ type: ' ip' }, TYPE],
    [{ type: '__proto__' }, TYPE],
    [{ value: undefined }, 'its value is missing'],
    [{ value: { a: 1 } }, 'its value is not a text'],
  ] as const) {
    it(`is unusable with ${JSON.stringify(changes)}`, () => {
      const row = checked(changes);
      expect(row).to.be.instanceOf(UnusableRow);
      expect((row as UnusableRow).reason).to.equal(reason);
    });
  }

  for (const row of [null, undefined, 5, 'x', []])
    it(`is unusable as ${JSON.stringify(row)}`, () => {
      expect(attributeChecker.check(row)).to.be.instanceOf(UnusableRow);
    });
});
