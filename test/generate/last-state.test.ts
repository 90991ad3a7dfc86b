import { expect } from 'chai';
import { lastStateOf } from '../../src/generate/dashboards/last-state.ts';
import type { Row } from '../../src/protocol/rows.ts';
import { fillYear } from '../support/misp-year.ts';
import { runSpl } from '../stand-ins/splunk/spl/run.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

const NOW = 1_767_268_800;
const FIELDS = ['misp_type', 'misp_event_info', 'misp_tag'];

describe('The last state of each attribute', () => {
  let splunk: StandInSplunk;

  before(async () => {
    splunk = await StandInSplunk.start();
  });
  after(() => splunk.close());
  beforeEach(() => {
    splunk.index.clean();
  });

  function add(uuid: string, content: object, time = NOW - 50, indexTime = NOW - 40) {
    const raw = JSON.stringify({ misp_instance: 'a', misp_attribute_uuid: uuid, ...content });
    splunk.index.add(
      { index: 'misp', sourcetype: 'misp:attribute', host: 'h', source: 's', time, raw },
      indexTime,
    );
  }
  async function found(lines: readonly string[], fields: readonly string[]): Promise<readonly Row[]> {
    const search = ['index=misp sourcetype=misp:attribute', ...lines, `| table ${fields.join(' ')}`];
    const { rows, failed, messages } = await runSpl(splunk, search.join(' '), { now: NOW });
    expect(failed, JSON.stringify(messages)).to.equal(false);
    return rows;
  }
  const states = (fields = ['misp_attribute_uuid', ...FIELDS]) => found(lastStateOf(FIELDS), fields);

  it('is the one with the greatest time, then the greatest time of indexing', async () => {
    add('changed', { misp_type: 'new' }, NOW - 10, NOW - 5);
    add('changed', { misp_type: 'old' }, NOW - 900, NOW - 2);
    add('retitled', { misp_type: 'new' }, NOW - 50, NOW - 5);
    add('retitled', { misp_type: 'old' }, NOW - 50, NOW - 900);
    expect(await states()).to.deep.equal([
      { misp_attribute_uuid: 'changed', misp_type: 'new' },
      { misp_attribute_uuid: 'retitled', misp_type: 'new' },
    ]);
  });

  it('is the one that came last of those that were written within a second, as after a crash', async () => {
    for (let number = 1; number <= 12; number += 1) add('repeated', { misp_type: `version ${number}` });
    expect(await states()).to.deep.equal([{ misp_attribute_uuid: 'repeated', misp_type: 'version 12' }]);
  });

  it('is whole: what the last version lacks is lacking', async () => {
    add('untagged', { misp_type: 'domain', misp_tag: ['z', 'y'], misp_event_info: 'zzz' });
    add('untagged', { misp_type: 'domain', misp_event_info: '' });
    expect(await states()).to.deep.equal([{ misp_attribute_uuid: 'untagged', misp_type: 'domain' }]);
  });

  it('has the time of the version, and sorts as it was written', async () => {
    add('first', {}, 900_000_000, NOW - 9);
    add('second', {}, NOW - 50, NOW - 9);
    add('third', {}, NOW - 50, NOW - 8);
    const rows = await found(
      [...lastStateOf(FIELDS), '| sort 2 -str(written)'],
      ['_time', 'misp_attribute_uuid'],
    );
    expect(rows.map((row) => [row['_time'], row['misp_attribute_uuid']])).to.deep.equal([
      [String(NOW - 50), 'third'],
      [String(NOW - 50), 'second'],
    ]);
    expect((await states(['_time', 'misp_attribute_uuid']))[0]).to.include({ _time: '900000000' });
  });

  it('keeps fields apart, whatever is in them', async () => {
    const info = 'a␟b␀ | "c" ; d';
    add('odd', { misp_type: 'filename|md5', misp_event_info: info, misp_tag: ['a; b', 'c'] });
    add('odd', { misp_type: ['x', 'y'], misp_event_info: 'i', misp_tag: 'one' }, NOW - 60);
    expect(await states()).to.deep.equal([
      {
        ...{ misp_attribute_uuid: 'odd', misp_type: 'filename|md5' },
        ...{ misp_event_info: 'a b␀ | "c" ; d', misp_tag: 'a; b␞c' },
      },
    ]);
  });

  it('is that of misp_current, for every attribute of a year', async () => {
    fillYear(splunk, 800, NOW);
    const fields = ['misp_instance', 'misp_attribute_uuid', '_time', 'misp_type', 'misp_event_info'];
    const order = '| sort 0 +str(misp_instance), +str(misp_attribute_uuid)';
    const current = await found([`| \`misp_current\` ${order}`], fields);
    const last = await found([...lastStateOf(FIELDS), `| search NOT misp_deleted=True ${order}`], fields);
    expect(last).to.deep.equal(current);
    expect(last.length).to.be.within(700, 799);
  });
});
