import { expect } from 'chai';
import type { Row } from '../../../../src/protocol/rows.ts';
import { runSpl } from '../spl/run.ts';
import { StandInSplunk } from '../splunk.ts';
import { install, installed, refusalOf, rowsOf } from '../../../splunkd/installed.ts';

const TRANSFORMS = `[csv]
filename = csv.csv
[missing]
filename = missing.csv
[kv]
external_type = kvstore
collection = things
fields_list = _key, name, n, yes, at, other
[keyless]
external_type = kvstore
collection = things
fields_list = name, n
filter = name="b"
[two]
filename = csv.csv
max_matches = 2
[odd]
filename = csv.csv
match_type = WILDCARD(a)
[networks]
filename = networks.csv
match_type = CIDR(network)
[nowhere]
external_type = kvstore
collection = nothing
fields_list = a
[complicated]
external_type = kvstore
collection = things
fields_list = n
filter = n>1
`;
const COLLECTIONS = '[things]\nfield.n = number\nfield.yes = bool\nfield.at = time\nfield.name = string\n';

describe('Lookups', () => {
  let splunk: StandInSplunk;

  before(async () => {
    splunk = await StandInSplunk.start();
    await install(splunk, 'default/transforms.conf', TRANSFORMS);
    await install(splunk, 'default/collections.conf', COLLECTIONS);
  });
  beforeEach(async () => {
    await install(splunk, 'lookups/csv.csv', 'a,b\n1,x\n2,\n"3","y, ""z"""\n');
    await install(splunk, 'lookups/missing.csv', undefined);
    splunk.state.collections['things'] = new Map<string, Record<string, unknown>>([
      ['k1', { name: 'a', n: 1, yes: true, hidden: 'h' }],
      ['k2', { name: 'b', n: 2.5, other: ['x', 'y'] }],
    ]);
  });
  after(() => splunk.close());

  const csv = () => installed(splunk, 'lookups/csv.csv');
  const things = () => Object.fromEntries(splunk.state.collections['things'] ?? []);

  describe('inputlookup', () => {
    it('gives the rows of a CSV file, empty cells being nulls', async () => {
      const { rows, fields } = await runSpl(splunk, '| inputlookup csv');
      expect(rows).to.deep.equal([{ a: '1', b: 'x' }, { a: '2' }, { a: '3', b: 'y, "z"' }]);
      expect(fields).to.deep.equal(['a', 'b']);
    });

    it('keeps columns of a CSV file that has only a header, and newlines within a value', async () => {
      await install(splunk, 'lookups/csv.csv', 'a,b\r\n');
      expect(await runSpl(splunk, '| inputlookup csv')).to.deep.include({ rows: [], fields: ['a', 'b'] });
      await install(splunk, 'lookups/csv.csv', 'a\n"1\n2"\n""\n');
      expect(await rowsOf(splunk, '| inputlookup csv')).to.deep.equal([{ a: '1\n2' }, {}]);
    });

    it('adds to the rows there are with append=true', async () => {
      expect(
        await rowsOf(splunk, 'head 1 | inputlookup append=true csv', [{ c: '0' }, { c: '9' }]),
      ).to.deep.equal([{ c: '0' }, { a: '1', b: 'x' }, { a: '2' }, { a: '3', b: 'y, "z"' }]);
      expect(await rowsOf(splunk, '| inputlookup append=t csv | head 1')).to.deep.equal([{ a: '1', b: 'x' }]);
    });

    it('gives only listed fields of a collection, as texts, and _key where it is listed', async () => {
      expect(await rowsOf(splunk, '| inputlookup kv')).to.deep.equal([
        { _key: 'k1', name: 'a', n: '1', yes: 'true' },
        { _key: 'k2', name: 'b', n: '2.5', other: ['x', 'y'] },
      ]);
      expect(await rowsOf(splunk, '| inputlookup keyless')).to.deep.equal([{ name: 'b', n: '2.5' }]);
    });

    it('fails for a file that is not there if it is first or strict, and warns otherwise', async () => {
      const first = await runSpl(splunk, '| inputlookup missing');
      expect(first).to.deep.include({ failed: true, rows: [] });
      expect(first.messages[0]?.[1]).to.contain("'missing.csv' does not exist");
      const later = await runSpl(splunk, '| inputlookup append=true missing', { input: [{ a: '1' }] });
      expect(later).to.deep.include({ failed: false, rows: [{ a: '1' }] });
      expect(later.messages.map(([level]) => level)).to.deep.equal(['WARN']);
      const strict = await runSpl(splunk, '| inputlookup append=true strict=true missing', { input: [] });
      expect(strict.failed).to.equal(true);
      await install(splunk, 'lookups/missing.csv', '');
      expect((await runSpl(splunk, '| inputlookup missing')).failed).to.equal(true);
    });

    it('refuses what it does not know', async () => {
      expect(await refusalOf(splunk, 'inputlookup append=true nothing')).to.contain(
        'Unknown lookup "nothing"',
      );
      expect(await refusalOf(splunk, 'inputlookup append=true csv where a=1')).to.contain('"a"');
      expect(await refusalOf(splunk, 'inputlookup append=true csv where')).to.contain('not "where" too');
      expect(await refusalOf(splunk, 'inputlookup append=true max=1 csv')).to.contain('option "max"');
      expect(await refusalOf(splunk, 'inputlookup append=maybe csv')).to.contain(
        'append of inputlookup is a boolean',
      );
      expect(await refusalOf(splunk, 'inputlookup append=true odd')).to.contain('match_type');
      expect(await refusalOf(splunk, 'inputlookup append=true nowhere')).to.contain('"nothing"');
      expect(await refusalOf(splunk, 'inputlookup append=true complicated')).to.contain('n>1');
    });
  });

  describe('lookup by networks', () => {
    it('gives the rows whose network has the address, at its edges, too', async () => {
      const table =
        'network,name\n198.51.100.128/28,four\n198.51.100.0/24,all\n2001:db8::/32,six\nnone,text\n';
      await install(splunk, 'lookups/networks.csv', table);
      const addresses = [
        '198.51.100.127',
        '198.51.100.128',
        '198.51.100.143',
        '198.51.101.0',
        '2001:0db8::1',
        'none',
      ];
      const rows = await rowsOf(
        splunk,
        'lookup networks network AS ip OUTPUT name',
        addresses.map((ip) => ({ ip })),
      );
      expect(rows.map((row) => row['name'])).to.deep.equal([
        'all',
        ['four', 'all'],
        ['four', 'all'],
        undefined,
        'six',
        undefined,
      ]);
    });
  });

  describe('outputlookup to a CSV file', () => {
    const write = (options: string, rows: readonly Row[]) => rowsOf(splunk, `outputlookup ${options}`, rows);

    it('writes all fields but hidden ones in place of what was there, and passes the rows on', async () => {
      const rows: Row[] = [
        { c: 'x,y', _time: '1' },
        { d: ['1', '2'], c: '"' },
      ];
      expect(await write('csv', rows)).to.deep.equal(rows);
      expect(await csv()).to.equal('c,d\n"x,y",\n"""","1\n2"\n');
    });

    it('writes the columns of a table, also those that are all null', async () => {
      await rowsOf(splunk, 'table b z a | outputlookup csv', [{ a: '1' }]);
      expect(await csv()).to.equal('b,z,a\n,,1\n');
      await rowsOf(splunk, 'table z | outputlookup csv', [{ a: '1' }]);
      expect(await csv()).to.equal('z\n""\n');
      expect(await rowsOf(splunk, '| inputlookup csv')).to.deep.equal([{}]);
    });

    it('keeps the columns of the file and adds lines with append=true', async () => {
      await write('append=true csv', [{ b: 'new', c: 'lost' }]);
      expect(await csv()).to.equal('a,b\n1,x\n2,\n"3","y, ""z"""\n,new\n');
      await install(splunk, 'lookups/csv.csv', 'a,b');
      await write('append=true csv', [{ a: '1' }]);
      expect(await csv()).to.equal('a,b\n1,\n');
      await write('append=true missing', [{ q: '1' }]);
      expect(await installed(splunk, 'lookups/missing.csv')).to.equal('q\n1\n');
    });

    it('deletes the file for no rows, unless override_if_empty=false or append=true', async () => {
      const before = await csv();
      await write('override_if_empty=false csv', []);
      await write('append=true csv', []);
      expect(await csv()).to.equal(before);
      await write('createinapp=true csv', []);
      expect(await csv()).to.equal(undefined);
    });

    it('refuses a key, and options that it does not know', async () => {
      expect(await refusalOf(splunk, 'outputlookup key_field=a csv')).to.contain('KV store only');
      expect(await refusalOf(splunk, 'outputlookup create_empty=true csv')).to.contain(
        'option "create_empty"',
      );
      expect(await refusalOf(splunk, 'outputlookup createinapp=false csv')).to.contain('createinapp=false');
      expect(await refusalOf(splunk, 'outputlookup csv kv')).to.contain('not "kv" too');
      expect(await refusalOf(splunk, 'outputlookup')).to.contain('needs the name');
    });
  });

  describe('outputlookup to a collection', () => {
    const write = (options: string, rows: readonly Row[]) => rowsOf(splunk, `outputlookup ${options}`, rows);

    it('puts the rows in place of the documents, with types and without what is not listed', async () => {
      await write('kv', [
        { _key: 'x', name: '1', n: '1', yes: 'TRUE', at: '1700000000.5', other: '7', more: 'm' },
      ]);
      expect(things()).to.deep.equal({
        x: { name: '1', n: 1, yes: true, at: 1_700_000_000.5, other: '7' },
      });
    });

    it('leaves out what cannot be of its type, and keeps lists', async () => {
      await write('kv', [{ _key: 'x', n: 'many', yes: 'perhaps', name: ['a', 'b'] }]);
      expect(things()).to.deep.equal({ x: { name: ['a', 'b'] } });
    });

    it('makes keys where there are none', async () => {
      await write('keyless', [{ name: 'a' }, { name: 'b' }]);
      const keys = Object.keys(things());
      expect(keys).to.have.length(2);
      expect(keys.every((key) => /^[0-9a-f]{24}$/.test(key))).to.equal(true);
    });

    it('replaces whole documents of the same key with append=true', async () => {
      await write('append=true kv', [{ _key: 'k1', name: 'new' }, { _key: 'k3' }]);
      expect(things()).to.deep.equal({
        k1: { name: 'new' },
        k2: { name: 'b', n: 2.5, other: ['x', 'y'] },
        k3: {},
      });
    });

    it('takes another field as key, which appends unless it is said not to', async () => {
      await write('key_field=name kv', [{ name: 'k2', n: '9' }]);
      expect(Object.keys(things())).to.deep.equal(['k1', 'k2']);
      expect(things()['k2']).to.deep.equal({ name: 'k2', n: 9 });
      await write('key_field=name append=false kv', [{ name: 'k9' }]);
      expect(things()).to.deep.equal({ k9: { name: 'k9' } });
    });

    it('empties the collection for no rows, unless override_if_empty=false or append=true', async () => {
      await write('override_if_empty=false kv', []);
      await write('append=true kv', []);
      expect(Object.keys(things())).to.have.length(2);
      await write('kv', []);
      expect(things()).to.deep.equal({});
    });
  });

  describe('lookup', () => {
    const rows: Row[] = [{ a: '1', n: '1' }, { a: '4' }, { n: '2' }];

    it('adds the fields of the row that is the same', async () => {
      expect(await rowsOf(splunk, 'lookup csv a OUTPUT b', rows)).to.deep.equal([
        { a: '1', n: '1', b: 'x' },
        { a: '4' },
        { n: '2' },
      ]);
      expect(await rowsOf(splunk, 'lookup csv a AS n OUTPUT a AS c, b AS "d e"', rows)).to.deep.equal([
        { a: '1', n: '1', c: '1', 'd e': 'x' },
        { a: '4' },
        { n: '2', c: '2' },
      ]);
    });

    it('looks in collections too, and adds all fields without OUTPUT', async () => {
      expect(await rowsOf(splunk, 'lookup kv n OUTPUT name', [{ n: '2.5' }, { n: '2.50' }])).to.deep.equal([
        { n: '2.5', name: 'b' },
        { n: '2.50' },
      ]);
      expect(await rowsOf(splunk, 'lookup csv a', [{ a: '1' }])).to.deep.equal([{ a: '1', b: 'x' }]);
    });

    it('is case-sensitive, and takes several fields to be the same', async () => {
      await install(splunk, 'lookups/csv.csv', 'a,b,c\nx,1,first\nx,2,second\nX,1,third\n');
      const two = [
        { a: 'x', b: '2' },
        { a: 'X', b: '1' },
        { a: 'X', b: '2' },
      ];
      expect(await rowsOf(splunk, 'lookup csv a, b OUTPUT c', two)).to.deep.equal([
        { a: 'x', b: '2', c: 'second' },
        { a: 'X', b: '1', c: 'third' },
        { a: 'X', b: '2' },
      ]);
    });

    it('gives several values for several rows, up to max_matches', async () => {
      await install(splunk, 'lookups/csv.csv', 'a,b\n1,x\n1,y\n1,z\n');
      expect(await rowsOf(splunk, 'lookup csv a OUTPUT b', [{ a: '1' }])).to.deep.equal([
        { a: '1', b: ['x', 'y', 'z'] },
      ]);
      expect(await rowsOf(splunk, 'lookup two a OUTPUT b', [{ a: '1' }])).to.deep.equal([
        { a: '1', b: ['x', 'y'] },
      ]);
    });

    it('replaces what is there, or with OUTPUTNEW keeps it', async () => {
      const old = [{ a: '1', b: 'old' }, { a: '1' }];
      expect(await rowsOf(splunk, 'lookup csv a OUTPUT b', old)).to.deep.equal([
        { a: '1', b: 'x' },
        { a: '1', b: 'x' },
      ]);
      expect(await rowsOf(splunk, 'lookup csv a OUTPUTNEW b', old)).to.deep.equal([
        { a: '1', b: 'old' },
        { a: '1', b: 'x' },
      ]);
    });

    it('fails without the file, and refuses cases whose outcome is not known', async () => {
      expect((await runSpl(splunk, 'lookup missing a OUTPUT b', { input: rows })).failed).to.equal(true);
      const refusal = (search: string, row: Row) => refusalOf(splunk, search, [row]);
      expect(await refusal('lookup csv a OUTPUT z', { a: '1' })).to.contain('no field z');
      expect(await refusal('lookup csv list AS a OUTPUT b', { a: '1' })).to.contain('no field list');
      expect(await refusal('lookup csv a OUTPUT b', { a: ['1', '2'] })).to.contain('several values');
      expect(await refusal('lookup csv a OUTPUT b', { a: '4', b: 'old' })).to.contain('has nothing for b');
      expect(await refusal('lookup csv a OUTPUTNEW b, a AS c', { a: '1', b: 'old' })).to.contain('only some');
      expect(await refusal('lookup update=true csv a', { a: '1' })).to.contain('option "update"');
      expect(await refusal('lookup csv OUTPUT b', { a: '1' })).to.contain('name of a field');
    });
  });
});
