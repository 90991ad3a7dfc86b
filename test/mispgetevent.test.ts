import { expect } from 'chai';
import type { Row } from '../src/protocol/rows.ts';
import type { StoredEvent } from './support/misp/records.ts';
import { type MispServer, startMisp } from './support/misp/server.ts';
import { MispStore } from './support/misp/store.ts';
import { StandInSplunk } from './support/splunkd/splunk.ts';

const NOW = 1_795_000_000;
const DAY = 86_400;
const GALAXY = 'misp-galaxy:threat-actor="Invented Bear"';

describe('mispgetevent', () => {
  let splunk: StandInSplunk;
  let misp: MispServer;
  let store: MispStore;
  let first: StoredEvent;

  before(async () => {
    store = new MispStore();
    first = store.addEvent({
      info: 'First, "quoted"',
      timestamp: NOW - 3600,
      tags: ['tlp:green', GALAXY],
      threat_level_id: '1',
    });
    store.addAttribute(first, { type: 'domain', value: 'a.example', tags: ['tlp:red'], comment: 'c2' });
    store.addAttribute(first, { type: 'domain|ip', value: 'pair.example|198.51.100.2', to_ids: false });
    store.addAttribute(first, { type: 'domain', value: 'gone.example', deleted: true });
    store.addObject(first, [
      ['filename', 'filename', 'evil.exe'],
      ['md5', 'md5', '0123456789abcdef0123456789abcdef'],
    ]);
    for (let index = 0; index < 6; index += 1) {
      const event = store.addEvent({ info: `Old ${index}`, timestamp: NOW - 10 * DAY });
      store.addAttribute(event, { type: 'ip-dst', value: `198.51.100.${10 + index}` });
    }
    store.addEvent({ info: 'Draft', timestamp: NOW - 60, published: false, publish_timestamp: 0 });
    misp = await startMisp({ store, now: NOW });
    splunk = await StandInSplunk.start({
      instances: {
        misp: { misp_url: misp.url, retry_timeout: 0 },
        other: { misp_url: misp.url, prefix: 'o_' },
      },
      secrets: {
        'misp.misp_key': misp.keys['automation'] ?? '',
        'other.misp_key': misp.keys['automation'] ?? '',
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

  async function rowsOf(options: string): Promise<readonly Row[]> {
    const { rows, messages } = await splunk.search(`| mispgetevent misp_instance=misp ${options}`);
    expect(messages).to.deep.equal([]);
    return rows;
  }
  const bodies = () => misp.requests.map((one) => one.body as Record<string, unknown>);

  it('gives a row for an event, with every member under its name', async () => {
    const [row, ...others] = await rowsOf('last=1d');
    expect(others).to.deep.equal([]);
    expect(row).to.include({
      _time: String(NOW - 3600),
      host: '127.0.0.1',
      source: 'misp://misp',
      sourcetype: 'misp:event',
      misp_event_id: first.id,
      misp_event_uuid: first.uuid,
      misp_event_info: 'First, "quoted"',
      misp_event_date: first.date,
      misp_event_published: 'True',
      misp_event_timestamp: String(NOW - 3600),
      misp_publish_timestamp: String(NOW - 3600),
      misp_timestamp: String(NOW - 3600),
      misp_threat_level_id: '1',
      misp_analysis: '2',
      misp_distribution: '1',
      misp_sharing_group_id: '0',
      misp_locked: 'False',
      misp_proposal_email_lock: 'False',
      misp_disable_correlation: 'False',
      misp_org_id: '1',
      misp_org_name: 'EXAMPLE-CSIRT',
      misp_orgc_name: 'EXAMPLE-CSIRT',
      misp_instance: 'misp',
      misp_host: misp.url.replace('http://', ''),
    });
    expect(row?.['misp_tag']).to.deep.equal(['tlp:green', GALAXY]);
    expect(row?.['misp_attribute_count']).to.equal(row?.['misp_analysis_count']);
    expect(JSON.parse(String(row?.['_raw']))).to.include({ misp_event_info: 'First, "quoted"' });
    expect(bodies()[0]).to.include({ metadata: true, withAttachments: false });
  });

  it('has galaxies by their path, unless keep_galaxy=false', async () => {
    const galaxy = (row: Row | undefined) =>
      Object.keys(row ?? {}).filter((field) => field.startsWith('misp_galaxy_'));
    const [with_] = await rowsOf('last=1d');
    const [without] = await rowsOf('last=1d keep_galaxy=false');
    for (const field of galaxy(with_)) expect(field).to.match(/^misp_galaxy_\d+_[a-z0-9_-]+$/);
    expect(galaxy(without)).to.deep.equal([]);
  });

  it('gives rows of attributes with getioc=true: objects first, with the fields of the event', async () => {
    const rows = await rowsOf('last=1d getioc=true');
    expect(rows.map((row) => row['misp_type'])).to.deep.equal([['filename', 'md5'], 'domain', 'domain|ip']);
    const [object, domain, pair] = rows;
    expect(object).to.include({ misp_filename: 'evil.exe', sourcetype: 'misp:attribute' });
    expect(Object.keys(object ?? {}).filter((field) => field.startsWith('misp_object_'))).to.include.members([
      'misp_object_id',
      'misp_object_attribute',
    ]);
    expect(domain).to.include({
      misp_value: 'a.example',
      misp_event_info: 'First, "quoted"',
      misp_org_id: '1',
    });
    expect(pair).to.include({ misp_domain: 'pair.example', misp_ip: '198.51.100.2', misp_to_ids: 'False' });
  });

  it('keeps the tags of attributes beside those of the event', async () => {
    const [, domain] = await rowsOf('last=1d getioc=true');
    expect(domain?.['misp_tag']).to.have.members(['tlp:red', 'tlp:green', GALAXY]);
  });

  it('gives a row for each attribute of an object with expand_object=true, and no more than attribute_limit', async () => {
    expect(await rowsOf('last=1d getioc=true expand_object=true')).to.have.length(4);
    const limited = await rowsOf('last=1d getioc=true expand_object=true attribute_limit=1');
    expect(limited.map((row) => row['misp_type'])).to.deep.equal(['filename', 'domain']);
  });

  it('leaves composites joined with pipesplit=false', async () => {
    const rows = await rowsOf('last=1d getioc=true pipesplit=false');
    expect(rows.at(-1)).to.include({ misp_domain_p_ip: 'pair.example|198.51.100.2' });
    expect(rows.at(-1)).not.to.have.property('misp_ip');
  });

  it("gives MISP's JSON with output=json, without what is in the event", async () => {
    const [row] = await rowsOf('last=1d output=json');
    const raw = JSON.parse(String(row?.['_raw'])) as object;
    expect(raw).to.include({ id: first.id, info: 'First, "quoted"' });
    expect(raw).not.to.have.any.keys('Attribute', 'Object', 'RelatedEvent');
    expect(row?.['info']).to.equal('First, "quoted"');
  });

  it('reads all pages, and one alone with page', async () => {
    expect(await rowsOf('date=2020-01-01 published=true limit=3')).to.have.length(7);
    expect(bodies().map((body) => body['page'])).to.deep.equal([1, 2, 3]);
    misp.requests.length = 0;
    const page = await rowsOf('date=2020-01-01 published=true limit=3 page=3');
    expect(page.map((row) => row['misp_event_info'])).to.deep.equal(['Old 5']);
    expect(bodies()).to.have.length(1);
  });

  it("lets json_request say limit and page, and MISP's own filters", async () => {
    const rows = await rowsOf('json_request="{\\"eventinfo\\": \\"Old%\\", \\"limit\\": 2, \\"page\\": 2}"');
    expect(rows.map((row) => row['misp_event_info'])).to.deep.equal(['Old 2', 'Old 3']);
  });

  it('has drafts only where they are asked for', async () => {
    const infos = (rows: readonly Row[]) => rows.map((row) => row['misp_event_info']);
    expect(infos(await rowsOf('timestamp=1h published=false'))).to.deep.equal(['Draft']);
    expect(infos(await rowsOf('timestamp=2h published=true'))).to.deep.equal(['First, "quoted"']);
  });

  it('asks several instances, each under its prefix', async () => {
    const { rows } = await splunk.search('| mispgetevent misp_instance=misp,other eventid=1');
    expect(rows.map((row) => [row['misp_instance'], row['o_instance']])).to.deep.equal([
      ['misp', undefined],
      [undefined, 'other'],
    ]);
  });

  it('stands events of which members are missing', async () => {
    misp.faults.push({
      kind: 'status',
      status: 200,
      headers: { 'Content-Type': 'application/json', 'X-Result-Count': '1' },
      body: '{"response": [{"Event": {"id": "77", "Object": [{"name": "file"}], "Galaxy": null}}]}',
    });
    expect(await rowsOf('eventid=77 getioc=true')).to.deep.equal([]);
    misp.faults.push({
      kind: 'status',
      status: 200,
      headers: { 'Content-Type': 'application/json', 'X-Result-Count': '1' },
      body: '{"response": [{"Event": {"id": "77"}}]}',
    });
    expect((await rowsOf('eventid=77'))[0]).to.include({ misp_event_id: '77', misp_instance: 'misp' });
  });

  it('fails when a later page does', async () => {
    misp.faults.push({ kind: 'cutJson', path: '/events/restSearch', times: 1 });
    const { failed, messages } = await splunk.search('| mispgetevent misp_instance=misp last=30d limit=3');
    expect(failed).to.equal(true);
    expect(messages.at(-1)?.[1]).to.match(/cut short/);
  });

  for (const [options, message] of [
    ['', /Say which: one of json_request, date, eventid, last, publish_timestamp, timestamp\.$/],
    ['last=1d eventid=3', /Give only one of eventid, last/],
    ['last=1w', /MISP knows no other units, write 7d/],
    ['json_request="{}"', /There is no filter/],
    ['json_request="{\\"value\\": \\"\\"}"', /"value" is blank/],
    [
      'json_request="{\\"valeu\\": \\"x\\"}"',
      /"valeu" is no filter of MISP's events\/restSearch: did you mean "value"/,
    ],
    ['last=1d keep_galaxie=false', /did you mean "keep_galaxy"/],
  ] as const) {
    it(`says what is wrong with: ${options}`, async () => {
      const { messages, failed } = await splunk.search(`| mispgetevent misp_instance=misp ${options}`.trim());
      expect(failed).to.equal(true);
      expect(messages[0]?.[1]).to.match(message);
      expect(misp.requests).to.deep.equal([]);
    });
  }
});
