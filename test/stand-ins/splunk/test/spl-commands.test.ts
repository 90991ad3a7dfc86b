import { expect } from 'chai';
import type { Row } from '../../../../src/protocol/rows.ts';
import { runSpl } from '../spl/run.ts';
import { StandInSplunk } from '../splunk.ts';
import { refusalOf, rowsOf } from '../../../splunkd/installed.ts';
import { cpuTimeOfAsync } from '../../../support/cpu-time.ts';

describe("Splunk's commands", () => {
  let splunk: StandInSplunk;

  before(async () => {
    splunk = await StandInSplunk.start();
  });
  after(() => splunk.close());

  const run = (search: string, input: readonly Row[]) => rowsOf(splunk, search, input);
  const fieldsOf = async (search: string, input: readonly Row[]) =>
    (await runSpl(splunk, search, { input })).fields;
  const refusal = (search: string, input?: readonly Row[]) => refusalOf(splunk, search, input);

  describe('dedup', () => {
    it('keeps the first row of each combination, and none that lacks a field', async () => {
      const rows: Row[] = [
        { a: '1', b: 'x', n: '1' },
        { a: '1', b: 'y', n: '2' },
        { a: '1', b: 'x', n: '3' },
        { a: '1', n: '4' },
        { a: '1.0', b: 'x', n: '5' },
      ];
      const kept = async (search: string) => (await run(search, rows)).map((row) => row['n']);
      expect(await kept('dedup a b')).to.deep.equal(['1', '2', '5']);
      expect(await kept('dedup a, b')).to.deep.equal(['1', '2', '5']);
      expect(await kept('dedup "a"')).to.deep.equal(['1', '5']);
    });

    it('takes several values for one', async () => {
      const rows: Row[] = [{ a: ['1', '2'] }, { a: ['2', '1'] }, { a: ['1', '2'] }, { a: '1' }];
      expect(await run('dedup a', rows)).to.deep.equal([{ a: ['1', '2'] }, { a: ['2', '1'] }, { a: '1' }]);
    });

    it('has no options here', async () => {
      expect(await refusal('dedup consecutive=true a')).to.contain('option "consecutive"');
      expect(await refusal('dedup a sortby -b')).to.contain('sortby');
      expect(await refusal('dedup 3 a')).to.contain('number of rows');
      expect(await refusal('dedup a*')).to.contain('wildcards');
      expect(await refusal('dedup')).to.contain('name of a field');
    });
  });

  describe('spath', () => {
    it('adds the members of a JSON object', async () => {
      const rows: Row[] = [{ a: '{"b": true, "c": ["x", "y"], "d": {"e": 1}}', n: '1' }, { n: '2' }];
      expect(await run('spath input=a | fields - a', rows)).to.deep.equal([
        { n: '1', b: 'true', 'c{}': ['x', 'y'], 'd.e': '1' },
        { n: '2' },
      ]);
      expect(await refusal('spath')).to.contain('input= alone');
      expect(await refusal('spath input=a path=b')).to.contain('option "path"');
    });
  });

  describe('rest', () => {
    it('has a row for each stanza of a conf file, of the search head alone', async () => {
      splunk.state.instances['misp_rest'] = { misp_url: 'http://misp.example' };
      const found = await runSpl(
        splunk,
        '| rest /servicesNS/-/SA-misp/configs/conf-misp_instances splunk_server=local | search title=misp_rest | table title misp_url',
      );
      expect(found.rows).to.deep.equal([{ title: 'misp_rest', misp_url: 'http://misp.example' }]);
      const refused = (search: string) => runSpl(splunk, search).catch((error: unknown) => String(error));
      expect(await refused('| rest /services/server/info')).to.contain('splunk_server=local');
      expect(await refused('| rest splunk_server=local')).to.contain('takes one path');
    });
  });

  describe('search', () => {
    const rows: Row[] = [
      { n: '1', a: 'Red', b: 'x y' },
      { n: '2', a: 'green', b: 'a*b' },
      { n: '3', b: 'x' },
      { n: '4', a: ['red', 'Blue'] },
      { n: '5', a: '(red)' },
    ];
    const found = async (terms: string) => (await run(`search ${terms}`, rows)).map((row) => row['n']);

    it('finds values whatever their case, one of several too', async () => {
      expect(await found('a=red')).to.deep.equal(['1', '4']);
      expect(await found('a = "RED"')).to.deep.equal(['1', '4']);
      expect(await found('b="x y"')).to.deep.equal(['1']);
      expect(await found('a="(red)"')).to.deep.equal(['5']);
      expect(await found('A=red')).to.deep.equal([]);
    });

    it('takes * for any text, so that f=* is there', async () => {
      expect(await found('a=*re*')).to.deep.equal(['1', '2', '4', '5']);
      expect(await found('a="re*"')).to.deep.equal(['1', '4']);
      expect(await found('a=*')).to.deep.equal(['1', '2', '4', '5']);
      expect(await found('NOT a=*')).to.deep.equal(['3']);
      expect(await found('n!=*')).to.deep.equal([]);
    });

    it('takes != for a value that is there and another, NOT for anything else', async () => {
      expect(await found('b!=x')).to.deep.equal(['1', '2']);
      expect(await found('NOT b=x')).to.deep.equal(['1', '2', '4', '5']);
      expect(await found('NOT NOT b=x')).to.deep.equal(['3']);
    });

    it('has AND between terms, and goes by OR first', async () => {
      expect(await found('a=red b=x*')).to.deep.equal(['1']);
      expect(await found('a=red AND b=x*')).to.deep.equal(['1']);
      expect(await found('n=1 OR n=3 b=x')).to.deep.equal(['3']);
      expect(await found('n=1 OR (n=3 b=x)')).to.deep.equal(['1', '3']);
      expect(await found('NOT (n=1 OR n=2) n!=5')).to.deep.equal(['3', '4']);
    });

    it('has IN, with values as after =', async () => {
      expect(await found('n IN (1, "3")')).to.deep.equal(['1', '3']);
      expect(await found('a IN ("r*") b=x*')).to.deep.equal(['1']);
      expect(await found('NOT n IN (1,2,5)')).to.deep.equal(['3', '4']);
    });

    it('refuses what it does not know, and what is not known of Splunk', async () => {
      expect(await refusal('search word')).to.contain('field=value, not: word');
      expect(await refusal('search n>1')).to.contain('operator >');
      expect(await refusal('search n IN (1 2)')).to.contain('IN of search');
      expect(await refusal('search n IN (1,')).to.contain('IN of search');
      expect(await refusal('search (n=1')).to.contain('not closed');
      expect(await refusal('search n=1)')).to.contain('does not understand ")"');
      expect(await refusal('search n=')).to.contain('not: n =');
      expect(await refusal('search a=""')).to.contain('needs a value');
      expect(await refusal('search a="x\\d"')).to.contain('\\d');
      expect(await refusal('search a=C:\\x')).to.contain('double quotes');
      expect(await refusal('search list!=1')).to.contain('list!=');
      expect(await refusal('search a=1.0')).to.contain('use where');
    });
  });

  describe('table, fields, rename and fillnull', () => {
    const rows: Row[] = [
      { _time: '1', b: 'x', ab: ['1', '2'] },
      { _key: 'k', a: '0' },
    ];

    it('table gives these fields in this order, also those that no row has', async () => {
      expect(await run('table a, nothing ab', rows)).to.deep.equal([{ ab: ['1', '2'] }, { a: '0' }]);
      expect(await fieldsOf('table a, nothing ab', rows)).to.deep.equal(['a', 'nothing', 'ab']);
      expect(await refusal('table a*')).to.contain('wildcards');
      expect(await refusal('table a a')).to.contain('twice');
      expect(await refusal('table limit=5 a')).to.contain('option "limit"');
    });

    it('fields keeps what is hidden, too, or takes away what is named', async () => {
      expect(await fieldsOf('fields b a nothing', rows)).to.deep.equal(['b', 'a', '_time', '_key']);
      expect(await run('fields + b', rows)).to.deep.equal([{ _time: '1', b: 'x' }, { _key: 'k' }]);
      expect(await fieldsOf('fields - b _*', rows)).to.deep.equal(['ab', 'a']);
      expect(await fieldsOf('fields a*', rows)).to.deep.equal(['ab', 'a', '_time', '_key']);
      expect(await refusal('fields a -b')).to.contain('not "-b"');
      expect(await refusal('fields -')).to.contain('needs');
    });

    it('rename gives a field another name, and takes the old value of that', async () => {
      expect(await run('rename a AS b, ab as "c d"', rows)).to.deep.equal([
        { _time: '1', 'c d': ['1', '2'] },
        { _key: 'k', b: '0' },
      ]);
      expect(await fieldsOf('rename ab AS z', rows)).to.deep.equal(['_time', 'b', 'z', '_key', 'a']);
      expect(await run('rename nothing AS b', [{ b: 'x', a: '1' }])).to.deep.equal([{ a: '1' }]);
      expect(await run('rename a AS a', [{ a: '1' }])).to.deep.equal([{ a: '1' }]);
      expect(await refusal('rename a b')).to.contain('"a AS b"');
      expect(await refusal('rename a* AS b*')).to.contain('wildcards');
    });

    it('fillnull puts a value in place of nulls, in all columns or in those named', async () => {
      expect(await run('fillnull value="-" a new', rows)).to.deep.equal([
        { _time: '1', b: 'x', ab: ['1', '2'], a: '-', new: '-' },
        { _key: 'k', a: '0', new: '-' },
      ]);
      expect(await run('fillnull', [{ a: '1' }, { b: '' }])).to.deep.equal([
        { a: '1', b: '0' },
        { a: '0', b: '' },
      ]);
      expect(await refusal('fillnull with=1 a')).to.contain('option "with"');
    });
  });

  describe('sort', () => {
    const sorted = async (args: string, values: readonly (string | undefined)[]) => {
      const rows = await run(
        `sort ${args}`,
        values.map((a, n): Row => (a === undefined ? { n: String(n) } : { a, n: String(n) })),
      );
      return rows.map((row) => row['a'] ?? row['n']);
    };

    it('sorts numbers as numbers, addresses as addresses, texts as texts, nulls last', async () => {
      expect(await sorted('0 a', ['10', undefined, '9', '-1.5'])).to.deep.equal(['-1.5', '9', '10', '1']);
      expect(await sorted('0 -a', ['10', undefined, '9'])).to.deep.equal(['10', '9', '1']);
      expect(await sorted('0 a', ['10.0.0.1', '9.0.0.1'])).to.deep.equal(['9.0.0.1', '10.0.0.1']);
      expect(await sorted('0 a', ['b', 'B', 'a'])).to.deep.equal(['B', 'a', 'b']);
    });

    it('sorts as it is told to', async () => {
      expect(await sorted('0 str(a)', ['9', '10', 'x'])).to.deep.equal(['10', '9', 'x']);
      expect(await sorted('0 - num(a)', ['9', '10', '8'])).to.deep.equal(['10', '9', '8']);
      expect(await sorted('0 num(a)', ['x', '9', '10'])).to.deep.equal(['9', '10', 'x']);
      expect(await sorted('0 +auto(a)', ['9', '10'])).to.deep.equal(['9', '10']);
    });

    it('sorts by the next field where one is the same, and keeps the order otherwise', async () => {
      const rows = [
        { a: '1', b: 'x', n: '1' },
        { a: '2', b: 'y', n: '2' },
        { a: '1', b: 'z', n: '3' },
        { a: '1', b: 'x', n: '4' },
      ];
      const order = async (args: string) => (await run(`sort ${args}`, rows)).map((row) => row['n']);
      expect(await order('0 a, -b')).to.deep.equal(['3', '1', '4', '2']);
      expect(await order('0 -a +b')).to.deep.equal(['2', '1', '4', '3']);
      expect(await order('0 - a, b')).to.deep.equal(['2', '1', '4', '3']);
      expect(await order('2 a')).to.deep.equal(['1', '3']);
    });

    it('needs a count, and values of one kind', async () => {
      expect(await refusal('sort a')).to.contain('10,000');
      expect(await refusal('sort -a')).to.contain('10,000');
      expect(await refusal('sort 0')).to.contain('name of a field');
      expect(await refusal('sort 0 ip(a)')).to.contain('ip(a)');
      expect(await refusal('sort 0 a desc')).to.contain('desc');
      expect(await refusal('sort limit=0 a')).to.contain('option "limit"');
      expect(await refusal('sort 0 a', [{ a: '1' }, { a: 'x' }])).to.contain('str() or num()');
      expect(await refusal('sort 0 list')).to.contain('several values');
    });
  });

  describe('stats', () => {
    const rows: Row[] = [
      { a: 'x', n: '9' },
      { a: 'y', n: '10' },
      { a: 'x', n: '10', b: ['p', 'q'] },
      { n: '1', b: 'q' },
    ];

    it('counts rows, by each combination of values, in their order', async () => {
      expect(await run('stats count', rows)).to.deep.equal([{ count: '4' }]);
      expect(await run('stats count AS many by a', rows)).to.deep.equal([
        { a: 'x', many: '2' },
        { a: 'y', many: '1' },
      ]);
      expect(await run('stats count by n', rows)).to.deep.equal([
        { n: '1', count: '1' },
        { n: '9', count: '1' },
        { n: '10', count: '2' },
      ]);
    });

    it('counts a row for each of several values', async () => {
      expect(await run('stats count BY b', rows)).to.deep.equal([
        { b: 'p', count: '1' },
        { b: 'q', count: '2' },
      ]);
      expect(await run('stats count(b) dc(b) AS different', rows)).to.deep.equal([
        { 'count(b)': '3', different: '2' },
      ]);
    });

    it('finds the greatest and least, as numbers where they are such, and all values', async () => {
      expect(
        await run('stats max(n) AS most, min(n) as least, max(a), values(a) AS all', rows),
      ).to.deep.equal([{ most: '10', least: '1', 'max(a)': 'y', all: ['x', 'y'] }]);
      expect(await run('stats values(n) AS n by a', rows)).to.deep.equal([
        { a: 'x', n: ['10', '9'] },
        { a: 'y', n: '10' },
      ]);
      expect(await run('stats max(nothing) by a', rows)).to.deep.equal([{ a: 'x' }, { a: 'y' }]);
    });

    it('counts none where there are none', async () => {
      expect(await run('stats count', [])).to.deep.equal([{ count: '0' }]);
      expect(await run('stats count by a', [])).to.deep.equal([]);
      expect(await run('stats max(a)', [])).to.deep.equal([]);
    });

    it('refuses what it does not know', async () => {
      expect(await refusal('stats avg(a)')).to.contain('avg(a)');
      expect(await refusal('stats max')).to.contain('max of stats');
      expect(await refusal('stats c')).to.contain('Unknown function c');
      expect(await refusal('stats count(eval(a=1))')).to.contain('of stats');
      expect(await refusal('stats by a')).to.contain('needs a function');
      expect(await refusal('stats count by')).to.contain('name of a field');
      expect(await refusal('stats max(a)', [{ a: '1' }, { a: 'x' }])).to.contain('other texts');
    });
  });

  describe('head, makeresults and mvexpand', () => {
    it('head takes the first', async () => {
      expect(await run('head 1', [{ a: '1' }, { a: '2' }])).to.deep.equal([{ a: '1' }]);
      expect(await refusal('head')).to.contain('number of rows');
      expect(await refusal('head limit=1')).to.contain('limit=1');
    });

    it('makeresults makes rows of the time', async () => {
      expect(await rowsOf(splunk, 'makeresults count=2', undefined, { now: 5 })).to.deep.equal([
        { _time: '5' },
        { _time: '5' },
      ]);
      const refused = runSpl(splunk, 'makeresults annotate=true').catch(
        (error: unknown) => (error as Error).message,
      );
      expect(await refused).to.contain('option "annotate"');
    });

    it('mvexpand makes a row of each value', async () => {
      const rows: Row[] = [{ a: ['1', '2'], b: ['x', 'y'] }, { a: '3' }, { b: '4' }];
      expect(await run('mvexpand a', rows)).to.deep.equal([
        { a: '1', b: ['x', 'y'] },
        { a: '2', b: ['x', 'y'] },
        { a: '3' },
        { b: '4' },
      ]);
      expect(await refusal('mvexpand a limit=1')).to.contain('option "limit"');
      expect(await refusal('mvexpand a b')).to.contain('not "b" too');
    });
  });

  it('are quick with many rows', async () => {
    const input = Array.from({ length: 220_000 }, (_, n): Row => ({
      n: String((n * 7919) % 220_000),
      value: `host${n}.example`,
      type: n % 2 === 0 ? 'domain' : 'hostname',
    }));
    const time = await cpuTimeOfAsync(async () => {
      const rows = await run(
        'dedup value | search type=domain | where n>=100000 | sort 0 -n | table value n',
        input,
      );
      expect(rows).to.have.length(60_000);
      expect(rows[0]?.['n']).to.equal('219998');
    });
    expect(time, 'ms').to.be.below(5000);
  });
});
