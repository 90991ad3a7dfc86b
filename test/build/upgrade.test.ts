import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { FEEDS } from '../../src/intel/mapping.ts';
import { stateColumns } from '../../src/intel/feeds/state-lookups.ts';
import { buildApp, installApp } from '../support/app.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { FEED_NAMES, feedOf, lookupDigests, lookupOf, runFeed, writeLookup } from '../stand-ins/splunk/es.ts';
import { runSavedSearch, runSpl } from '../stand-ins/splunk/spl/run.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

const DAY = 86_400;
const NOW = Math.floor(Date.now() / 1000);
/** What fills the lookups for the first time. */
const EVERYTHING = { misp_es_source: 'misp_instance=misp_covid changed=90d' };
const USED = ['ip', 'domain', 'http'];

describe('The app, when it is installed', function () {
  this.timeout(120_000);
  let splunk: StandInSplunk;
  let misp: MispServer;
  let store: MispStore;

  beforeEach(async () => {
    splunk = await StandInSplunk.start();
    store = new MispStore();
    const old = store.addEvent({ info: 'Old', timestamp: NOW - 30 * DAY, publish_timestamp: NOW - 30 * DAY });
    const attributes = [
      ['ip-dst', '198.51.100.7'],
      ['domain', 'old.example'],
      ['url', 'http://old.example/x'],
    ] as const;
    for (const [type, value] of attributes)
      store.addAttribute(old, { type, value, timestamp: NOW - 30 * DAY });
    misp = await startMisp({ store });
    splunk.state.instances['misp_covid'] = { misp_url: misp.url, retry_timeout: 0 };
    splunk.state.secrets['misp_covid.misp_key'] = misp.keys['automation'] ?? '';
  });
  afterEach(async () => {
    await misp.close();
    await splunk.close();
  });

  async function run(feed: string, macros: Record<string, string> = {}) {
    const result = await runFeed(splunk, feed, { macros });
    expect(result.failed, JSON.stringify(result.messages)).to.equal(false);
  }

  /** What 1.0.0 had in its package: all twenty lookups with their headers, and the table of weights under its own name. */
  async function carryLookupsOf1(): Promise<void> {
    for (const [name, feed] of Object.entries(FEEDS))
      writeLookup(splunk, `misp_es_${name}_state`, `${stateColumns(feed).join(',')}\n`);
    await cp(
      join(splunk.appDir, 'lookups/misp_es_weight_default.csv'),
      join(splunk.appDir, 'lookups/misp_es_weight.csv'),
    );
    await rm(join(splunk.appDir, 'lookups/misp_es_weight_default.csv'));
  }

  /** Splunk unpacks a package over what is there: its files replace those of the app, others stay. */
  const installOver = async () => installApp(await buildApp(), splunk.home);

  function digestsOf(pattern: RegExp): Record<string, string> {
    return Object.fromEntries(Object.entries(lookupDigests(splunk)).filter(([file]) => pattern.test(file)));
  }

  it('over 1.0.0 leaves all that its feeds know, and its weights', async () => {
    await carryLookupsOf1();
    writeLookup(splunk, 'misp_es_weight', 'kind,value,weight\ntag,tlp:white,77\ndefault,any,33\n');
    await mkdir(join(splunk.appDir, 'local'));
    await writeFile(join(splunk.appDir, 'local/macros.conf'), '[mine]\ndefinition = 1\n');
    for (const feed of USED) await run(feed, EVERYTHING);
    const filled = USED.map((feed) => feedOf(splunk, feed).text);
    expect(filled[0]).to.include('198.51.100.7,33');
    const known = digestsOf(/_state\.csv$|^misp_es_weight\.csv$/);
    expect(Object.keys(known)).to.have.length(FEED_NAMES.length + 1);

    await installOver();
    expect(digestsOf(/_state\.csv$|^misp_es_weight\.csv$/)).to.deep.equal(known);
    expect(readFileSync(join(splunk.appDir, 'local/macros.conf'), 'utf8')).to.include('[mine]');

    // MISP has changed nothing within the window: what the lists have is from what the feeds know.
    for (const feed of USED) await run(feed);
    expect(USED.map((feed) => feedOf(splunk, feed).text)).to.deep.equal(filled);
    const event = store.addEvent({ info: 'New', timestamp: NOW, publish_timestamp: NOW });
    store.addAttribute(event, { type: 'ip-dst', value: '198.51.100.8' });
    await run('ip');
    expect(feedOf(splunk, 'ip').rows).to.deep.include.members([
      { description: 'New | Network activity | MISP event 2', ip: '198.51.100.8', weight: '33' },
    ]);
    const { failed, messages } = await runSavedSearch(splunk, 'MISP_ES_reconcile');
    expect(failed, JSON.stringify(messages)).to.equal(false);
    expect(feedOf(splunk, 'ip').rows).to.have.length(2);
  });

  it('over itself leaves what its feeds know', async () => {
    for (const feed of USED) await run(feed, EVERYTHING);
    const known = digestsOf(/_state\.csv$/);
    const lists = USED.map((feed) => feedOf(splunk, feed).text);
    await installOver();
    expect(digestsOf(/_state\.csv$/)).to.deep.equal(known);
    for (const feed of USED) await run(feed);
    expect(USED.map((feed) => feedOf(splunk, feed).text)).to.deep.equal(lists);
  });

  it('for the first time has the lists with headers, and makes what feeds need when the first one runs', async () => {
    const files = readdirSync(join(splunk.appDir, 'lookups')).sort();
    const lists = FEED_NAMES.map((feed) => `misp_es_${feed}_intel.csv`);
    expect(files).to.deep.equal([...lists, 'misp_es_weight_default.csv', 'misp_match_networks.csv'].sort());
    await run('ip', EVERYTHING);
    expect(feedOf(splunk, 'ip').rows.map(({ ip }) => ip)).to.deep.equal(['198.51.100.7']);
    for (const [name, feed] of Object.entries(FEEDS))
      expect(lookupOf(splunk, `misp_es_${name}_state`).header, name).to.deep.equal(stateColumns(feed));
    // The reconciliation reads the state of feeds that never ran, too.
    expect((await runSavedSearch(splunk, 'MISP_ES_reconcile')).failed).to.equal(false);
  });

  it('makes no file for a search that keeps no track, nor for one that is mistaken', async () => {
    const files = readdirSync(join(splunk.appDir, 'lookups'));
    const rows = '| makeresults | eval misp_type="ip-dst", misp_value="198.51.100.7"';
    await runSpl(splunk, `${rows} | mispintel collection=ip_intel`);
    await runSpl(splunk, `${rows} | mispintel collection=ip_intel fold=false nonsense=1`);
    expect(readdirSync(join(splunk.appDir, 'lookups'))).to.deep.equal(files);
  });

  it('has an administrator change the weights by a copy of the table', async () => {
    await runSpl(
      splunk,
      '| inputlookup misp_es_weight_default | eval weight=if(kind="threat_level", 9, weight) | outputlookup misp_es_weight',
    );
    await run('ip', EVERYTHING);
    expect(feedOf(splunk, 'ip').rows.map(({ weight }) => weight)).to.deep.equal(['9']);
  });

  it('says so when a file cannot be made', async () => {
    await rm(join(splunk.appDir, 'lookups'), { recursive: true });
    const { failed, messages } = await runFeed(splunk, 'ip');
    expect(failed).to.equal(true);
    expect(messages.join()).to.match(
      /_state\.csv cannot be created \(ENOENT\)\. Let the user that runs Splunk/,
    );
  });
});
