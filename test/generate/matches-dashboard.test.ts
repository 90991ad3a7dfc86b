import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { MatchLab, NOW } from '../matching/lab.ts';
import type { StoredEvent } from '../stand-ins/misp/store/records.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { runSpl } from '../stand-ins/splunk/spl/run.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import type { Tokens } from '../stand-ins/splunk/web/tokens.ts';
import { commandsIn } from '../stand-ins/splunk/writing-commands.ts';
import { answersOf, definitionIn, initialTokens } from '../support/dashboards.ts';

const DAY = 86_400;
const DNS = 'Network_Resolution.DNS';

/** What is in MISP, by type; all of it is of the event Campaign, but for the last. */
const INDICATORS = [
  ['domain', 'evil.example'],
  ['ip-dst', '2001:4860::7'],
  ['url', 'http://bad.example/a?b="c"|d'],
  ['regkey', String.raw`HKLM\Software\Evil "x" [y]`],
  ['md5', '0123456789abcdef0123456789abcdef'],
  ['x509-fingerprint-sha1', 'aa'.repeat(20)],
  ['email-subject', 'Invoice `misp_collect` | collect index=main $global_time.earliest$'],
  ['filename', 'evil name.exe'],
] as const;

/** An event for each of them, in the notation of logs. */
const LOGS: readonly (readonly [dataset: string, fields: Readonly<Record<string, string>>])[] = [
  [DNS, { query: 'www.EVIL.example', src: '10.0.0.5' }],
  ['Network_Traffic.All_Traffic', { dest: '2001:4860:0::7', src: '10.0.0.5' }],
  ['Web.Web', { url: 'https://BAD.example/a?b="c"|d', src: 'laptop "7" | delete' }],
  [
    'Endpoint.Registry',
    { registry_path: String.raw`HKLM\SOFTWARE\evil  "x" [y]`, dest: 'host-1', user: 'hanna' },
  ],
  ['Endpoint.Processes', { process_hash: 'MD5=0123456789ABCDEF0123456789ABCDEF', dest: 'host-1' }],
  ['Certificates.All_Certificates', { ssl_hash: 'AA:'.repeat(19) + 'AA', src: 'host-2' }],
  [
    'Email.All_Email',
    {
      subject: 'invoice  `misp_collect` | collect index=main $global_time.earliest$',
      src_user: 'a@b.example',
      recipient: 'otto@our.example',
    },
  ],
  ['Endpoint.Filesystem', { file_name: 'evil name.exe' }],
];
const SEARCHES = ['dns', 'traffic', 'web', 'registry', 'processes', 'certificates', 'email', 'files'];

