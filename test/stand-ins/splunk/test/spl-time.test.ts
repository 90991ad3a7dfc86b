import { expect } from 'chai';
import type { Row } from '../../../../src/protocol/rows.ts';
import { runSpl } from '../spl/run.ts';
import { StandInSplunk } from '../splunk.ts';
import { refusalOf, rowsOf } from '../../../splunkd/installed.ts';

const ROWS: Row[] = [
  { _time: '7300', a: 'x', n: '1' },
  { _time: '3700', a: 'y', n: '2' },
  { _time: '3600', a: 'x', n: '4' },
  { _time: '10', n: 'none' },
];

describe('Commands on time', () => {
  let splunk: StandInSplunk;

  before(async () => {
    splunk = await StandInSplunk.start();
  });
  after(() => splunk.close());

  const run = (search: string, options = {}) => rowsOf(splunk, search, ROWS, options);

  it('bin puts times back to the beginning of a span', async () => {
    const times = (await run('bin _time span=1h | table _time')).map((row) => row['_time']);
    expect(times).to.deep.equal(['7200', '3600', '3600', '0']);
    expect(await run('bin span=1h _time AS hour | head 2 | table _time hour')).to.deep.equal([
      { _time: '7300', hour: '7200' },
      { _time: '3700', hour: '3600' },
    ]);
    expect(await refusalOf(splunk, 'bin n span=10')).to.contain('_time');
    expect(await refusalOf(splunk, 'bin _time hour span=1h')).to.contain('_time');
    expect(await refusalOf(splunk, 'bin _time')).to.contain('span');
  });

  it('timechart has a row for each span, with nothing where there is nothing to sum up', async () => {
    expect(await run('timechart span=1h count, sum(n) AS sum')).to.deep.equal([
      { _time: '0', count: '1' },
      { _time: '3600', count: '2', sum: '6' },
      { _time: '7200', count: '1', sum: '1' },
    ]);
  });

  it('timechart covers the time range of the search', async () => {
    const spans = async (options: object) =>
      (await run('timechart span=1h count', options)).map((row) => [row['_time'], row['count']].join(':'));
    expect(await spans({ earliest: 3700, latest: 10_800 })).to.deep.equal(['3600:2', '7200:1']);
    expect(await spans({ earliest: 7300, now: 14_401 })).to.deep.equal(['7200:1', '10800:0', '14400:0']);
    expect(await rowsOf(splunk, 'timechart span=1h count', [])).to.deep.equal([]);
  });

  it('timechart BY has the greatest as columns, and the others as one', async () => {
    expect(await run('timechart span=1h sum(n) BY a')).to.deep.equal([
      { _time: '0' },
      { _time: '3600', x: '4', y: '2' },
      { _time: '7200', x: '1' },
    ]);
    expect(await run('timechart span=1h limit=1 count BY a')).to.deep.equal([
      { _time: '0', x: '0', OTHER: '1' },
      { _time: '3600', x: '1', OTHER: '1' },
      { _time: '7200', x: '1', OTHER: '0' },
    ]);
    expect(await run('timechart span=1h limit=1 useother=false count BY a | head 1')).to.deep.equal([
      { _time: '0', x: '0' },
    ]);
    expect(await refusalOf(splunk, 'timechart span=1h count sum(n) BY a')).to.contain('several functions');
    expect(await refusalOf(splunk, 'timechart count')).to.contain('span');
  });

  it('stats has sums, and the latest value by _time', async () => {
    expect(await run('stats sum(n) AS sum, latest(a) AS a, latest(nothing) AS b')).to.deep.equal([
      { sum: '7', a: 'x' },
    ]);
    expect(await run('stats latest(n) AS n BY a')).to.deep.equal([
      { a: 'x', n: '1' },
      { a: 'y', n: '2' },
    ]);
    const tied = [
      { _time: '1', a: 'x' },
      { _time: '1', a: 'y' },
    ];
    expect(await refusalOf(splunk, 'stats latest(a)', tied)).to.contain('same _time');
    expect(await refusalOf(splunk, 'stats latest(a)', [{ a: 'x' }])).to.contain('needs _time');
  });

  it('streamstats adds to each row what there was so far', async () => {
    const input = [{ n: '0' }, { a: 'x' }, { n: '2' }, { n: '1' }];
    expect(await rowsOf(splunk, 'streamstats max(n) AS most', input)).to.deep.equal(
      ['0', '0', '2', '2'].map((most, at) => ({ ...input[at], most })),
    );
    const counted = await rowsOf(splunk, 'streamstats count AS nth BY a', [
      { a: 'x' },
      { b: '1' },
      { a: 'x' },
    ]);
    expect(counted.map((row) => row['nth'])).to.deep.equal(['1', undefined, '2']);
    expect(await refusalOf(splunk, 'streamstats dc(a)')).to.contain('one count, max() or min()');
  });

  it('eventstats adds to each row what stats makes of all', async () => {
    expect(
      await run('eventstats dc(a) AS kinds max(_time) AS last | table a kinds last | head 2'),
    ).to.deep.equal([
      { a: 'x', kinds: '2', last: '7300' },
      { a: 'y', kinds: '2', last: '7300' },
    ]);
    expect(await refusalOf(splunk, 'eventstats count BY a')).to.contain('BY');
    const many = runSpl(splunk, 'eventstats count', { input: Array.from({ length: 50_001 }, () => ({})) });
    const refused = await many.catch((error: unknown) => (error as Error).message);
    expect(refused).to.contain('50001 rows');
  });
});
