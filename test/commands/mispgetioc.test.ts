import { tmpdir } from 'node:os';
import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

const NOW = 1_795_000_000;
const DAY = 86_400;

/** Small, with one of each thing that rows can be made of. */
function storeOfEverything(): MispStore {
  const store = new MispStore();
  const first = store.addEvent({
    info: 'First, "quoted"',
    timestamp: NOW - DAY / 2,
    tags: ['tlp:green', 'misp:x="y"'],
  });
  const add = (type: string, value: string, more: object = {}) =>
    store.addAttribute(first, { type, value, ...more });
  const sighted = add('ip-dst', '198.51.100.1', { comment: 'c2', tags: ['tlp:red'] });
  store.addSighting(sighted, { type: '0', time: NOW - 300, source: 'splunk' });
  store.addSighting(sighted, { type: '0', time: NOW - 100, source: 'proxy' });
  store.addSighting(sighted, { type: '1', time: NOW - 50, source: 'analyst' });
  add('domain|ip', 'pair.example|198.51.100.2');
  add('ip-dst|port', '203.0.113.1|8443');
  add('regkey|value', 'HKCU\\Run|a|b');
  add('filename|md5', 'no-pipe.exe');
  add('user-agent', 'Mozilla "5", x');
  add('comment', 'the value of a comment', { comment: 'its comment' });
  add('domain', 'gone.example', { deleted: true });
  add('AS', '64500', { to_ids: false });
  store.addObject(first, [
    ['domain', 'domain', 'object.example'],
    ['ip', 'ip-dst', '203.0.113.2'],
    ['ip', 'ip-dst', '203.0.113.3'],
    ['hostname-port', 'hostname|port', 'h.example|443'],
  ]);
  const second = store.addEvent({ info: 'Second', timestamp: NOW - 10 * DAY });
  store.addAttribute(second, { type: 'domain', value: 'old.example' });
  return store;
}

