import { expect } from 'chai';
import { ColumnLimit, isSplunkField } from '../../src/indicators/columns.ts';
import { jsonRow } from '../../src/indicators/json-rows.ts';
import type { Attribute } from '../../src/misp/rows/types.ts';

const METADATA = { host: 'misp.example', source: 'misp://misp', sourcetype: 'misp:attribute' };

const rowOf = (members: unknown, columns = new ColumnLimit()) =>
  jsonRow(members as Attribute, METADATA, columns);

describe('Columns', () => {
  it('are two thousand different names at most, and say once that there are more', () => {
    const columns = new ColumnLimit();
    const names = Array.from({ length: 2000 }, (_, index) => `n${index}`);
    for (const name of [...names, ...names]) expect(columns.admit(name)).to.equal(true);
    expect(columns.warning).to.equal(undefined);
    expect(columns.admit('one more')).to.equal(false);
    expect(columns.admit('n0')).to.equal(true);
    expect(columns.warning).to.match(/more than 2000 different field names.*in _raw only/);
  });

  it('have no name that is longer than names are', () => {
    expect(new ColumnLimit().admit('x'.repeat(201))).to.equal(false);
  });

  it("are none of Splunk's own fields, but MISP's timestamp and dates", () => {
    for (const name of [
      '_raw',
      '_indextime',
      '__mv_host',
      '__proto__',
      'host',
      'index',
      'date_hour',
      'tag::host',
    ])
      expect(isSplunkField(name), name).to.equal(true);
    for (const name of ['timestamp', 'date_sighting', 'date', 'user_id', 'type', 'value'])
      expect(isSplunkField(name), name).to.equal(false);
  });
});

describe('A row of leaves', () => {
  it("has MISP's leaves as fields, and in _raw those that Splunk would take for its own, too", () => {
    const members = JSON.parse(
      '{"id":"1","index":"x","_cd":"x","__mv_host":"$EVIL1$","__proto__":["a","b"],"host":"evil","timestamp":"5"}',
    ) as unknown;
    const row = rowOf(members);
    expect(Object.keys(row).sort()).to.deep.equal([
      '_raw',
      '_time',
      'host',
      'id',
      'source',
      'sourcetype',
      'timestamp',
    ]);
    expect(Object.getPrototypeOf(row)).to.equal(Object.prototype);
    expect(row['host']).to.equal('misp.example');
    expect(row['_raw']).to.equal(JSON.stringify(members));
  });

  it('has the fields that there is room for, of all rows of a search', () => {
    const columns = new ColumnLimit();
    const leaves = (start: number) =>
      Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`n${start + index}`, 'v']));
    expect(Object.keys(rowOf(leaves(0), columns))).to.have.length(1500 + 5);
    expect(Object.keys(rowOf(leaves(1500), columns))).to.have.length(500 + 5);
    expect(JSON.parse(String(rowOf(leaves(1500))['_raw']))).to.have.property('n2999', 'v');
  });
});
