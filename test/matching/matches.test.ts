import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import type { StoredEvent } from '../stand-ins/misp/store/records.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { resetLookups } from '../stand-ins/splunk/es.ts';
import { runSavedSearch, runSpl } from '../stand-ins/splunk/spl/run.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

const NOW = Math.floor(Date.now() / 1000 / 60) * 60;

describe('Matches', function () {
  this.timeout(60_000);
  let splunk: StandInSplunk;
  let misp: MispServer;
  let store: MispStore;
  let event: StoredEvent;

  before(async () => {
    splunk = await StandInSplunk.start();
  });
  after(() => splunk.close());
  beforeEach(async () => {
    store = new MispStore();
    event = store.addEvent({ info: 'Campaign', timestamp: NOW - 3600, tags: ['tlp:amber', 'a:b="c, d"'] });
    misp = await startMisp({ store });
    splunk.state.instances['misp_covid'] = { misp_url: misp.url, retry_timeout: 0 };
    splunk.state.secrets['misp_covid.misp_key'] = misp.keys['automation'] ?? '';
    for (const collection of Object.values(splunk.state.collections)) collection.clear();
    splunk.index.clean();
    resetLookups(splunk);
  });
  afterEach(() => misp.close());

  async function run(name: string, now = NOW): Promise<readonly Row[]> {
    const { rows, failed, messages } = await runSavedSearch(splunk, name, { now });
    expect(failed, `${name}: ${JSON.stringify(messages)}`).to.equal(false);
    return rows;
  }
  async function refresh() {
    await run('MISP_indicators_update');
    await run('MISP_match_networks');
  }
  /** @param indexed seconds before now */
  function log(tags: readonly string[], fields: Readonly<Record<string, unknown>>, indexed = 600) {
    const raw = JSON.stringify({ tag: tags, ...fields });
    const where = { index: 'logs', sourcetype: 'invented', host: 'h', source: 's' };
    splunk.index.add({ ...where, time: NOW - indexed - 2, raw }, NOW - indexed);
  }
  const DNS = ['network', 'resolution', 'dns'];
  async function matches(): Promise<readonly Row[]> {
    const { rows } = await runSpl(splunk, '| search index=misp sourcetype=misp:match');
    return rows;
  }

  it('says which name below a domain of MISP was asked for, by whom, how often and when', async () => {
    const stored = store.addAttribute(event, { type: 'domain', value: 'Evil.example', comment: 'c2' });
    await refresh();
    log(DNS, { query: 'www.evil.example', src: '10.0.0.5', answer: '203.0.113.9' }, 900);
    log(DNS, { query: 'WWW.EVIL.example.', src: '10.0.0.5' }, 600);
    log(DNS, { query: 'notevil.example', src: '10.0.0.5' });
    log(DNS, { query: 'example', src: '10.0.0.5' });
    await run('MISP_match_dns');
    const [match, ...more] = await matches();
    expect(more).to.deep.equal([]);
    expect(match).to.include({
      _time: String(NOW - 602),
      misp_match_first: String(NOW - 902),
      misp_match_last: String(NOW - 602),
      misp_match_count: '2',
      misp_match_kind: 'domain',
      misp_match_value: 'www.evil.example',
      misp_match_field: 'query',
      misp_match_asset: '10.0.0.5',
      misp_match_search: 'MISP_match_dns',
      misp_match_model: 'Network_Resolution.DNS',
      src: '10.0.0.5',
      misp_value: 'Evil.example',
      misp_type: 'domain',
      misp_attribute_uuid: stored.uuid,
      misp_event_id: event.id,
      misp_event_info: 'Campaign',
      misp_instance: 'misp_covid',
      misp_tlp: 'AMBER',
      misp_weight: '80',
    });
    expect(match?.['misp_tag']).to.have.members(['tlp:amber', 'a:b="c, d"']);
    expect(match).not.to.have.any.keys('user', 'dest');
  });
});
