import { expect } from 'chai';
import { jsonFields } from '../index/json-fields.ts';
import { runSpl } from '../spl/run.ts';
import { StandInSplunk } from '../splunk.ts';
import { install, refusalOf, rowsOf } from '../../../splunkd/installed.ts';

const PROPS = String.raw`[thing]
TIME_PREFIX = "at":\s*
TIME_FORMAT = %s
MAX_TIMESTAMP_LOOKAHEAD = 10
TRUNCATE = 200
MAX_DAYS_AGO = 50
KV_MODE = json
FIELDALIAS-names = a AS b nothing AS c
EVAL-a = upper(a)
EVAL-d = a . "!"
EVAL-e = coalesce('list{}', list)
`;
const DAY = 86_400;
/** Ten digits. */
const NOW = 20_000 * DAY;

describe('The index of the stand-in', () => {
  let splunk: StandInSplunk;

  before(async () => {
    splunk = await StandInSplunk.start();
    await install(splunk, 'default/props.conf', PROPS);
    await install(
      splunk,
      'default/eventtypes.conf',
      '[big]\nsearch = sourcetype=thing n=1*\n[none]\nsearch = n=x\n',
    );
    await install(
      splunk,
      'default/tags.conf',
      '[eventtype=big]\nlarge = enabled\nsmall = disabled\n[a=X]\nx = enabled\n',
    );
  });
  after(() => splunk.close());
  beforeEach(() => {
    splunk.index.clean();
  });

  function add(
    time: number,
    content: object,
    more: { index?: string; sourcetype?: string } = {},
    indexTime = 7,
  ) {
    splunk.index.add(
      {
        index: 'misp',
        sourcetype: 'thing',
        host: 'h',
        source: 's',
        time,
        raw: JSON.stringify(content),
        ...more,
      },
      indexTime,
    );
  }
  const found = async (search: string, options = {}) =>
    (await rowsOf(splunk, search, undefined, { now: NOW, ...options })).map((row) => row['n']);

  it('gives the members of a JSON object as fields, in the words that stand there', () => {
    const fields = jsonFields('{"a":1,"b":true,"c":null,"d":"","e":["x",2],"f":{"g":[{"h":"i"}]},"j":["k"]}');
    expect(Object.fromEntries(fields)).to.deep.equal({
      ...{ a: '1', b: 'true', c: 'null', d: '', 'e{}': ['x', '2'], 'f.g{}.h': 'i', 'j{}': 'k' },
    });
    expect([...jsonFields('no JSON').keys(), ...jsonFields('["a"]').keys()]).to.deep.equal([]);
  });

  it('has no fields of what is behind the first 5,000 bytes of an event', () => {
    const before = 'x'.repeat(5000 - '{"a":"","b":"b"'.length);
    expect([...jsonFields(JSON.stringify({ a: before, b: 'b', c: 'c' })).keys()]).to.deep.equal(['a', 'b']);
    expect([...jsonFields(JSON.stringify({ a: `${before}x`, b: 'b' })).keys()]).to.deep.equal(['a']);
  });

  it('has aliases, then calculated fields, which see the extracted values only', async () => {
    add(50, { a: 'x', c: 'old', list: ['1', '2'] });
    add(40, { list: '3' });
    expect(await rowsOf(splunk, 'index=misp | table a b c d e')).to.deep.equal([
      { a: 'X', b: 'x', d: 'x!', e: ['1', '2'] },
      { e: '3' },
    ]);
  });

  it('gives the newest first, and of one second the last that came', async () => {
    add(10, { n: 1 });
    add(30, { n: 2 });
    add(30, { n: 3 });
    add(20, { n: 4 });
    expect(await found('index=misp')).to.deep.equal(['3', '2', '4', '1']);
  });

  it('tells where an event is in its bucket, behind those that came before', async () => {
    add(10, { n: 1 });
    add(30, { n: 2 });
    expect(await rowsOf(splunk, 'index=misp | table n _cd')).to.deep.equal([
      { n: '2', _cd: '0:1' },
      { n: '1', _cd: '0:0' },
    ]);
  });

  it('goes by index, sourcetype and terms', async () => {
    add(40, { n: 1, a: 'x' });
    add(30, { n: 2, a: 'x' }, { index: 'other' });
    add(20, { n: 3, a: 'x' }, { sourcetype: 'else' });
    add(10, { n: 4, a: 'y' });
    expect(await found('index=misp')).to.deep.equal(['1', '3', '4']);
    expect(await found('index=* sourcetype=thing (a=x OR a=z)')).to.deep.equal(['1', '2']);
    expect(await found('search index=misp NOT a=x')).to.deep.equal(['4']);
    expect(await found('| search index=misp sourcetype=else host=h source=s _indextime=7')).to.deep.equal([
      '3',
    ]);
  });

  it('takes a time range with the search or in it, the end of which is not part of it', async () => {
    for (const [n, days] of [1, 2, 3].entries()) add(NOW - days * DAY, { n });
    expect(await found('index=misp', { earliest: NOW - 2 * DAY })).to.deep.equal(['0', '1']);
    expect(await found('index=misp', { latest: NOW - 2 * DAY })).to.deep.equal(['2']);
    expect(await found('index=misp earliest=-2d@d latest=-1d', { earliest: NOW })).to.deep.equal(['1']);
    expect(await found('index=misp earliest=0 latest=now', { earliest: NOW })).to.deep.equal(['0', '1', '2']);
    expect(await refusalOf(splunk, 'index=misp earliest=-1mon', [])).to.contain('n');
  });

  it('has event types and tags, which can be searched for', async () => {
    add(30, { n: 10, a: 'x' });
    add(20, { n: 2, a: 'x' });
    add(10, { n: 11 });
    expect(await found('index=misp eventtype=big')).to.deep.equal(['10', '11']);
    expect(await rowsOf(splunk, 'index=misp tag=* | table n eventtype tag')).to.deep.equal([
      { n: '10', eventtype: 'big', tag: ['large', 'x'] },
      { n: '2', tag: 'x' },
      { n: '11', eventtype: 'big', tag: 'large' },
    ]);
  });

  it('takes what collect writes, with the time that props.conf finds in it', async () => {
    const raw = (at: number) => `{"no":"\\"at\\":55","at": ${at},"n":"${at}"}`;
    const input = [{ _raw: raw(NOW - 20), host: 'mine' }, { _raw: raw(NOW - 10) }];
    const collect = 'collect index=misp sourcetype=thing addinfo=false addtime=false';
    const { rows } = await runSpl(splunk, collect, { input, now: NOW });
    expect(rows).to.deep.equal(input);
    expect(await rowsOf(splunk, 'index=misp | table _time _indextime n host')).to.deep.equal(
      [10, 20].map((ago) => ({
        ...{ _time: String(NOW - ago), _indextime: String(NOW), n: String(NOW - ago), host: 'search-head' },
      })),
    );
    const refusal = async (search: string, _raw: string) => {
      const error = await runSpl(splunk, search, { input: [{ _raw }], now: NOW }).catch(
        (one: unknown) => one,
      );
      return (error as Error).message;
    };
    expect(await refusal(collect, '{"n":1}')).to.contain('no time');
    expect(await refusal(collect, raw(NOW - 51 * DAY))).to.contain('another time');
    expect(await refusal(collect, `{"at":${NOW},"x":"${'x'.repeat(200)}"}`)).to.contain('would cut');
    expect(await refusal('collect index=misp sourcetype=thing', raw(NOW))).to.contain('addinfo=false');
    expect(await refusal('collect index=misp addinfo=false addtime=false', raw(NOW))).to.contain('stash');
    expect(await refusal('collect sourcetype=thing', raw(NOW))).to.contain('index');
    expect(await refusal(`${collect} testmode=true`, raw(NOW))).to.contain('testmode');
    expect(await refusalOf(splunk, collect)).to.contain('without _raw');
  });

  it('refuses a search of no index, words, and rules that it does not know', async () => {
    const refusal = async (search: string) =>
      (await runSpl(splunk, search).catch((one: unknown) => one)) as Error;
    expect((await refusal('sourcetype=thing')).message).to.contain('say one');
    expect((await refusal('search index=misp word')).message).to.contain('field=value');
    add(1, {});
    for (const [props, reason] of [
      ['[thing]\nREPORT-x = y\n', 'REPORT-x of [thing]'],
      ['[thing]\nKV_MODE = auto\n', 'KV_MODE = auto'],
      ['[source::x]\nKV_MODE = json\n', '[source::x]'],
      ['[thing]\nFIELDALIAS-x = a ASNEW b\n', 'a ASNEW b'],
    ] as const) {
      await install(splunk, 'default/props.conf', props);
      expect((await refusal('index=misp')).message, props).to.contain(reason);
    }
    await install(splunk, 'default/props.conf', PROPS);
  });
});
