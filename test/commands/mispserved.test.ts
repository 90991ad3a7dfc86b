import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

const NOW = Math.floor(Date.now() / 1000);

describe('mispserved', () => {
  let splunk: StandInSplunk;
  let misp: MispServer;
  const store = new MispStore();

  before(async () => {
    const event = store.addEvent({ info: 'Event', timestamp: NOW });
    for (let index = 0; index < 4500; index += 1)
      store.addAttribute(event, { type: 'domain', value: `n${index}.example`, to_ids: index % 3 !== 0 });
    misp = await startMisp({ store });
    splunk = await StandInSplunk.start({
      instances: { misp: { misp_url: misp.url, retry_timeout: 0 }, other: { misp_url: misp.url } },
      secrets: {
        'misp.misp_key': misp.keys['automation'] ?? '',
        'other.misp_key': misp.keys['partner'] ?? '',
      },
    });
  });
  after(async () => {
    await splunk.close();
    await misp.close();
  });
  beforeEach(() => {
    misp.requests.length = 0;
  });

  const rowsFor = (uuids: readonly string[], instance = 'misp'): Row[] =>
    uuids.map((uuid, index) => ({ n: String(index), misp_instance: instance, misp_attribute_uuid: uuid }));
  const uuids = () => store.attributes.map((one) => one.uuid);

  it('says of each row whether its attribute is served, asking for many at once', async () => {
    const rows = rowsFor([...uuids(), 'ffffffff-ffff-4fff-afff-ffffffffffff']);
    const result = await splunk.search('mispserved', { input: [rows] });
    expect(result.rows).to.have.length(4501);
    expect(result.rows.filter((row) => row['misp_served'] === 'False')).to.deep.equal([
      { ...rows.at(-1), misp_served: 'False' },
    ]);
    expect(result.messages).to.deep.equal([
      ['INFO', 'misp no longer serves the attributes of 1 of 4501 rows.'],
    ]);
    expect(misp.requests).to.have.length(3);
  });

  it('counts what its filters keep out as not served', async () => {
    const result = await splunk.search('mispserved to_ids=true', { input: [rowsFor(uuids())] });
    expect(result.rows.filter((row) => row['misp_served'] === 'False')).to.have.length(1500);
  });

  it('asks every instance for its own, over chunks', async () => {
    const [a = '', b = ''] = uuids();
    const result = await splunk.search('mispserved', {
      input: [rowsFor([a]), rowsFor([a, b], 'other'), []],
    });
    expect(result.rows.map((row) => row['misp_served'])).to.deep.equal(['True', 'True', 'True']);
    expect(misp.requests.map((one) => (one.body as { uuid: unknown }).uuid)).to.deep.equal([[a], [a, b]]);
  });

  it('compares the others when an instance was renamed, disabled or deleted, and says so', async () => {
    const [a = ''] = uuids();
    splunk.state.instances['off'] = { misp_url: misp.url, disabled: true };
    const input = [[...rowsFor([a], 'mips'), ...rowsFor([a]), ...rowsFor([a], 'off')]];
    const { rows, failed, messages } = await splunk.search('mispserved', { input });
    expect(failed).to.equal(false);
    expect(rows.map((row) => row['misp_served'])).to.deep.equal(['Unknown', 'True', 'Unknown']);
    expect(messages.filter(([level]) => level === 'WARN').map(([, text]) => text)).to.deep.equal([
      'Rows of mips were not compared with MISP and are unchanged: There is no MISP instance "mips": did you mean "misp"? There are: misp, other.',
      'Rows of off were not compared with MISP and are unchanged: MISP instance off is disabled. An administrator can enable it in Configuration > Inputs.',
    ]);
  });

  it('counts an attribute of a type that the feed no longer takes as not served', async () => {
    const [a = ''] = uuids();
    const row = (misp_feed: string, misp_intel_field: string) => ({
      ...rowsFor([a])[0],
      misp_feed,
      misp_intel_field,
    });
    const input = [
      [row('domain', 'domain'), row('ip', 'ip'), row('process', 'process/0'), row('domain', 'x')],
    ];
    const { rows } = await splunk.search('mispserved feed_field=misp_feed', { input });
    expect(rows.map((one) => one['misp_served'])).to.deep.equal(['True', 'False', 'False', 'False']);
  });

  it('asks for no more at once than page_size lets it', async () => {
    splunk.state.instances['small'] = { misp_url: misp.url, page_size: 500 };
    splunk.state.secrets['small.misp_key'] = misp.keys['automation'] ?? '';
    await splunk.search('mispserved', { input: [rowsFor(uuids().slice(0, 1000), 'small')] });
    expect(misp.requests.map((one) => (one.body as { limit: unknown }).limit)).to.deep.equal([500, 500, 500]);
  });

  it('asks nothing when there are no rows', async () => {
    const result = await splunk.search('mispserved', { input: [[]] });
    expect(result.failed).to.equal(false);
    expect(misp.requests).to.deep.equal([]);
  });

  for (const [what, rows, expected] of [
    ['a row has no uuid', [{ misp_instance: 'misp' }], /A row has no misp_attribute_uuid/],
    ['a row has no instance', [{ misp_attribute_uuid: 'a' }], /A row has no misp_instance/],
  ] as const) {
    it(`fails when ${what}`, async () => {
      const result = await splunk.search('mispserved', { input: [rows] });
      expect(result.failed).to.equal(true);
      expect(result.rows).to.deep.equal([]);
      expect(result.messages[0]?.[1]).to.match(expected);
    });
  }

  it('fails when MISP does, and passes no row on', async () => {
    misp.state.databaseDown = true;
    const result = await splunk.search('mispserved', { input: [rowsFor(uuids())] });
    misp.state.databaseDown = false;
    expect(result.failed).to.equal(true);
    expect(result.rows).to.deep.equal([]);
    expect(result.messages[0]?.[1]).to.match(/MISP failed/);
  });
});
