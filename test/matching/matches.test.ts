import { expect } from 'chai';
import type { MatchKind } from '../../src/intel/match/kinds.ts';
import type { MatchedField } from '../../src/matching/dataset.ts';
import { MATCHED_DATASETS } from '../../src/matching/table.ts';
import type { StoredEvent } from '../stand-ins/misp/store/records.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { readConf } from '../stand-ins/splunk/conf.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { MatchLab, NOW } from './lab.ts';

const DAY = 86_400;
const DNS = 'Network_Resolution.DNS';
const TRAFFIC = 'Network_Traffic.All_Traffic';

describe('Matches', () => {
  let splunk: StandInSplunk;
  let lab: MatchLab;
  let store: MispStore;
  let event: StoredEvent;

  before(async () => {
    splunk = await StandInSplunk.start();
  });
  after(() => splunk.close());
  beforeEach(async () => {
    store = new MispStore();
    event = store.addEvent({ info: 'Campaign', timestamp: NOW - 3600, tags: ['tlp:amber', 'a:b="c, d"'] });
    lab = await MatchLab.start(splunk, store);
  });
  afterEach(() => lab.close());

  const add = (type: string, value: string, more: object = {}) =>
    store.addAttribute(event, { type, value, to_ids: true, ...more });
  /** Runs a search, and gives values and assets of all matches there are then. */
  async function matched(name = 'MISP_match_dns', options = {}): Promise<string[]> {
    await lab.run(name, options);
    const rows = await lab.matches();
    return rows.map((row) => `${String(row['misp_match_value'])} ${String(row['misp_match_asset'])}`).sort();
  }
  function ignore(value: string, until?: string): void {
    const list = (splunk.state.collections['misp_match_ignore'] ??= new Map());
    list.set(value, { _key: value, value, reason: 'ours', ...(until !== undefined && { until }) });
  }

  it('say which name below a domain was asked for, by whom, how often and when', async () => {
    const stored = add('domain', 'Evil.example', { comment: 'c2' });
    await lab.refresh();
    lab.log(DNS, { query: 'www.evil.example', src: '10.0.0.5', answer: '203.0.113.9' }, 900);
    lab.log(DNS, { query: 'WWW.EVIL.example.', src: '10.0.0.5' }, 600);
    await lab.run('MISP_match_dns');
    const [match, ...more] = await lab.matches();
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
      misp_match_model: DNS,
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

  const SAME: Readonly<Record<string, readonly [type: string, value: string]>> = {
    address: ['ip-dst', '198.51.100.1'],
    domain: ['domain', 'evil.example'],
    file_name: ['filename', 'evil.exe'],
    url: ['url', 'http://evil.example/Path'],
  };
  for (const { name, model, dataset, fields } of MATCHED_DATASETS)
    for (const [kind, asset] of sharedPairs(fields))
      it(`count an event of ${model}.${dataset} once that has the same ${kind} in all fields of ${asset}`, async () => {
        const [type = '', value = ''] = SAME[kind] ?? [];
        add(type, value);
        await lab.refresh();
        const same = fields.filter((one) => one.kinds.includes(kind) && one.asset === asset);
        const seen = same.map(({ field, part }) => [
          field.replace(/^.*[.]/, ''),
          part === undefined ? value : `http://${value.toUpperCase()}/`,
        ]);
        const event = { [asset]: 'a', ...(Object.fromEntries(seen) as Record<string, string>) };
        lab.log(`${model}.${dataset}`, event, 900);
        lab.log(`${model}.${dataset}`, event, 600);
        await lab.run(`MISP_match_${name}`);
        const found = (await lab.matches()).filter((row) => row['misp_match_kind'] === kind);
        expect(found).to.have.length(1);
        expect(found[0]).to.include({ misp_match_count: '2', misp_match_asset: 'a' });
        expect(found[0]?.['misp_match_field']).to.have.members(
          Object.keys(event).filter((one) => one !== asset),
        );
      });

  it('count an event once also where one of two fields has no port beside it', async () => {
    add('hostname|port', 'evil.example|443');
    await lab.refresh();
    const web = (url: string, port: string, referrer: string) => {
      lab.log('Web.Web', { src: 'a', url, dest_port: port, http_referrer: referrer });
    };
    web('https://evil.example/1', '443', 'https://evil.example./2');
    web('https://evil.example/1', '8443', 'https://evil.example/2');
    web('https://evil.example/1', '8443', 'https://good.example/2');
    await lab.run('MISP_match_web');
    const [match, ...more] = await lab.matches();
    expect(more).to.deep.equal([]);
    expect(match).to.include({ misp_match_value: 'evil.example', misp_match_count: '2' });
  });

  it('list all indicators of a value, with the heaviest weight and the strictest TLP', async () => {
    const other = store.addEvent({ info: 'Other', timestamp: NOW - 3600, tags: ['tlp:red'] });
    add('ip-dst', '198.51.100.1');
    store.addAttribute(other, { type: 'ip-src', value: '198.51.100.1', to_ids: true });
    add('ip-dst', '198.51.100.0/24');
    await lab.refresh();
    lab.log(TRAFFIC, { src: '10.0.0.5', dest: '198.51.100.1', user: 'hanna' });
    lab.log(TRAFFIC, { src: '10.0.0.5', dest: '198.51.100.1', user: 'otto', dest_port: '22' });
    await lab.run('MISP_match_traffic');
    const [match, ...more] = await lab.matches();
    expect(more).to.deep.equal([]);
    expect(match).to.include({ misp_match_count: '2', misp_weight: '100', misp_tlp: 'RED' });
    expect(match?.['misp_event_info']).to.have.members(['Campaign', 'Other']);
    expect(match?.['misp_attribute_uuid']).to.have.length(3);
    expect(match?.['misp_type']).to.have.members(['ip-dst', 'ip-src']);
  });

  it('are of windows of index time that neither overlap nor leave gaps', async () => {
    add('domain', 'evil.example');
    await lab.refresh();
    const indexed = [3600, 1200, 1199, 900, 301, 300, 299, 1];
    for (const seconds of indexed) lab.log(DNS, { query: `n${seconds}.evil.example`, src: 'a' }, seconds);
    // Late: it happened two days before it was indexed.
    splunk.index.add(
      {
        ...{ index: 'logs', sourcetype: 'invented', host: 'h', source: 's', time: NOW - 2 * DAY },
        raw: JSON.stringify({ tag: ['network', 'resolution', 'dns'], query: 'late.evil.example', src: 'a' }),
      },
      NOW - 600,
    );
    const inThisRun = ['late.evil.example a', ...[1200, 1199, 900, 301].map((n) => `n${n}.evil.example a`)];
    expect(await matched()).to.deep.equal(inThisRun.sort());
    const all = await matched('MISP_match_dns', { now: NOW + 900 });
    expect(all).to.deep.equal([...inThisRun, ...[300, 299, 1].map((n) => `n${n}.evil.example a`)].sort());
  });

  it('of a period without a run come once it is repeated with the time at which it was due', async () => {
    add('domain', 'evil.example');
    await lab.refresh();
    for (const seconds of [900, 200]) lab.log(DNS, { query: `n${seconds}.evil.example`, src: 'a' }, seconds);
    expect(await matched('MISP_match_dns', { now: NOW + 900 })).to.deep.equal(['n200.evil.example a']);
    expect(await matched('MISP_match_dns', { now: NOW })).to.deep.equal([
      'n200.evil.example a',
      'n900.evil.example a',
    ]);
  });

  it('end with the indicator: withdrawn, no longer for detection, or unpublished', async () => {
    const one = add('domain', 'evil.example');
    const network = add('ip-dst', '198.51.100.0/24');
    const other = add('domain', 'other.example');
    await lab.refresh();
    lab.log(DNS, { query: 'evil.example', src: 'a', answer: '198.51.100.7' });
    lab.log(DNS, { query: 'other.example', src: 'a' });
    expect(await matched()).to.deep.equal(['198.51.100.7 a', 'evil.example a', 'other.example a']);
    store.softDelete(one, NOW);
    store.softDelete(network, NOW);
    store.editAttribute(other, { to_ids: false }, NOW);
    splunk.index.clean();
    lab.log(DNS, { query: 'evil.example', src: 'a', answer: '198.51.100.7' });
    lab.log(DNS, { query: 'other.example', src: 'a' });
    // The networks are not written anew: what is said of one is looked up all the same.
    await lab.run('MISP_indicators_update');
    expect(await matched()).to.deep.equal([]);
  });

  it('stay as they were when MISP fails', async () => {
    add('domain', 'evil.example');
    await lab.refresh();
    lab.misp.state.databaseDown = true;
    lab.log(DNS, { query: 'evil.example', src: 'a' });
    expect(await matched()).to.deep.equal(['evil.example a']);
  });

  it('are not of what the macros leave out', async () => {
    add('domain', 'evil.example');
    add('hostname', 'host.example');
    await lab.refresh();
    lab.log(DNS, { query: 'evil.example', src: 'a' });
    lab.log(DNS, { query: 'host.example', src: 'a' });
    for (const [macro, definition, left] of [
      ['misp_match_min_weight', '81', []],
      ['misp_match_min_weight', '80', ['evil.example a', 'host.example a']],
      ['misp_match_tlp', '"^(NONE|CLEAR|GREEN)$"', []],
      ['misp_match_types', '"^domain$"', ['evil.example a']],
      ['misp_match_max_age', '0', []],
    ] as const) {
      const options = {
        macros: { [macro]: definition, misp_match_collect: 'table misp_match_value misp_match_asset' },
      };
      const rows = await lab.run('MISP_match_dns', options);
      expect(
        rows.map((row) => `${String(row['misp_match_value'])} ${String(row['misp_match_asset'])}`).sort(),
        `${macro} = ${definition}`,
      ).to.deep.equal(left);
    }
  });

  it('are not of what is ignored: a value of the log, an indicator or a network, to the end of its last day', async () => {
    add('domain', 'evil.example');
    add('ip-dst', '198.51.100.0/24');
    lab.log(DNS, { query: 'www.evil.example', src: 'a', answer: '198.51.100.7' });
    lab.log(DNS, { query: 'mail.evil.example', src: 'a', answer: '198.51.100.200' });
    const today = (days: number) => new Date((NOW + days * DAY) * 1000).toISOString().slice(0, 10);
    for (const [value, until, left] of [
      ['www.evil.example', undefined, ['198.51.100.200', '198.51.100.7', 'mail.evil.example']],
      ['evil.example', today(2), ['198.51.100.200', '198.51.100.7']],
      ['198.51.100.0/25', today(2), ['198.51.100.200', 'mail.evil.example', 'www.evil.example']],
      ['198.51.100.7', undefined, ['198.51.100.200', 'mail.evil.example', 'www.evil.example']],
      // As the page saves an entry without an end, and entries on their last day.
      ['evil.example', '', ['198.51.100.200', '198.51.100.7']],
      ['198.51.100.0/25', '', ['198.51.100.200', 'mail.evil.example', 'www.evil.example']],
      ['evil.example', today(0), ['198.51.100.200', '198.51.100.7']],
      ['198.51.100.0/25', today(0), ['198.51.100.200', 'mail.evil.example', 'www.evil.example']],
      [
        'evil.example',
        today(-1),
        ['198.51.100.200', '198.51.100.7', 'mail.evil.example', 'www.evil.example'],
      ],
      [
        '198.51.100.0/25',
        today(-1),
        ['198.51.100.200', '198.51.100.7', 'mail.evil.example', 'www.evil.example'],
      ],
      [
        'evil.example',
        today(-2),
        ['198.51.100.200', '198.51.100.7', 'mail.evil.example', 'www.evil.example'],
      ],
      [
        '198.51.100.0/25',
        today(-2),
        ['198.51.100.200', '198.51.100.7', 'mail.evil.example', 'www.evil.example'],
      ],
      // What is no day ends at once, so that a mistake hides no match.
      ...['2026-02-30', '2099-02-30', 'soon', '2099-1-5', '9999'].flatMap((until) =>
        ['evil.example', '198.51.100.0/25'].map(
          (value) =>
            [
              value,
              until,
              ['198.51.100.200', '198.51.100.7', 'mail.evil.example', 'www.evil.example'],
            ] as const,
        ),
      ),
    ] as const) {
      splunk.state.collections['misp_match_ignore']?.clear();
      ignore(value, until);
      await lab.refresh();
      const rows = await lab.run('MISP_match_dns', {
        macros: { misp_match_collect: 'table misp_match_value' },
      });
      expect(
        rows.map((row) => row['misp_match_value']).sort(),
        `${value} until ${until ?? 'ever'}`,
      ).to.deep.equal(left);
    }
  });

  it('are looked for in old data once, when the indicator is new', async () => {
    const tomorrow = (Math.floor(NOW / DAY) + 1) * DAY + 3600;
    lab.log(DNS, { query: 'evil.example', src: 'old' }, 20 * DAY);
    lab.log(DNS, { query: 'evil.example', src: 'older' }, 40 * DAY);
    add('domain', 'evil.example');
    await lab.refresh();
    // Not before its day is over, and then once.
    expect(await matched('MISP_match_lookback_dns')).to.deep.equal([]);
    expect(await matched('MISP_match_lookback_dns', { now: tomorrow })).to.deep.equal(['evil.example old']);
    expect(await matched('MISP_match_lookback_dns', { now: tomorrow + DAY })).to.deep.equal([
      'evil.example old',
    ]);
    const [match] = await lab.matches();
    expect(match).to.include({
      misp_match_search: 'MISP_match_lookback_dns',
      _time: String(NOW - 20 * DAY - 2),
    });
  });

  it('are not looked for in old data again when MISP publishes again, but when the value is another', async () => {
    const one = add('domain', 'evil.example');
    await lab.refresh({ now: NOW - 5 * DAY });
    const addedOf = () =>
      [...(splunk.state.collections['misp_indicators']?.values() ?? [])][0]?.['misp_match_added'];
    expect(addedOf()).to.equal(NOW - 5 * DAY);
    store.editAttribute(one, { comment: 'edited' }, NOW - 60);
    store.publish(event, NOW - 50);
    await lab.refresh();
    expect(addedOf()).to.equal(NOW - 5 * DAY);
    store.editAttribute(one, { value: 'worse.example' }, NOW - 40);
    store.publish(event, NOW - 30);
    await lab.refresh();
    expect(addedOf()).to.equal(NOW);
  });

  it("come of a search of one's own, whatever kind of value it has", async () => {
    add('domain', 'evil.example');
    add('ip-dst', '198.51.100.1');
    add('md5', '0123456789abcdef0123456789abcdef');
    add('user-agent', 'EvilBot/1.0');
    await lab.refresh();
    const values = [
      'http://www.evil.example/x',
      '198.51.100.1',
      'EvilBot/1.0',
      'MD5=0123456789abcdef0123456789ABCDEF',
      'x',
    ];
    for (const value of values)
      splunk.index.add(
        {
          ...{ index: 'other', sourcetype: 'own', host: 'h', source: 's', time: NOW - 100 },
          raw: JSON.stringify({ value, machine: 'm1' }),
        },
        NOW - 100,
      );
    const macros = {
      misp_match_custom:
        'search index=other | stats count AS misp_match_count min(_time) AS misp_match_first max(_time) AS misp_match_last BY value machine | eval misp_match_value=value, src=machine',
    };
    expect(await matched('MISP_match_custom', { macros })).to.deep.equal([
      '0123456789abcdef0123456789abcdef m1',
      '198.51.100.1 m1',
      'evilbot/1.0 m1',
      'www.evil.example m1',
    ]);
    splunk.index.clean();
    expect(await matched('MISP_match_custom')).to.deep.equal([]);
  });

  it('alert once for a value and asset', async () => {
    add('domain', 'evil.example');
    await lab.refresh();
    lab.log(DNS, { query: 'evil.example', src: 'a' });
    await lab.run('MISP_match_dns');
    const pairs = (now: number) => lab.run('MISP_match_alert', { now });
    expect(await pairs(NOW + 60)).to.have.length(1);
    const [row] = await pairs(NOW + 60);
    expect(row).to.include({
      misp_match_value: 'evil.example',
      misp_match_asset: 'a',
      misp_event_info: 'Campaign',
    });
    lab.log(DNS, { query: 'evil.example', src: 'a' }, -900);
    lab.log(DNS, { query: 'evil.example', src: 'b' }, -900);
    await lab.run('MISP_match_dns', { now: NOW + 1800 });
    expect((await pairs(NOW + 1860)).map((one) => one['misp_match_asset'])).to.deep.equal(['b']);
    const heavy = await lab.run('MISP_match_alert', {
      now: NOW + 1860,
      macros: { misp_match_alert_weight: '81' },
    });
    expect(heavy).to.deep.equal([]);
    const stanza = readConf(splunk.appDir, 'savedsearches').get('MISP_match_alert');
    expect(stanza?.get('alert.suppress.fields')).to.equal('misp_match_value,misp_match_asset');
    const [risk] = await lab.run('MISP_match_risk', { now: NOW + 60 });
    expect(risk).to.include({
      risk_object: 'a',
      risk_object_type: 'system',
      risk_score: '80',
      threat_object: 'evil.example',
      threat_object_type: 'domain',
    });
  });

  it('become one sighting a day of each attribute in MISP', async () => {
    const one = add('domain', 'evil.example');
    const other = add('domain', 'unseen.example');
    await lab.refresh();
    lab.log(DNS, { query: 'evil.example', src: 'a' });
    lab.log(DNS, { query: 'www.evil.example', src: 'b' }, 900);
    await lab.run('MISP_match_dns');
    const tomorrow = (Math.floor(NOW / DAY) + 1) * DAY + 7200;
    const capable = {
      ...splunk.state.sessions['session-of-admin'],
      capabilities: ['misp_search', 'misp_write', 'list_storage_passwords'],
    };
    splunk.state.sessions['session-of-writer'] = { username: 'writer', ...capable };
    const rows = await lab.run('MISP_match_sightings', { now: tomorrow, sessionKey: 'session-of-writer' });
    expect(rows.map((row) => row['misp_sighting'])).to.deep.equal(['added']);
    expect(one.sightings.map(({ time, source }) => [time, source])).to.deep.equal([[NOW - 602, 'Splunk']]);
    expect(other.sightings).to.deep.equal([]);
    const next = await lab.run('MISP_match_sightings', {
      now: tomorrow + DAY,
      sessionKey: 'session-of-writer',
    });
    expect(next).to.deep.equal([]);
  });

  it('end for what MISP no longer serves, once it was asked after', async () => {
    const gone = add('domain', 'gone.example');
    const listed = add('domain', 'listed.example');
    add('domain', 'stays.example');
    await lab.refresh();
    const names = ['gone.example', 'listed.example', 'stays.example'];
    for (const query of names) lab.log(DNS, { query, src: 'a' });
    expect(await matched()).to.deep.equal(names.map((name) => `${name} a`));
    store.hardDelete(gone, NOW);
    listed.onWarningList = true;
    store.publish(event, NOW);
    await lab.run('MISP_match_reconcile', { now: NOW + 60 });
    splunk.index.clean();
    for (const query of names) lab.log(DNS, { query, src: 'a' });
    expect(await matched()).to.deep.equal(['stays.example a']);
  });
});

/** Kinds and assets that two fields of a dataset have. */
function sharedPairs(fields: readonly MatchedField[]): [MatchKind, string][] {
  const pairs = fields.flatMap(({ kinds, asset }) => kinds.map((kind) => `${kind} ${asset}`));
  const shared = new Set(pairs.filter((pair, index) => pairs.indexOf(pair) < index));
  return [...shared].map((pair) => pair.split(' ') as [MatchKind, string]);
}
