import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import type { Row } from '../../src/protocol/rows.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { OWN_ORG, type StoredEvent } from '../stand-ins/misp/store/records.ts';
import { runInput } from '../stand-ins/splunk/programs/input.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import type { Tokens } from '../stand-ins/splunk/web/tokens.ts';
import { connectedTo } from '../support/connected.ts';
import { answersOf, definitionIn, initialTokens } from '../support/dashboards.ts';
import { addToIndex } from '../support/misp-index.ts';

const NOW = Math.floor(Date.now() / 1000);

describe('The dashboard MISP event', () => {
  let splunk: StandInSplunk;
  let misp: MispServer;
  let event: StoredEvent;

  before(async () => {
    misp = await startMisp({ now: NOW });
    splunk = await StandInSplunk.start(connectedTo(misp, { misp: {} }));
    const found = misp.store.events.find(({ info }) => info.includes('NightOwl'));
    if (!found) throw new Error('The embedded MISP has no event of NightOwl.');
    event = found;
    const { exitCode, stderr } = await runInput(splunk, 'misp', { settings: { start: 'all' } });
    expect(exitCode, stderr).to.equal(0);
  });
  after(async () => {
    await splunk.close();
    await misp.close();
  });

  const own = () => misp.store.attributes.filter((one) => one.event === event && !one.deleted);
  async function open(changes: Tokens) {
    const definition = definitionIn(splunk.appDir, 'misp_event');
    const tokens = { ...initialTokens(definition), ...changes };
    const answers = await answersOf(splunk, definition, tokens, NOW + 1);
    const rows = (name: string): readonly Row[] => answers.get(name)?.rows ?? [];
    return { rows, number: (name: string) => Number(Object.values(rows(name)[0] ?? {})[0]) };
  }

  it('has the attributes of the event, by its id or its uuid', async () => {
    for (const tokens of [{ event: event.id }, { event: event.uuid, instance: 'misp' }]) {
      const { rows, number } = await open(tokens);
      expect(number('number')).to.equal(own().length).and.above(0);
      expect(number('detection')).to.equal(own().filter(({ to_ids }) => to_ids).length);
      const current = rows('list').filter((row) => row['State'] === 'current');
      expect(current.map((row) => row['Value'])).to.have.members(own().map(({ value }) => value));
      expect(rows('details')[0]).to.include({
        Event: event.info,
        ID: event.id,
        Instance: 'misp',
        Organisation: event.orgc.name,
        _misp: `${misp.url}/events/view/${event.id}`,
      });
      expect(rows('details')).to.have.length(1);
      expect(rows('missing')).to.deep.equal([]);
      expect(rows('tags').map((row) => row['Tag'])).to.include('ransomware: NightOwl');
    }
  });

  it('lists the latest events, each once, to choose one', async () => {
    const { rows } = await open({ event: '99999999' });
    const recent = misp.store.events.filter(
      ({ timestamp, distribution, org }) =>
        timestamp >= NOW - 30 * 86_400 - (NOW % 86_400) && (distribution !== '0' || org === OWN_ORG),
    );
    expect(rows('recent').map((row) => row['ID'])).to.have.members(recent.map(({ id }) => id));
    expect(rows('recent').find((row) => row['ID'] === event.id)).to.include({
      Event: event.info,
      Instance: 'misp',
    });
    const times = rows('recent').map((row) => String(row['Changed']));
    expect(times).to.deep.equal([...times].sort().reverse());
  });

  it('counts what was seen of it, sighted, and reported as false positive', async () => {
    const [one, other] = own();
    const before = await open({ event: event.id });
    const sighting = (uuid: string | undefined, type: string) => {
      addToIndex(splunk, 'misp', 'misp:sighting', NOW, {
        misp_sighting_type: type,
        misp_attribute_uuid: uuid,
        misp_event_id: event.id,
      });
    };
    sighting(one?.uuid, '0');
    sighting(one?.uuid, '1');
    sighting(other?.uuid, '1');
    sighting('no attribute of the index', '1');
    const match = {
      misp_match_last: NOW,
      misp_match_value: one?.value,
      misp_match_asset: 'host-1',
      misp_match_kind: 'domain',
      misp_match_count: 3,
    };
    splunk.index.add({
      ...{ index: 'misp', sourcetype: 'misp:match', time: NOW, host: 'h', source: 's' },
      raw: JSON.stringify({
        ...match,
        misp_attribute_uuid: [one?.uuid],
        misp_event_id: [event.id, '999'],
        misp_instance: ['misp'],
      }),
    });
    const after = await open({ event: event.id });
    const more = (name: string) => after.number(name) - before.number(name);
    expect(['number', 'sighted', 'false_positives', 'hits'].map(more)).to.deep.equal([0, 1, 2, 3]);
    expect(after.rows('matches')).to.have.length(1);
    expect(after.rows('matches')[0]).to.include({ Value: one?.value, Asset: 'host-1', Times: '3' });
    const row = after.rows('list').find(({ Value }) => Value === one?.value);
    expect(row).to.include({ Seen: '3' });
  });

  it('says when the index has it not, and gets it from MISP', async () => {
    splunk.index.clean();
    const { rows, number } = await open({ event: event.id, instance: 'misp' });
    expect(number('number')).to.equal(0);
    expect(rows('missing')).to.have.length(1);
    expect(rows('live').map((row) => row['Value'])).to.have.members(
      own()
        .map(({ value }) => value)
        .slice(0, 100),
    );
    expect(rows('failed')).to.deep.equal([]);
    const unknown = open({ event: event.id, instance: 'other_name' });
    expect(String(await unknown.catch((error: unknown) => error))).to.include('no MISP instance');
  });

  it('shows what the other instances have while one is down, and names that one', async () => {
    splunk.state.instances['away'] = { misp_url: 'http://127.0.0.1:9', retry_timeout: 0 };
    splunk.state.secrets['away.misp_key'] = 'x'.repeat(40);
    const { rows } = await open({ event: event.id });
    expect(rows('live')).to.have.length(Math.min(100, own().length));
    expect(new Set(rows('live').map((row) => row['Instance']))).to.deep.equal(new Set(['misp']));
    expect(rows('failed')).to.have.length(1);
    expect(rows('failed')[0]).to.have.property('Instance', 'away');
    expect(rows('failed')[0]?.['What happened']).to.include('nothing answers');
    const confs = readdirSync(`${splunk.appDir}/default`).filter((name) => name.endsWith('.conf'));
    const using = confs.filter((name) =>
      readFileSync(`${splunk.appDir}/default/${name}`, 'utf8').includes('skip_failed_instances=t'),
    );
    expect(using, 'searches that write or alert').to.deep.equal([]);
  });
});
