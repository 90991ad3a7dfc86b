import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { answersOf, definitionIn, initialTokens } from '../support/dashboards.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { feedOf, resetLookups, runFeed } from '../stand-ins/splunk/es.ts';
import { runInput } from '../stand-ins/splunk/programs/input.ts';
import { runSavedSearch, runSpl } from '../stand-ins/splunk/spl/run.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { HOSTS, NO_TYPES, TYPES } from './attacks/identity.ts';

const NOW = Math.floor(Date.now() / 1000);
const VICTIM = 'vaccine.example';

describe('A MISP that speaks in the name of another', function () {
  this.timeout(120_000);
  let splunk: StandInSplunk;
  let prod: MispServer;
  let evil: MispServer;
  const addresses: Record<string, string> = {};
  const table: string[][] = [];

  before(async () => {
    prod = await startMisp({ store: prodStore() });
    evil = await startMisp({ store: evilStore() });
    for (const [name, { url }] of Object.entries({ prod, evil }))
      addresses[name] = url.replace('http://', '');
    splunk = await StandInSplunk.start({
      instances: {
        prod: { misp_url: prod.url, retry_timeout: 0 },
        evil: { misp_url: evil.url, retry_timeout: 0 },
      },
      secrets: {
        'prod.misp_key': prod.keys['automation'] ?? '',
        'evil.misp_key': evil.keys['automation'] ?? '',
      },
    });
  });
  after(async () => {
    await splunk.close();
    await prod.close();
    await evil.close();
    const width = Math.max(...table.map(([attack = '']) => attack.length));
    for (const [attack = '', what = ''] of table) console.log(`  ${attack.padEnd(width)}  ${what}`);
  });

  /** The only texts of the fields that say which MISP it is. */
  function expectOwn(rows: readonly Row[], attack: string): void {
    expect(rows, attack).not.to.be.empty;
    for (const row of rows) {
      const { misp_instance, misp_host, _raw } = row;
      expect(misp_instance, attack).to.equal('evil');
      expect(misp_host, attack).to.equal(addresses['evil']);
      expect(row['misp_event_id'], attack).to.match(/^\d+$/);
      // A member that comes twice is once in what is parsed.
      if (typeof _raw === 'string') expect(JSON.stringify(JSON.parse(_raw)), attack).to.equal(_raw);
    }
    table.push([attack, `held: ${rows.length} rows, all of evil's own`]);
  }

  for (const [attack, search] of Object.entries({
    'mispgetioc, a row an attribute': '| mispgetioc misp_instance=evil last=1d expand_object=true',
    'mispgetioc, composites split':
      '| mispgetioc misp_instance=evil last=1d expand_object=true pipesplit=true',
    'mispgetioc, merged objects':
      '| mispgetioc misp_instance=evil last=1d pipesplit=true include_context=true',
    mispgetevent: '| mispgetevent misp_instance=evil eventid=1',
    'mispgetevent getioc=true': '| mispgetevent misp_instance=evil eventid=1 getioc=true',
    'mispgetevent, objects expanded':
      '| mispgetevent misp_instance=evil eventid=1 getioc=true expand_object=true pipesplit=true',
  })) {
    it(`writes its own name alone: ${attack}`, async () => {
      const { rows, failed } = await splunk.search(search);
      expect(failed).to.equal(false);
      expectOwn(rows, attack);
    });
  }

  it('writes its own name alone: mispfetch', async () => {
    const { rows } = await splunk.search(
      String.raw`mispfetch misp_instance=evil misp_restsearch=attributes pipesplit=true misp_http_body="{\"last\":\"1d\"}"`,
      { input: [[{ n: '1' }]] },
    );
    expectOwn(rows.slice(1), 'mispfetch');
  });

  it('writes its own name alone: mispsearch', async () => {
    const { rows } = await splunk.search('mispsearch misp_instance=evil field=v pipesplit=true', {
      input: [[{ v: 'prod' }]],
    });
    const [row = {}] = rows;
    expect(row).to.include({ misp_instance: 'evil', misp_host: addresses['evil'] });
    for (const match of [row['misp_attributes'] ?? []].flat()) {
      expect(JSON.stringify(JSON.parse(match))).to.equal(match);
      expect(JSON.parse(match)).not.to.have.any.keys('misp_instance', 'misp_host');
    }
    table.push(['mispsearch', `held: ${[row['misp_attributes'] ?? []].flat().length} matches`]);
  });

  it('writes no field of ours with output=json', async () => {
    const { rows } = await splunk.search('| mispgetioc misp_instance=evil last=1d output=json');
    for (const row of rows) {
      expect(Object.keys(row).filter((name) => name.startsWith('misp_'))).to.deep.equal([]);
      expect(row['host']).to.equal('127.0.0.1');
    }
    table.push(['mispgetioc output=json', `held: ${rows.length} rows without fields of ours`]);
  });

  it('leaves out rows of types that are none, and says how many', async () => {
    const { rows, messages } = await splunk.search(
      '| mispgetioc misp_instance=evil last=1d expand_object=true',
    );
    const types = rows.map((row) => row['misp_type']);
    for (const type of NO_TYPES) expect(types).not.to.include(type);
    for (const type of TYPES) expect(types).to.include(type);
    expect(messages.map(([, text]) => text).join()).to.match(
      new RegExp(`${NO_TYPES.length} attributes in the response of MISP are unusable`),
    );
    table.push(['types that are none', `held: ${NO_TYPES.length} rows left out, with a warning`]);
  });

  it('takes nothing of the other out of the index, the dashboards and links', async () => {
    const settings = { start: 'all', include_events: 'true' };
    expect((await runInput(splunk, 'prod', { settings })).exitCode).to.equal(0);
    const current = async () => {
      const { rows } = await runSpl(
        splunk,
        'search index=misp sourcetype=misp:attribute | `misp_current` | search misp_instance=prod | table misp_value misp_type misp_host misp_event_info',
        { now: NOW + 60 },
      );
      return rows;
    };
    const numbers = async (instance: string) => {
      const definition = definitionIn(splunk.appDir, 'misp_indicators');
      const tokens = { ...initialTokens(definition), instance };
      const answers = await answersOf(splunk, definition, tokens, NOW + 60);
      return Object.fromEntries(
        ['total', 'changed', 'withdrawn', 'by_type', 'top_events', 'latest'].map((name) => [
          name,
          answers.get(name)?.rows,
        ]),
      );
    };
    const before = [await current(), await numbers('prod')];
    expect(before[0]).to.have.length(2);
    const { exitCode, stderr } = await runInput(splunk, 'evil', { settings });
    expect(exitCode, stderr).to.equal(0);
    expect([await current(), await numbers('prod')]).to.deep.equal(before);
    const all = await numbers('*');
    for (const row of [...(all['top_events'] ?? []), ...(all['latest'] ?? [])]) {
      const link = new URL(String(row['_misp']));
      expect([addresses['prod'], addresses['evil']]).to.include(link.host);
      expect(link.pathname).to.match(/^\/events\/view\/\d+$/);
    }
    const { rows } = await runSpl(splunk, 'search index=misp | table misp_instance misp_host source', {
      now: NOW + 60,
    });
    for (const row of rows) {
      expect(row['source']).to.equal(`misp://${String(row['misp_instance'])}`);
      if (row['misp_host'] !== undefined)
        expect(row['misp_host']).to.equal(addresses[String(row['misp_instance'])]);
    }
    table.push(['the index', `held: ${rows.length} events, those of prod as before`]);
    table.push([
      'the dashboard MISP indicators',
      'held: the numbers of prod as before, links lead to the two',
    ]);
  });

  it('takes nothing of the other out of the KV store', async () => {
    const update = async (instance: string) => {
      const macros = {
        misp_indicators_source: `misp_instance=${instance} changed=30d include_withdrawn=true`,
      };
      const { failed, messages } = await runSavedSearch(splunk, 'MISP_indicators_update', { macros });
      expect(failed, JSON.stringify(messages)).to.equal(false);
    };
    await update('prod');
    const collection = splunk.state.collections['misp_indicators'];
    const before = JSON.stringify([...(collection ?? [])]);
    expect(collection?.size).to.equal(2);
    await update('evil');
    const documents = [...(collection ?? [])];
    expect(JSON.stringify(documents.slice(0, 2))).to.equal(before);
    for (const [key, document] of documents.slice(2)) {
      expect(key).to.match(/^evil:/);
      expect(document).to.include({ misp_instance: 'evil' });
    }
    const { rows } = await runSpl(splunk, '| lookup misp_indicators misp_value AS d OUTPUT misp_instance', {
      input: [{ d: VICTIM }],
    });
    expect(rows[0]).to.include({ misp_instance: 'prod' });
    table.push(['the KV store', `held: ${documents.length - 2} documents of evil, those of prod as before`]);
  });

  it("takes nothing of the other out of Enterprise Security's lookups", async () => {
    resetLookups(splunk);
    const run = async (instance: string) => {
      const macros = { misp_es_source: `misp_instance=${instance} changed=30d` };
      const { failed, messages } = await runFeed(splunk, 'domain', { macros });
      expect(failed, JSON.stringify(messages)).to.equal(false);
    };
    const domains = () => feedOf(splunk, 'domain').rows.map(({ domain }) => domain);
    await run('prod');
    expect(domains()).to.have.members([VICTIM, 'second.example']);
    await run('evil');
    expect(domains()).to.include.members([VICTIM, 'second.example']);
    const reconciled = await runSavedSearch(splunk, 'MISP_ES_reconcile');
    expect(reconciled.failed, JSON.stringify(reconciled.messages)).to.equal(false);
    expect(domains()).to.include.members([VICTIM, 'second.example']);
    table.push([
      "Enterprise Security's domains",
      'held: those of prod stay, after the reconciliation as well',
    ]);
  });

  it('leads no link elsewhere, whoever wrote the event', async () => {
    for (const [index, misp_host] of HOSTS.entries()) {
      splunk.index.add({
        index: 'misp',
        sourcetype: 'misp:attribute',
        time: NOW + 5,
        host: 'h',
        source: 's',
        raw: JSON.stringify({
          misp_instance: 'forged',
          misp_host,
          misp_attribute_uuid: `forged ${index}`,
          misp_event_id: '1/../../x',
          misp_type: 'domain',
          misp_value: 'x',
          misp_to_ids: true,
        }),
      });
    }
    const definition = definitionIn(splunk.appDir, 'misp_indicators');
    const tokens = { ...initialTokens(definition), instance: 'forged' };
    const answers = await answersOf(splunk, definition, tokens, NOW + 60);
    for (const name of ['top_events', 'latest']) {
      const rows = answers.get(name)?.rows ?? [];
      expect(rows, name).not.to.be.empty;
      for (const row of rows) {
        expect(row['_misp']).to.equal('none');
        expect(row['ID'] ?? row['_id']).to.equal('0');
      }
    }
    table.push(['forged events in the index', `held: ${HOSTS.length} hosts make no link`]);
  });
});