describe('The dashboard MISP matches', () => {
  let splunk: StandInSplunk;
  let lab: MatchLab;
  let store: MispStore;
  let event: StoredEvent;

  before(async () => {
    splunk = await StandInSplunk.start();
    store = new MispStore();
    event = store.addEvent({
      info: 'Campaign of 2026',
      timestamp: NOW - 20 * DAY,
      tags: ['tlp:amber', 'apt:x'],
    });
    const other = store.addEvent({ info: 'Other', timestamp: NOW - 2 * DAY, tags: ['tlp:red'] });
    for (const [type, value] of INDICATORS)
      store.addAttribute(event, { type, value, to_ids: true, timestamp: NOW - 20 * DAY });
    store.addAttribute(other, {
      type: 'domain',
      value: 'evil.example',
      to_ids: true,
      timestamp: NOW - 2 * DAY,
    });
    lab = await MatchLab.start(splunk, store);
    await lab.refresh({
      now: NOW - 10 * DAY,
      macros: {
        misp_indicators_source: 'misp_instance=misp_covid changed=90d published=true include_withdrawn=true',
      },
    });
    // Long before the time range, and seen again in it.
    lab.log(DNS, { query: 'www.evil.example', src: '10.0.0.5' }, 10 * DAY + 600);
    await lab.run('MISP_match_dns', { now: NOW - 10 * DAY });
    for (const [dataset, fields] of LOGS) lab.log(dataset, fields);
    lab.log(DNS, { query: 'mail.evil.example', src: '10.0.0.5' });
    lab.log(DNS, { query: 'mail.evil.example', src: '10.0.0.6' });
    for (const name of SEARCHES) await lab.run(`MISP_match_${name}`);
  });
  after(async () => {
    await lab.close();
    await splunk.close();
  });

  async function open(changes: Tokens = {}) {
    const definition = definitionIn(splunk.appDir, 'misp_matches');
    const answers = await answersOf(
      splunk,
      definition,
      { ...initialTokens(definition), ...changes },
      NOW + 1,
    );
    const rows = (name: string): readonly Row[] => answers.get(name)?.rows ?? [];
    return { rows, number: (name: string) => Number(Object.values(rows(name)[0] ?? {})[0]), definition };
  }
  const column = (rows: readonly Row[], name: string) => rows.map((row) => row[name]);

  it('counts matches, indicators, assets, and pairs that no match had before the time range', async () => {
    const { number } = await open();
    expect(number('total')).to.equal(10);
    expect(number('indicators')).to.equal(9);
    expect(number('assets')).to.equal(7);
    expect(number('history')).to.equal(9);
    expect(number('seen')).to.equal(10);
    const long = await open({ 'global_time.earliest': '-30d@d' });
    expect([long.number('total'), long.number('history')]).to.deep.equal([11, 10]);
    const all = await open({ 'global_time.earliest': '0' });
    expect([all.number('total'), all.number('history')]).to.deep.equal([11, 10]);
  });

  it('shows what has the most: indicators by assets, assets by values, events, tags, TLP', async () => {
    const { rows } = await open();
    expect(rows('top_indicators')[0]).to.include({ Value: 'mail.evil.example', Kind: 'domain', Assets: '2' });
    expect(rows('top_assets')[0]).to.include({ Asset: '10.0.0.5', Values: '3', Times: '3' });
    expect(column(rows('top_events'), 'Event')).to.deep.equal(['Campaign of 2026', 'Other']);
    expect(column(rows('top_events'), 'Values')).to.deep.equal(['9', '2']);
    expect(rows('top_events')[0]?.['_misp']).to.equal(`${lab.misp.url}/events/view/${event.id}`);
    expect(rows('top_tags')).to.deep.equal([{ Tag: 'apt:x', Values: '9', _tag: 'apt:x' }]);
    expect(rows('by_tlp')).to.deep.equal([
      { misp_tlp: 'AMBER', matches: '7' },
      { misp_tlp: 'RED', matches: '3' },
    ]);
    expect(rows('by_age')).to.deep.equal([
      { age: 'up to a week', matches: '3' },
      { age: 'up to 30 days', matches: '7' },
    ]);
    const sums = rows('over_time').map(({ _time, ...series }) =>
      Object.values(series).reduce((sum, one) => sum + Number(one), 0),
    );
    expect(sums.reduce((sum, one) => sum + one, 0)).to.equal(10);
  });

  it('goes by what is chosen', async () => {
    const totals = async (changes: Tokens) => {
      const { number, rows } = await open(changes);
      return [number('total'), rows('latest').length, number('history')];
    };
    expect(await totals({ kind: 'domain' })).to.deep.equal([3, 3, 2]);
    expect(await totals({ tlp: 'AMBER' })).to.deep.equal([7, 7, 7]);
    expect(await totals({ instance: 'other' })).to.deep.equal([0, 0, 0]);
    expect(await totals({ weight: '100' })).to.deep.equal([3, 3, 2]);
    expect(await totals({ weight: '20' })).to.deep.equal([10, 10, 9]);
    expect(await totals({ text: 'evil.EXAMPLE' })).to.deep.equal([3, 3, 2]);
    expect(await totals({ text: 'HOST-1' })).to.deep.equal([2, 2, 2]);
    expect(await totals({ text: 'campaign*2026' })).to.deep.equal([10, 10, 9]);
    expect(await totals({ kind: ['domain', 'hash'], tlp: ['RED', 'AMBER'] })).to.deep.equal([4, 4, 3]);
    expect(await totals({ tag: 'apt:x' })).to.deep.equal([10, 10, 9]);
    expect(await totals({ text: '" OR *' })).to.deep.equal([0, 0, 0]);
    const { rows } = await open({ instance: 'other' });
    expect(rows('instances')).to.deep.equal([
      { label: 'All', value: '*' },
      { label: 'misp_covid', value: 'misp_covid' },
    ]);
  });

  it('leads from each match to its events in the log, and to nothing else', async () => {
    const { rows } = await open();
    expect(rows('latest')).to.have.length(10);
    const found: Row[] = [];
    for (const row of rows('latest')) {
      const search = String(row['_search']);
      expect(commandsIn(search), search).to.deep.equal(['datamodel', 'search']);
      const times = { earliest: Number(row['_earliest']), latest: Number(row['_latest']) };
      const { rows: events } = await runSpl(splunk, search, { ...times, now: NOW });
      expect(events, search).to.have.length(1);
      found.push(...events);
    }
    for (const [, fields] of LOGS) {
      const own = found.filter((one) =>
        Object.entries(fields).every(([field, value]) => one[field] === value),
      );
      expect(own, JSON.stringify(fields)).to.have.length(1);
    }
  });

  it("leads from a match of a search of one's own to that search", async () => {
    lab.log(DNS, {});
    const macros = {
      misp_match_custom: 'makeresults | eval misp_match_value="evil.example", src="own"',
    };
    await lab.run('MISP_match_custom', { macros });
    const { rows } = await open({ text: 'own' });
    const [row] = rows('latest');
    expect(row?.['_search']).to.equal(
      '| `misp_match_custom` | search (misp_match_value="*evil.example*") src="own"',
    );
    const { rows: events } = await runSpl(splunk, String(row?.['_search']), { now: NOW, macros });
    expect(events).to.have.length(1);
  });

  it('makes no link of what somebody else wrote into the index', async () => {
    for (const link of [
      'evil.example?x=/events/view/1',
      'a@evil.example/events/view/1',
      'misp.example/events/view/1/../../x',
      'javascript:alert(1)',
      '',
    ]) {
      const content = { misp_match_last: NOW, misp_match_value: 'forged', misp_match_kind: 'domain' };
      const from = {
        misp_match_asset: 'a"] | delete',
        misp_match_asset_field: 'src',
        misp_match_field: ['query'],
      };
      const model = 'Web.Web flat | delete';
      splunk.index.add({
        ...{ index: 'misp', sourcetype: 'misp:match', time: NOW, host: 'h', source: 's' },
        raw: JSON.stringify({
          ...{ ...content, ...from, misp_match_model: `${model} ${link}`, misp_match_count: 1 },
          ...{
            misp_event: [`${link} title`],
            misp_instance: ['misp_covid'],
            misp_tlp: 'RED',
            misp_value: ['x'],
          },
        }),
      });
    }
    const { rows } = await open({ text: 'forged' });
    expect(rows('latest')).to.have.length(5);
    for (const row of rows('latest')) {
      expect(row['_misp'], String(row['Event'])).to.equal('none');
      expect(commandsIn(String(row['_search']))).to.deep.equal(['makeresults']);
    }
  });

  it('says what is missing: where nothing was ever written, where the last is old, and that all is well', async () => {
    const stateOf = async () => (await open()).rows('state')[0];
    expect((await stateOf())?.['Matches']).to.match(/^The last match was written within a day/);
    const kept = [...splunk.index.between(0, Infinity)];
    splunk.index.clean();
    const nothing = await stateOf();
    expect(nothing?.['Matches']).to.equal('No search has written a match yet.');
    expect(nothing?.['What to do']).to.include('MISP_indicators_update');
    for (const one of kept.filter(({ sourcetype }) => sourcetype === 'misp:match'))
      splunk.index.add(one, NOW - 3 * DAY);
    expect((await stateOf())?.['Matches']).to.match(/^The last match was written on \d{4}-/);
  });
});
