import { expect } from 'chai';
import type { StoredEvent } from '../stand-ins/misp/store/records.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { runSavedSearch, runSpl } from '../stand-ins/splunk/spl/run.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

const DAY = 86_400;
const NOW = Math.floor(Date.now() / 1000);
const MD5 = '0123456789abcdef0123456789abcdef';

describe('The collection misp_indicators', () => {
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
    event = store.addEvent({ info: 'Event', timestamp: NOW - 3600, tags: ['tlp:amber'] });
    misp = await startMisp({ store });
    splunk.state.instances['misp_covid'] = { misp_url: misp.url, retry_timeout: 0 };
    splunk.state.secrets['misp_covid.misp_key'] = misp.keys['automation'] ?? '';
    for (const name of Object.keys(splunk.state.collections)) splunk.state.collections[name]?.clear();
  });
  afterEach(() => misp.close());

  async function run(name: string) {
    const result = await runSavedSearch(splunk, name);
    expect(result.failed, JSON.stringify(result.messages)).to.equal(false);
    return result.rows;
  }
  const update = () => run('MISP_indicators_update');

  async function lookup(search: string, fields: Record<string, string>) {
    const { rows, failed, messages } = await runSpl(splunk, search, { input: [fields] });
    expect(failed, JSON.stringify(messages)).to.equal(false);
    return rows[0];
  }

  it('finds a value at search time, with what MISP says of it', async () => {
    store.addAttribute(event, { type: 'ip-dst', value: '198.51.100.1', comment: 'c2' });
    await update();
    const found = await lookup(
      '| lookup misp_indicators misp_value AS dest_ip OUTPUT misp_type misp_event_id misp_weight misp_description misp_to_ids',
      { dest_ip: '198.51.100.1' },
    );
    expect(found).to.deep.equal({
      dest_ip: '198.51.100.1',
      misp_type: 'ip-dst',
      misp_event_id: '1',
      misp_weight: '80',
      misp_description: 'Event | Network activity | c2 | MISP event 1',
      misp_to_ids: 'True',
    });
    const none = await lookup('| lookup misp_indicators misp_value AS dest_ip OUTPUT misp_type', {
      dest_ip: '198.51.100.2',
    });
    expect(none).to.deep.equal({ dest_ip: '198.51.100.2' });
  });

  it('finds either half of a composite', async () => {
    store.addAttribute(event, { type: 'domain|ip', value: 'pair.example|198.51.100.3' });
    await update();
    for (const dest of ['pair.example', '198.51.100.3']) {
      const found = await lookup('| lookup misp_indicators misp_value AS dest OUTPUT misp_type', { dest });
      expect(found?.['misp_type'], dest).to.equal('domain|ip');
    }
  });

  it('has each once however often it is updated, under the instance, the uuid and the part of its value', async () => {
    const one = store.addAttribute(event, { type: 'filename|md5', value: `a.exe|${MD5}` });
    await update();
    store.editAttribute(one, { comment: 'edited' }, NOW);
    store.publish(event, NOW);
    await update();
    const documents = splunk.state.collections['misp_indicators'];
    expect([...(documents?.keys() ?? [])]).to.deep.equal([
      `misp_covid:${one.uuid}:1`,
      `misp_covid:${one.uuid}:2`,
    ]);
    expect(documents?.get(`misp_covid:${one.uuid}:2`)).to.include({
      misp_value: MD5,
      misp_comment: 'edited',
      misp_timestamp: NOW,
    });
  });

  it('takes over what was there before the instance was in the key, once it changes', async () => {
    const changed = store.addAttribute(event, { type: 'filename|md5', value: `a.exe|${MD5}` });
    const retyped = store.addAttribute(event, { type: 'domain', value: 'pair.example' });
    const former = (uuid: string, part: number, misp_value: string, misp_instance = 'misp_covid') => {
      const _key = `${uuid}:${part}`;
      const document = {
        _key,
        misp_value,
        misp_instance,
        misp_attribute_uuid: uuid,
        misp_seen: NOW - 9 * DAY,
      };
      collection.set(_key, { ...document, misp_withdrawn: 'False', misp_type: 'text' });
    };
    const collection = (splunk.state.collections['misp_indicators'] ??= new Map());
    const untouched = '0a000000-0000-4000-8000-00000000000a';
    former(changed.uuid, 1, 'a.exe');
    former(changed.uuid, 2, MD5);
    former(retyped.uuid, 1, 'pair.example');
    former(retyped.uuid, 2, '198.51.100.3');
    former(untouched, 1, 'untouched.example');
    former('0b000000-0000-4000-8000-00000000000b', 1, 'other.example', 'other');
    await update();
    const { rows } = await runSpl(splunk, '| inputlookup misp_indicators');
    expect(rows.map((row) => row['misp_value']).sort()).to.deep.equal(
      [MD5, 'a.exe', 'other.example', 'pair.example', 'untouched.example'].sort(),
    );
    await run('MISP_indicators_expire');
    expect([...collection.keys()].sort()).to.deep.equal(
      [
        `${untouched}:1`,
        '0b000000-0000-4000-8000-00000000000b:1',
        `misp_covid:${changed.uuid}:1`,
        `misp_covid:${changed.uuid}:2`,
        `misp_covid:${retyped.uuid}:1`,
      ].sort(),
    );
  });

  it("withdraws nothing of another instance's, also of before the instance was in the key", async () => {
    const one = store.addAttribute(event, { type: 'domain', value: 'evil.example', deleted: true });
    const collection = (splunk.state.collections['misp_indicators'] ??= new Map());
    for (const key of [`${one.uuid}:1`, `other:${one.uuid}:1`])
      collection.set(key, {
        _key: key,
        misp_value: 'evil.example',
        misp_instance: 'other',
        misp_attribute_uuid: one.uuid,
        misp_seen: NOW,
        misp_withdrawn: 'False',
      });
    const before = JSON.stringify([...collection]);
    await update();
    expect(JSON.stringify([...collection].slice(0, 2))).to.equal(before);
    expect(collection.size).to.equal(3);
  });

  it('sees a change of an attribute whose event is not published again', async () => {
    const one = store.addAttribute(event, { type: 'domain', value: 'wrong.example' });
    await update();
    store.softDelete(one, NOW);
    await update();
    const found = await lookup('| lookup misp_indicators misp_value AS d OUTPUT misp_type', {
      d: 'wrong.example',
    });
    expect(found).to.deep.equal({ d: 'wrong.example' });
  });

  it('no longer finds what was deleted with its value', async () => {
    const one = store.addAttribute(event, { type: 'domain|ip', value: 'pair.example|198.51.100.3' });
    await update();
    store.softDelete(one, NOW, { sanitise: true });
    await update();
    const found = await lookup('| lookup misp_indicators misp_value AS d OUTPUT misp_type', {
      d: '198.51.100.3',
    });
    expect(found).to.deep.equal({ d: '198.51.100.3' });
    await run('MISP_indicators_expire');
    expect(splunk.state.collections['misp_indicators']?.size).to.equal(0);
  });

  it('shows the older lookups their own types under their own fields', async () => {
    store.addAttribute(event, { type: 'domain|ip', value: 'pair.example|198.51.100.3' });
    store.addAttribute(event, { type: 'user-agent', value: 'curl/0.0' });
    store.addAttribute(event, { type: 'email-src', value: 'a@evil.example' });
    store.addObject(event, [
      ['filename', 'filename', 'setup.exe'],
      ['md5', 'md5', MD5],
      ['size-in-bytes', 'size-in-bytes', '40960'],
    ]);
    await update();
    expect(
      await lookup('| lookup MISP_web misp_domain AS d OUTPUT misp_ip_dst misp_event_id', {
        d: 'pair.example',
      }),
    ).to.deep.equal({ d: 'pair.example', misp_ip_dst: '198.51.100.3', misp_event_id: '1' });
    expect(
      await lookup('| lookup MISP_web misp_user_agent AS ua OUTPUT misp_user_agent_length', {
        ua: 'curl/0.0',
      }),
    ).to.deep.equal({ ua: 'curl/0.0', misp_user_agent_length: '8' });
    expect(
      await lookup('| lookup MISP_filename misp_md5 AS h OUTPUT misp_filename misp_size_in_bytes', {
        h: MD5,
      }),
    ).to.deep.equal({ h: MD5, misp_filename: 'setup.exe', misp_size_in_bytes: '40960' });
    expect(
      await lookup('| lookup MISP_email misp_email_src AS s OUTPUT misp_category', { s: 'a@evil.example' }),
    ).to.deep.equal({ s: 'a@evil.example', misp_category: 'Network activity' });
    const { rows } = await runSpl(splunk, '| inputlookup MISP_email');
    expect(rows).to.have.length(1);
  });

  for (const [search, type, value, view] of [
    ['MISP_getioc_web_related_last1d_to_KV_MISP_web', 'url', 'http://evil.example/', 'MISP_web'],
    ['MISP_getioc_filename_related_last1d_to_KV_MISP_filename', 'filename|sha1', 'b.exe|x', 'MISP_filename'],
    ['MISP_getioc_email_related_last1d_to_KV_MISP_email', 'email-subject', 'Hello', 'MISP_email'],
  ] as const) {
    it(`is filled with its part by ${search}`, async () => {
      store.addAttribute(event, { type, value });
      store.addAttribute(event, { type: 'mutex', value: 'not this' });
      await run(search);
      const { rows } = await runSpl(splunk, `| inputlookup ${view}`);
      expect(rows.map((row) => row['misp_view'])).to.have.length(type.includes('|') ? 2 : 1);
      expect(splunk.state.collections['misp_indicators']?.size).to.equal(rows.length);
    });
  }

  it('loses what was withdrawn and what is old when it expires, and says how many', async () => {
    const one = store.addAttribute(event, { type: 'domain', value: 'withdrawn.example' });
    store.addAttribute(event, { type: 'domain', value: 'stays.example' });
    await update();
    store.softDelete(one, NOW);
    store.publish(event, NOW);
    await update();
    const old = store.addEvent({ info: 'Old', timestamp: NOW - 91 * DAY });
    store.addAttribute(old, { type: 'domain', value: 'old.example' });
    const result = await runSavedSearch(splunk, 'MISP_indicators_update', {
      macros: { misp_indicators_source: 'misp_instance=misp_covid changed=100d include_withdrawn=true' },
    });
    expect(result.failed).to.equal(false);
    expect(await run('MISP_indicators_expire')).to.deep.equal([
      { collection: 'misp_indicators', deleted: '2', left: '1' },
    ]);
    const values = [...(splunk.state.collections['misp_indicators']?.values() ?? [])];
    expect(values.map((document) => document['misp_value'])).to.deep.equal(['stays.example']);
  });

  it('stays as it was when MISP fails', async () => {
    store.addAttribute(event, { type: 'domain', value: 'stays.example' });
    await update();
    const before = JSON.stringify([...(splunk.state.collections['misp_indicators'] ?? [])]);
    misp.state.databaseDown = true;
    const { failed } = await runSavedSearch(splunk, 'MISP_indicators_update');
    expect(failed).to.equal(true);
    expect(JSON.stringify([...(splunk.state.collections['misp_indicators'] ?? [])])).to.equal(before);
  });

  it('is not expired by a user who may not write it, and says so', async () => {
    splunk.state.sessions['session-of-nobody'] = { username: 'nobody', capabilities: [] };
    const result = await splunk.search('| mispexpire max_age=0d');
    expect(result.messages).to.deep.equal([['ERROR', 'max_age="0d" must be a number of days, like 90d.']]);
    const refused = await splunk.search('| mispexpire', { sessionKey: 'expired' });
    expect(refused.messages[0]?.[1]).to.match(/refused this search's session/);
  });
});
