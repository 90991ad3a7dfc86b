import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { addRun, addToIndex } from '../support/misp-index.ts';
import { runInput } from '../stand-ins/splunk/programs/input.ts';
import { OWN_ORG, type StoredAttribute } from '../stand-ins/misp/store/records.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { seenSightings, seesEvent } from '../stand-ins/misp/store/visibility.ts';
import { readConf } from '../stand-ins/splunk/conf.ts';
import { runSpl } from '../stand-ins/splunk/spl/run.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { connectedTo } from '../support/connected.ts';

const NOW = Math.floor(Date.now() / 1000);
const DAY = 86_400;
const PAGE = readFileSync(new URL('../../docs/index-searches.md', import.meta.url), 'utf8');

/** Searches of the documentation by the sentence before them. */
const SEARCHES = new Map(
  [...PAGE.matchAll(/\n([^\n]+):\n\n```spl\n([^]+?)```/g)].map(([, sentence = '', search = '']) => [
    sentence,
    search,
  ]),
);

describe('The documentation of the index', () => {
  let splunk: StandInSplunk;
  let misp: MispServer;
  let held: StoredAttribute[];

  before(async () => {
    misp = await startMisp({ now: NOW });
    splunk = await StandInSplunk.start(connectedTo(misp, { misp_covid: {} }));
    const { exitCode, stderr } = await runInput(splunk, 'misp_covid', { settings: { start: 'all' } });
    expect(exitCode, stderr).to.equal(0);
    const run = { duration: 3, attributes: 1, requests: 1, lag: 1 };
    addRun(splunk, 'misp_covid', { ...run, time: NOW - 20, status: 'failed', error: 'before' });
    addRun(splunk, 'misp_covid', {
      ...run,
      time: NOW - 10,
      status: 'failed',
      error: 'MISP refused the API key',
    });
    for (const dest of ['Vaccine.example', 'vaccine.example', 'good.example']) {
      const raw = JSON.stringify({ dest });
      splunk.index.add({ index: 'proxy', sourcetype: 'proxy', host: 'h', source: 's', time: NOW - 5, raw });
    }
    held = misp.store.attributes.filter(
      ({ deleted, event }) => !deleted && (event.distribution !== '0' || event.org === OWN_ORG),
    );
  });
  after(async () => {
    await splunk.close();
    await misp.close();
  });

  async function found(beginning: string): Promise<readonly Row[]> {
    const [search] = [...SEARCHES]
      .filter(([sentence]) => sentence.startsWith(beginning))
      .map(([, one]) => one);
    expect(search, beginning).not.to.equal(undefined);
    const { rows, failed, messages } = await runSpl(splunk, search ?? '', { now: NOW + 1 });
    expect(failed, JSON.stringify(messages)).to.equal(false);
    return rows;
  }
  const texts = (rows: readonly Row[], field: string) => rows.map((row) => String(row[field])).sort();

  it('has the domains that MISP holds for detection', async () => {
    const domains = held.filter(({ type, to_ids }) => type === 'domain' && to_ids).map(({ value }) => value);
    expect(texts(await found('Domains with the IDS flag'), 'misp_value')).to.deep.equal(domains.sort());
  });

  it('has what a log and MISP have in common', async () => {
    const [row, ...more] = await found("Which host names in the proxy's log");
    expect(more).to.deep.equal([]);
    expect(row).to.include({ name: 'vaccine.example', requests: '2' });
    expect(row?.['events']).to.equal('COVID-19 vaccination phishing against hospitals');
  });

  it('has what changed within a day, by event', async () => {
    const recent = held.filter(({ timestamp }) => timestamp >= NOW + 1 - DAY);
    const rows = await found('What is new or changed since yesterday');
    expect(rows.map((row) => row['misp_event_id'])).to.have.members([
      ...new Set(recent.map(({ event }) => event.id)),
    ]);
    expect(rows.reduce((sum, row) => sum + Number(row['count']), 0)).to.equal(recent.length);
  });

  it('has what was withdrawn', async () => {
    const deleted = misp.store.attributes.filter((one) => one.deleted && one.timestamp > NOW - 30 * DAY);
    const uuids = deleted.map(({ uuid }) => uuid).sort();
    expect(texts(await found('What was withdrawn'), 'misp_attribute_uuid')).to.deep.equal(uuids);
  });

  it('has the history of a value', async () => {
    const stored = held.find(({ value }) => value === 'login-vaccine.example');
    const uuid = stored?.uuid;
    addToIndex(splunk, 'misp_covid', 'misp:attribute', NOW, {
      ...{
        misp_attribute_uuid: uuid,
        misp_value: 'login-vaccine.example',
        misp_to_ids: true,
        misp_deleted: false,
      },
    });
    const rows = await found('The history of a value');
    expect(rows.map((row) => row['_time'])).to.deep.equal([String(NOW), String(stored?.timestamp)]);
  });

  it('has the events, the last changed first', async () => {
    const rows = await found('Events, the last changed first');
    const events = misp.store.events
      .filter((event) => seesEvent(misp.store, event, misp.store.org))
      .sort((one, other) => other.timestamp - one.timestamp);
    expect(rows).to.have.length(events.length);
    expect(rows[0]).to.include({ misp_event_info: events[0]?.info });
  });

  it('has the false positives', async () => {
    const reported = misp.store.attributes.filter((one) =>
      seenSightings(one, misp.store.org).some(({ type }) => type === '1'),
    );
    const rows = await found('Values that were reported as false positives');
    expect(texts(rows, 'misp_value')).to.deep.equal([...new Set(reported.map(({ value }) => value))].sort());
    expect(rows[0]).to.include({ sources: 'analyst' });
  });

  it('has what is old and still for detection', async () => {
    const old = held.filter(({ to_ids, timestamp }) => to_ids && timestamp < NOW + 1 - 60 * DAY);
    const rows = await found('Old indicators');
    expect(rows.reduce((sum, row) => sum + Number(row['count']), 0))
      .to.equal(old.length)
      .and.above(0);
  });

  it('has each file hash once', async () => {
    const rows = await found('File hashes');
    const sha256 = held.find(({ type, to_ids }) => type === 'sha256' && to_ids);
    expect(texts(rows, 'file_hash')).to.include(sha256?.value);
    expect(new Set(texts(rows, 'file_hash')).size).to.equal(rows.length);
  });

  it('has the failures of inputs, with the last reason', async () => {
    expect(await found('Inputs that failed')).to.deep.equal([
      { misp_instance: 'misp_covid', count: '2', error: 'MISP refused the API key', last: String(NOW - 10) },
    ]);
  });

  it('fills the index', async () => {
    splunk.index.clean();
    const rows = await found('To fill the index once');
    expect(splunk.index.events).to.have.length(rows.length).and.not.to.be.empty;
  });

  it('has eleven searches, all of them tested here, and names every macro and event type', () => {
    expect(SEARCHES.size).to.equal(11);
    const own = (name: string) => [...readConf(splunk.appDir, name).keys()];
    const macros = own('macros').filter((name) => /^misp_(index|current|collect|held)/.test(name));
    for (const name of [...macros, ...own('eventtypes'), ...own('props')])
      expect(PAGE).to.include(`\`${name}\``);
  });
});