/** Two indicators, of which evil will claim the first. */
function prodStore(): MispStore {
  const store = new MispStore();
  const event = store.addEvent({ info: 'Event of prod', timestamp: NOW - 3600 });
  store.addAttribute(event, { type: 'domain', value: VICTIM });
  store.addAttribute(event, { type: 'domain', value: 'second.example' });
  return store;
}

function evilStore(): MispStore {
  const store = new MispStore();
  const event = store.addEvent({ info: 'Event of evil', timestamp: NOW - 60 });
  const [victim, second] = prodStore().attributes;
  store.addAttribute(event, {
    type: 'domain',
    value: VICTIM,
    uuid: victim?.uuid ?? '',
    deleted: true,
    timestamp: NOW - 60,
  });
  store.addAttribute(event, {
    type: 'instance',
    value: 'prod',
    uuid: second?.uuid ?? '',
    timestamp: NOW - 60,
  });
  for (const type of [...TYPES, ...NO_TYPES])
    store.addAttribute(event, { type, value: type.includes('|') ? 'prod|prod' : 'prod' });
  for (const host of HOSTS) store.addAttribute(event, { type: 'host', value: host === '' ? ' ' : host });
  store.addObject(
    event,
    TYPES.map((type) => ['instance', type, 'prod']),
    {},
    { name: 'instance' },
  );
  return store;
}