describe('mispgetioc', () => {
  let splunk: StandInSplunk;
  let misp: MispServer;

  before(async () => {
    misp = await startMisp({ store: storeOfEverything(), now: NOW });
    splunk = await StandInSplunk.start({
      instances: {
        misp: { misp_url: `${misp.url}/` },
        other: { misp_url: misp.url, prefix: 'o_' },
        broken: { misp_url: 'misp.example' },
        off: { misp_url: misp.url, disabled: true },
      },
      secrets: {
        'misp.misp_key': misp.keys['automation'] ?? '',
        'other.misp_key': misp.keys['readonly'] ?? '',
      },
    });
  });
  after(async () => {
    await splunk.close();
    await misp.close();
  });

  const rowsOf = async (options: string, changes = {}): Promise<readonly Row[]> => {
    const result = await splunk.search(`| mispgetioc misp_instance=misp ${options}`, changes);
    expect(result.messages).to.deep.equal([]);
    expect(result.failed).to.equal(false);
    return result.rows;
  };
  const errorOf = async (search: string, changes = {}): Promise<string> => {
    const result = await splunk.search(search, changes);
    expect(result.failed).to.equal(true);
    expect(result.messages).to.have.length(1);
    return result.messages[0]?.[1] ?? '';
  };
  const rowWith = (rows: readonly Row[], value: string) =>
    rows.find((row) => [row['misp_value'] ?? []].flat().includes(value)) ?? {};
  /** Of the last search for attributes. */
  const bodyOf = () =>
    misp.requests.findLast(({ path }) => path === '/attributes/restSearch')?.body as Record<string, unknown>;

  it('gives every field under its name', async () => {
    const row = rowWith(await rowsOf('last=1d'), '198.51.100.1');
    const { event } = misp.store.attributes[0] ?? {};
    expect(row).to.include({
      misp_category: 'Network activity',
      misp_comment: 'c2',
      misp_deleted: 'False',
      misp_attribute_distribution: '5',
      misp_event_id: '1',
      misp_event_uuid: event?.uuid,
      misp_attribute_id: '1',
      misp_object_id: '0',
      misp_sharing_group_id: '0',
      misp_timestamp: String(NOW - DAY / 2),
      misp_to_ids: 'True',
      misp_type: 'ip-dst',
      misp_attribute_uuid: misp.store.attributes[0]?.uuid,
      misp_value: '198.51.100.1',
      misp_event_info: 'First, "quoted"',
      misp_publish_timestamp: String(NOW - DAY / 2),
      misp_host: misp.url.replace('http://', ''),
      misp_instance: 'misp',
      misp_ip_dst: '198.51.100.1',
      _time: String(NOW - DAY / 2),
      host: '127.0.0.1',
      source: 'misp://misp',
      sourcetype: 'misp:attribute',
    });
    expect(row).not.to.have.any.keys('misp_first_seen', 'misp_object_relation');
  });

  it("keeps an attribute's own tags beside those of its event", async () => {
    const row = rowWith(await rowsOf('last=1d'), '198.51.100.1');
    expect(row['misp_tag']).to.deep.equal(['tlp:red', 'tlp:green', 'misp:x="y"']);
    expect(rowWith(await rowsOf('last=1d geteventtag=false'), '198.51.100.1')['misp_tag']).to.equal(
      'tlp:red',
    );
  });

  it('counts sightings by type, with the first and the last', async () => {
    const row = rowWith(await rowsOf('last=1d'), '198.51.100.1');
    expect(row).to.include({
      misp_sight_t0_count: '2',
      misp_sight_t0_first_sight: String(NOW - 300),
      misp_sight_t0_first_source: 'splunk',
      misp_sight_t0_last_sight: String(NOW - 100),
      misp_sight_t0_last_source: 'proxy',
      misp_sight_t1_count: '1',
    });
    expect(row['misp_sight_t0_first_org_name']).to.be.a('string');
    expect(row).not.to.have.any.keys('misp_sight_t2_count');
    expect(rowWith(await rowsOf('last=1d include_sightings=f'), '198.51.100.1')).not.to.have.any.keys(
      'misp_sight_t0_count',
    );
  });

  it('splits composites in their order, at the first |', async () => {
    const rows = await rowsOf('last=1d');
    expect(rowWith(rows, 'pair.example|198.51.100.2')).to.include({
      misp_type: 'domain|ip',
      misp_domain: 'pair.example',
      misp_ip: '198.51.100.2',
    });
    expect(rowWith(rows, '203.0.113.1|8443')).to.include({ misp_ip_dst: '203.0.113.1', misp_port: '8443' });
    expect(rowWith(rows, 'HKCU\\Run|a|b')).to.include({ misp_regkey: 'HKCU\\Run', misp_regkey_value: 'a|b' });
    expect(rowWith(rows, 'no-pipe.exe'))
      .to.include({ misp_filename: 'no-pipe.exe' })
      .and.not.to.have.any.keys('misp_md5');
    expect(rowWith(rows, 'Mozilla "5", x')).to.include({ misp_user_agent: 'Mozilla "5", x' });
    expect(rowWith(rows, '64500')).to.include({ misp_AS: '64500', misp_to_ids: 'False' });
  });

  it('leaves them joined with pipesplit=false', async () => {
    const row = rowWith(await rowsOf('last=1d pipesplit=no'), 'pair.example|198.51.100.2');
    expect(row)
      .to.include({ misp_domain_p_ip: 'pair.example|198.51.100.2' })
      .and.not.to.have.any.keys('misp_domain');
  });

  it("does not let a type's name overwrite a field", async () => {
    expect(rowWith(await rowsOf('last=1d'), 'the value of a comment')).to.include({
      misp_comment: 'its comment',
    });
  });

  it('merges the attributes of an object into one row, and says what belongs together', async () => {
    const row = rowWith(await rowsOf('last=1d'), 'object.example');
    expect(row['misp_value']).to.deep.equal([
      'object.example',
      '203.0.113.2',
      '203.0.113.3',
      'h.example|443',
    ]);
    expect(row['misp_type']).to.deep.equal(['domain', 'ip-dst', 'hostname|port']);
    expect(row['misp_object_relation']).to.deep.equal(['domain', 'ip', 'hostname-port']);
    expect(row['misp_ip_dst']).to.deep.equal(['203.0.113.2', '203.0.113.3']);
    expect(row).to.include({ misp_hostname: 'h.example', misp_port: '443', misp_to_ids: 'True' });
    const together = [row['misp_object_attribute'] ?? []]
      .flat()
      .map((json) => JSON.parse(json) as Record<string, string>);
    expect(together.map((one) => `${one['object_relation']}=${one['value']}`)).to.deep.equal([
      'domain=object.example',
      'ip=203.0.113.2',
      'ip=203.0.113.3',
      'hostname-port=h.example|443',
    ]);
  });

  it('gives a row for each with expand_object=true', async () => {
    const rows = (await rowsOf('last=1d expand_object=1')).filter((row) => row['misp_object_id'] !== '0');
    expect(rows.map((row) => row['misp_value'])).to.deep.equal([
      'object.example',
      '203.0.113.2',
      '203.0.113.3',
      'h.example|443',
    ]);
    expect(rows[1]).to.include({ misp_object_relation: 'ip' });
  });

  it('has the row as JSON in _raw, values as MISP sent them', async () => {
    const row = rowWith(await rowsOf('last=1d'), '198.51.100.1');
    const raw = JSON.parse(String(row['_raw'])) as Record<string, unknown>;
    expect(raw).to.include({
      misp_value: '198.51.100.1',
      misp_to_ids: true,
      misp_first_seen: null,
      misp_timestamp: NOW - DAY / 2,
      misp_event_info: 'First, "quoted"',
      misp_instance: 'misp',
    });
    expect(raw['misp_tag']).to.deep.equal(['tlp:red', 'tlp:green', 'misp:x="y"']);
    const missing = Object.keys(row).filter((name) => name.startsWith('misp_') && !(name in raw));
    expect(missing).to.deep.equal([]);
  });

  it("gives MISP's own JSON and its leaves with output=json", async () => {
    const [row] = await rowsOf('last=1d output=json include_sightings=f limit=1 page=1');
    expect(row).to.include({
      type: 'ip-dst',
      value: '198.51.100.1',
      to_ids: 'True',
      _time: String(NOW - DAY / 2),
    });
    // Of the attribute and of its event, as they come.
    expect(row?.['id']).to.be.an('array').that.includes('1');
    expect(JSON.parse(String(row?.['_raw']))).to.have.nested.property('Event.info', 'First, "quoted"');
  });

  it('gives deleted ones beside live ones with include_deleted=true', async () => {
    expect(rowWith(await rowsOf('last=1d'), 'gone.example')).to.deep.equal({});
    const rows = await rowsOf('last=1d include_deleted=true');
    expect(rowWith(rows, 'gone.example')).to.include({ misp_deleted: 'True' });
    expect(rowWith(rows, '198.51.100.1')).to.include({ misp_deleted: 'False' });
  });

  it('gives sanitised tombstones without a field for their type', async () => {
    const { store } = misp;
    const [event] = store.events;
    if (!event) throw new Error('no event');
    const gone = store.addAttribute(event, { type: 'domain', value: 'sanitised.example' });
    store.softDelete(gone, NOW - DAY / 2, { sanitise: true });
    const rows = await rowsOf('last=1d include_deleted=true');
    const row = rows.find((one) => one['misp_attribute_id'] === gone.id) ?? {};
    expect(row).to.include({ misp_deleted: 'True', misp_attribute_uuid: gone.uuid });
    expect(row).not.to.have.any.keys('misp_', 'misp_domain');
    store.hardDelete(gone, NOW - DAY / 2);
  });

  it('takes the options of older searches', async () => {
    const rows = await rowsOf('last=1d add_description=true getuuid=true getorg=1 only_to_ids=true limit=0');
    expect(rowWith(rows, '198.51.100.1')).to.include({
      misp_description: 'First, "quoted" | Network activity | c2',
    });
    expect(bodyOf()).to.include({ to_ids: 1 });
  });

  it('asks for a type written with underscores by its name too', async () => {
    expect(await rowsOf('last=1d type="user_agent,mutex"')).to.have.length(1);
  });

  it('asks for the date of events in a way that MISP does not ignore', async () => {
    await rowsOf('date=2026-11-01,2026-11-20');
    expect(bodyOf()).to.include({ from: '2026-11-01', to: '2026-11-20' });
    await rowsOf('date=2026-11-01');
    expect(bodyOf()).to.include({ from: '2026-11-01' }).and.not.to.have.any.keys('to', 'date');
  });

  it('sends filters as MISP wants them', async () => {
    await rowsOf(
      'timestamp="30d,1h" category="Network activity, Other" type="!domain,ip%" tags=tlp:green not_tags="a,b" to_ids=0 threat_level_id=2 warning_list=n include_decay_score=t exclude_decayed=t decaying_model=3 decay_score_threshold=30',
    );
    expect(bodyOf()).to.deep.include({
      timestamp: [String(NOW - 30 * DAY), String(NOW - 3600)],
      category: { OR: ['Network activity', 'Other'] },
      type: { OR: ['ip%'], NOT: ['domain'] },
      tags: { OR: ['tlp:green'], NOT: ['a', 'b'] },
      to_ids: 0,
      threat_level_id: '2',
      enforceWarninglist: false,
      includeDecayScore: true,
      excludeDecayed: true,
      decayingModel: '3',
      score: '30',
      order: 'id asc',
      withAttachments: false,
      includeEventUuid: true,
    });
  });

  it('filters by organisations as MISP finds them', async () => {
    const uuid = '55F6EA5E-2C60-40E5-964F-47A8950D210F';
    await splunk.search(`mispgetioc misp_instance=misp last=1d org="\\"A, B\\",7,!${uuid},! x%"`);
    expect(bodyOf()['org']).to.deep.equal({ OR: ['A, B', '7'], NOT: [uuid.toLowerCase(), 'x%'] });
    expect(await errorOf('mispgetioc misp_instance=misp last=1d org="EXAMPLE-CSIRT,!7e0"')).to.contain(
      'org="EXAMPLE-CSIRT,!7e0" has "7e0", which MISP reads as the number of an ID: use the ID (digits) or the UUID of the organisation.',
    );
  });

  it('lets json_request win over the options', async () => {
    await rowsOf(
      'warning_list=true limit=7 json_request="{\\"eventid\\": 1, \\"enforceWarninglist\\": false, \\"limit\\": 3}"',
    );
    expect(bodyOf()).to.include({ eventid: 1, enforceWarninglist: false, limit: 3 });
  });

  it('reads an upper-case uuid of an event', async () => {
    const uuid = misp.store.events[1]?.uuid.toUpperCase() ?? '';
    expect((await rowsOf(`eventid="${uuid}"`)).map((row) => row['misp_value'])).to.deep.equal([
      'old.example',
    ]);
  });

  it("takes the search's own time range with time_field", async () => {
    const times = { earliest: NOW - 20 * DAY, latest: NOW - 5 * DAY };
    const rows = await rowsOf('time_field=publish_timestamp', times);
    expect(rows.map((row) => row['misp_value'])).to.deep.equal(['old.example']);
    await rowsOf('time_field=timestamp', { earliest: 0, latest: 0 });
    expect(bodyOf()['timestamp']).to.equal('1');
    await rowsOf('time_field=timestamp', { earliest: 1000, latest: 0 });
    expect(bodyOf()['timestamp']).to.equal('1');
  });

  it('gives one page alone, cut where page and limit say', async () => {
    const all = await rowsOf('last=1d expand_object=true');
    const third = await rowsOf('last=1d expand_object=true limit=2 page=3');
    expect(third).to.deep.equal(all.slice(4, 6));
    expect(await errorOf('mispgetioc misp_instance=misp last=1d limit=7001 page=1')).to.match(
      /multiple of 1000/,
    );
  });

  it('asks several instances, each row saying which', async () => {
    const { rows } = await splunk.search('mispgetioc misp_instance="misp,other" eventid=2');
    expect(rows.map((row) => row['misp_instance'] ?? row['o_instance'])).to.deep.equal(['misp', 'other']);
    const both = await splunk.search('mispgetioc misp_instance="misp,other" eventid=2 prefix=x_');
    expect(both.rows.map((row) => row['x_instance'])).to.deep.equal(['misp', 'other']);
  });

  it('means all instances that are not disabled by *', async () => {
    // One of them is set up wrongly: that is not passed over.
    expect(await errorOf('mispgetioc misp_instance=* eventid=2')).to.equal(
      'MISP instance broken: misp_url must begin with https://, for example https://misp.example.org.',
    );
  });

  it('warns of instances that fail, and returns the results of the others, only with skip_failed_instances', async () => {
    splunk.state.instances['down'] = { misp_url: 'http://127.0.0.1:9', retry_timeout: 0 };
    splunk.state.secrets['down.misp_key'] = 'x'.repeat(40);
    const search = 'mispgetioc misp_instance="down,misp,broken,other" eventid=2 prefix=x_';
    try {
      const { rows, messages, failed } = await splunk.search(`${search} skip_failed_instances=true`);
      expect(failed).to.equal(false);
      expect(rows.map((row) => row['x_instance'])).to.deep.equal(['misp', 'other']);
      expect(messages.map(([level]) => level)).to.deep.equal(['WARN', 'WARN']);
      expect(messages[0]?.[1]).to.match(
        /^MISP instance down: nothing answers .* Results of this instance are missing\.$/,
      );
      expect(messages[1]?.[1]).to.match(/^MISP instance broken: misp_url must .* are missing\.$/);
      expect(await errorOf(search)).to.match(/^MISP instance broken/);
      expect(await errorOf('mispgetioc misp_instance=down eventid=2 skip_failed_instances=true')).to.match(
        /^MISP instance down/,
      );
      const none = await splunk.search(
        'mispgetioc misp_instance="broken,down" eventid=2 skip_failed_instances=true',
      );
      expect(none.failed).to.equal(true);
      expect(none.messages.map(([level]) => level)).to.have.members(['ERROR', 'WARN']);
    } finally {
      delete splunk.state.instances['down'];
    }
  });

  it('says so if an instance fails after its first rows', async () => {
    misp.faults.push({ kind: 'status', status: 403, page: 2 });
    const { rows, messages, failed } = await splunk.search(
      'mispgetioc misp_instance="misp,other" last=30d limit=2 prefix=x_ expand_object=true skip_failed_instances=true',
    );
    misp.faults.length = 0;
    expect(failed).to.equal(false);
    expect(new Set(rows.map((row) => row['x_instance']))).to.deep.equal(new Set(['misp', 'other']));
    expect(messages.map(([, text]) => text).join()).to.match(
      /^MISP instance misp: .* Results of this instance are incomplete\.$/,
    );
  });

  it('says what is wrong with an instance', async () => {
    expect(await errorOf('mispgetioc misp_instance=off eventid=2')).to.equal(
      'MISP instance off is disabled. An administrator can enable it in Configuration > Inputs.',
    );
    splunk.state.instances['keyless'] = { misp_url: misp.url };
    expect(await errorOf('mispgetioc misp_instance=keyless eventid=2')).to.match(
      /keyless has no API key.*keyless\.misp_key/,
    );
    delete splunk.state.instances['keyless'];
  });

  it('never takes the key of an instance with a similar name', async () => {
    splunk.state.instances['mis'] = { misp_url: misp.url };
    expect(await errorOf('mispgetioc misp_instance=mis eventid=2')).to.match(/mis has no API key/);
    delete splunk.state.instances['mis'];
  });

  it('knows the last of a hundred instances', async () => {
    for (let i = 0; i < 100; i += 1) splunk.state.instances[`many_${i}`] = { misp_url: misp.url };
    splunk.state.secrets['many_99.misp_key'] = misp.keys['automation'] ?? '';
    const { rows } = await splunk.search('mispgetioc misp_instance=many_99 eventid=2');
    expect(rows).to.have.length(1);
  });

  it('tells a user without the capability which role to ask for', async () => {
    splunk.state.sessions['session-of-guest'] = { username: 'guest', capabilities: ['search'] };
    const said = await errorOf('mispgetioc misp_instance=misp eventid=2', { sessionKey: 'session-of-guest' });
    expect(said).to.match(
      /Ask your Splunk administrator for the role misp_searcher \(.*misp_search\).*misp_user/,
    );
    expect(await errorOf('mispgetioc misp_instance=misp eventid=2', { sessionKey: 'stale' })).to.match(
      /session/,
    );
  });

  it('checks the certificate of splunkd', async () => {
    const said = await errorOf('mispgetioc misp_instance=misp eventid=2', { splunkHome: tmpdir() });
    expect(said).to.match(/splunkd's certificate at https:\/\/127\.0\.0\.1:\d+ (is not trusted|has expired)/);
    expect(said).to.include(`it is not the one in ${tmpdir()}/etc/auth/server.pem`);
  });

  it('never tells a key', async () => {
    const key = misp.keys['automation'] ?? '';
    const result = await splunk.search('mispgetioc misp_instance=misp last=1d');
    expect(JSON.stringify(result)).not.to.contain(key);
  });

  describe('for searches that keep a lookup current', () => {
    let store: MispStore;
    let server: MispServer;
    before(async () => {
      store = new MispStore();
      const old = store.addEvent({ info: 'Edited', timestamp: NOW - 30 * DAY, threat_level_id: '1' });
      const edited = store.addAttribute(old, { type: 'domain', value: 'edited.example' });
      store.addAttribute(old, { type: 'domain', value: 'beside.example', to_ids: false });
      store.editAttribute(edited, { comment: 'edited' }, NOW - 60);
      const published = store.addEvent({ info: 'Published', timestamp: NOW - 30 * DAY });
      store.addAttribute(published, { type: 'domain', value: 'published.example' });
      store.publish(published, NOW - 60);
      const both = store.addEvent({ info: 'Both', timestamp: NOW - 60 });
      store.addAttribute(both, { type: 'domain', value: 'both.example' });
      store.addAttribute(both, { type: 'domain', value: 'deleted.example', deleted: true });
      store.addObject(both, [['issuer', 'text', 'CN=x']]);
      const neither = store.addEvent({ info: 'Neither', timestamp: NOW - 30 * DAY });
      store.addAttribute(neither, { type: 'domain', value: 'neither.example' });
      server = await startMisp({ store, now: NOW });
      splunk.state.instances['current'] = { misp_url: server.url };
      splunk.state.secrets['current.misp_key'] = server.keys['automation'] ?? '';
    });
    after(() => server.close());

    const ask = async (options: string) => {
      const { rows, messages } = await splunk.search(`| mispgetioc misp_instance=current ${options}`);
      expect(messages).to.deep.equal([]);
      return rows;
    };
    const valuesOf = (rows: readonly Row[]) => rows.map((row) => row['misp_value']).sort();

    it('gives the events published or changed, each attribute once, with changed=', async () => {
      expect(valuesOf(await ask('changed=1d type=domain'))).to.deep.equal([
        'beside.example',
        'both.example',
        'edited.example',
        'published.example',
      ]);
    });

    it('says of what to_ids and published keep out that it was withdrawn, with include_withdrawn=true', async () => {
      const rows = await ask('changed=1d type=domain to_ids=true published=true include_withdrawn=true');
      const withdrawn = rows.map((row) => `${String(row['misp_value'])} ${String(row['misp_withdrawn'])}`);
      expect(withdrawn.sort()).to.deep.equal([
        'beside.example True',
        'both.example False',
        'deleted.example True',
        'edited.example True',
        'published.example False',
      ]);
      expect(valuesOf(await ask('changed=1d type=domain to_ids=true published=true'))).to.deep.equal([
        'both.example',
        'published.example',
      ]);
    });

    it('asks for the attributes of a relation', async () => {
      expect(valuesOf(await ask('changed=1d object_relation=issuer,subject'))).to.deep.equal(['CN=x']);
    });

    it('tells the context of the event with include_context=true', async () => {
      const rows = await ask('changed=1d type=domain include_context=true');
      const row = rows.find((one) => one['misp_value'] === 'edited.example');
      expect(row).to.include({
        misp_threat_level_id: '1',
        misp_event_published: 'False',
        misp_event_timestamp: String(NOW - 60),
        misp_analysis: '2',
        misp_orgc_name: 'EXAMPLE-CSIRT',
      });
      expect(row?.['misp_event_date']).to.match(/^\d{4}-\d\d-\d\d$/);
    });

    it('refuses page with changed, which are two walks', async () => {
      const { messages } = await splunk.search('| mispgetioc misp_instance=current changed=1d page=2');
      expect(messages).to.deep.equal([
        ['ERROR', 'changed sends two queries to MISP, so it cannot be combined with page. Remove page.'],
      ]);
    });
  });
});
