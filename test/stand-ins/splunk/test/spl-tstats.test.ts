import { expect } from 'chai';
import { runSpl } from '../spl/run.ts';
import { StandInSplunk } from '../splunk.ts';

const NOW = 1_795_000_000;
const TAGS = ['network', 'resolution', 'dns'];

describe('tstats', () => {
  let splunk: StandInSplunk;

  before(async () => {
    splunk = await StandInSplunk.start();
    const add = (time: number, indexTime: number, fields: object, index = 'logs') => {
      const where = { index, sourcetype: 'invented', host: 'h', source: 's' };
      splunk.index.add({ ...where, time, raw: JSON.stringify(fields) }, indexTime);
    };
    add(NOW - 100, NOW - 90, { tag: TAGS, query: 'a.example', src: 'x', ttl: '5' });
    add(NOW - 90, NOW - 20, { tag: TAGS, query: 'a.example', src: 'x' });
    add(NOW - 80, NOW - 10, { tag: TAGS, query: ['b.example', 'c.example'] });
    add(NOW - 70, NOW - 60, { tag: ['dns'], query: 'd.example' });
    add(NOW - 60, NOW - 60, { tag: TAGS, query: 'e.example' }, '_internal');
  });
  after(() => splunk.close());

  const FROM = 'FROM datamodel=Network_Resolution.DNS';
  async function rows(search: string) {
    const result = await runSpl(splunk, `| tstats ${search}`, { now: NOW });
    expect(result.failed, JSON.stringify(result.messages)).to.equal(false);
    return result.rows;
  }
  async function refusal(search: string): Promise<string> {
    try {
      await runSpl(splunk, search, { now: NOW });
      return 'no error';
    } catch (error) {
      return String(error);
    }
  }

  it('counts events by what is indexed of them, without FROM', async () => {
    expect(await rows('count max(_indextime) AS written WHERE index=logs BY sourcetype')).to.deep.equal([
      { sourcetype: 'invented', count: '4', written: String(NOW - 10) },
    ]);
    expect(await rows('count WHERE index=logs sourcetype=invented earliest=-85s BY index')).to.deep.equal([
      { index: 'logs', count: '2' },
    ]);
    expect(await refusal('| tstats count WHERE index=logs BY query')).to.contain('"query"');
    expect(await refusal('| tstats count WHERE index=logs query=a BY index')).to.contain('"query"');
    expect(await refusal('| tstats count WHERE sourcetype=invented BY index')).to.contain('index=');
    expect(await refusal('| tstats count BY index')).to.contain('WHERE');
  });

  it('counts the events of a dataset by its fields, each value of several for itself', async () => {
    expect(await rows(`count min(_time) AS first max(_time) AS last ${FROM} BY DNS.query`)).to.deep.equal([
      { 'DNS.query': 'a.example', count: '2', first: String(NOW - 100), last: String(NOW - 90) },
      { 'DNS.query': 'b.example', count: '1', first: String(NOW - 80), last: String(NOW - 80) },
      { 'DNS.query': 'c.example', count: '1', first: String(NOW - 80), last: String(NOW - 80) },
    ]);
  });

  it('has the word unknown where the model fills a field, and leaves out events that lack another', async () => {
    expect(await rows(`count ${FROM} BY DNS.src`)).to.deep.equal([
      { 'DNS.src': 'unknown', count: '1' },
      { 'DNS.src': 'x', count: '2' },
    ]);
    expect(await rows(`count ${FROM} BY DNS.ttl`)).to.deep.equal([{ 'DNS.ttl': '5', count: '1' }]);
    const filled = await rows(`summariesonly=false fillnull_value="none" count ${FROM} BY DNS.ttl`);
    expect(filled.map((row) => [row['DNS.ttl'], row['count']])).to.deep.equal([
      ['5', '1'],
      ['none', '2'],
    ]);
  });

  it('takes a range of event time, one of index time, and terms', async () => {
    const queries = async (where: string) =>
      (await rows(`count ${FROM} WHERE ${where} BY DNS.query`)).map(
        (row) => `${String(row['DNS.query'])} ${String(row['count'])}`,
      );
    expect(await queries(`earliest=${NOW - 90} latest=${NOW - 80}`)).to.deep.equal(['a.example 1']);
    expect(await queries('earliest=-1h latest=now _index_earliest=-30s _index_latest=-15s')).to.deep.equal([
      'a.example 1',
    ]);
    expect(await queries('earliest=-1h DNS.src=x')).to.deep.equal(['a.example 2']);
    expect(await queries('index=other')).to.deep.equal([]);
  });

  it('refuses what it does not know', async () => {
    expect(await refusal(`| tstats count ${FROM} BY DNS.nonsense`)).to.contain('no field "DNS.nonsense"');
    expect(await refusal(`| tstats count ${FROM} BY query`)).to.contain('no field "query"');
    expect(await refusal(`| tstats count ${FROM} WHERE DNS.nonsense=1 BY DNS.src`)).to.contain(
      'no field "DNS.nonsense"',
    );
    expect(await refusal(`| tstats values(DNS.nonsense) ${FROM} BY DNS.src`)).to.contain(
      'no field "DNS.nonsense"',
    );
    expect(await refusal('| tstats count FROM datamodel=Nonsense.DNS BY DNS.src')).to.contain(
      'no dataset Nonsense.DNS',
    );
    expect(await refusal('| tstats count FROM index=a BY host')).to.contain('FROM datamodel');
    expect(await refusal(`| tstats prestats=true count ${FROM} BY DNS.src`)).to.contain('"prestats"');
    expect(await refusal(`| makeresults | tstats count ${FROM} BY DNS.src`)).to.contain('first command');
  });
});
