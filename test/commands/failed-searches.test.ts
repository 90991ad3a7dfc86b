import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Fault } from '../stand-ins/misp/faults.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { feedOf, lookupDigests, lookupOf, resetLookups, writeLookup } from '../stand-ins/splunk/es.ts';
import type { SplOptions } from '../stand-ins/splunk/spl/context.ts';
import { runSavedSearch, runSpl } from '../stand-ins/splunk/spl/run.ts';
import type { SplResult } from '../stand-ins/splunk/spl/result.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { holdAnswer } from '../support/hold-answer.ts';
import { until } from '../support/until.ts';

const NOW = Math.floor(Date.now() / 1000);
/** Three chunks: pages of MISP for mispgetioc, rows at once for the other commands. */
const ATTRIBUTES = 250;
const CHUNK = 100;
const CHUNKS = { 'chunk 1': 1, 'chunk 2': 2, 'the last chunk': 3 } as const;

const SEARCHES = {
  'interactive search': (splunk: StandInSplunk, options: SplOptions) =>
    runSpl(splunk, '| mispgetioc `misp_es_source` to_ids=true', options),
  'scheduled feed': (splunk: StandInSplunk, options: SplOptions) =>
    runSavedSearch(splunk, 'MISP_ES_domain_intel', options),
  reconciliation: (splunk: StandInSplunk, options: SplOptions) =>
    runSavedSearch(splunk, 'MISP_ES_reconcile', options),
  'KV update': (splunk: StandInSplunk, options: SplOptions) =>
    runSavedSearch(splunk, 'MISP_indicators_update', options),
} as const;

type SearchName = keyof typeof SEARCHES;

/** The app's commands in each search, in order. */
const STAGES: Readonly<Record<SearchName, readonly string[]>> = {
  'interactive search': ['mispgetioc'],
  'scheduled feed': ['mispgetioc', 'mispintel'],
  reconciliation: ['mispserved'],
  'KV update': ['mispgetioc', 'mispintel'],
};

interface Case {
  readonly search: SearchName;
  readonly fault: string;
  readonly options?: SplOptions;
  readonly misp?: Fault;
  readonly arrange?: (splunk: StandInSplunk) => void;
  readonly message: RegExp;
}

const GONE = /^Error in '\w+' command: External search command exited unexpectedly with non-zero error code/;

function casesOf(search: SearchName): Case[] {
  const cases: Case[] = [];
  for (const stage of STAGES[search]) {
    for (const [place, chunk] of Object.entries(CHUNKS)) {
      const breakages = { [stage]: { chunk, how: 'killed' } } as const;
      cases.push({ search, fault: `${stage} is killed at ${place}`, options: { breakages }, message: GONE });
      if (stage === 'mispintel') continue;
      const at = stage === 'mispserved' ? { request: chunk } : { page: chunk };
      cases.push({
        search,
        fault: `${stage}: MISP fails at ${place}`,
        misp: { kind: 'status', status: 500, times: Infinity, ...at },
        message: /^MISP instance misp_covid: MISP failed: HTTP 500/,
      });
    }
    if (stage === 'mispintel')
      cases.push({
        search,
        fault: 'mispintel: the weights are spoiled',
        arrange: (splunk) => {
          writeLookup(splunk, 'misp_es_weight', 'kind,value,weight\ntag,tlp:green,700\n');
        },
        message: /the weight "700"/,
      });
  }
  const macro = { 'KV update': 'misp_indicators_source', reconciliation: 'misp_es_filters' } as const;
  const name = search in macro ? macro[search as keyof typeof macro] : 'misp_es_source';
  cases.push({
    search,
    fault: 'a mistake in a macro',
    options: { macros: { [name]: 'misp_instnce=misp_covid' } },
    message: /Unknown option "misp_instnce"/,
  });
  return cases;
}

/** What MISP has before, and what it has after: a search that did its work would change each lookup. */
function storeOf(isLater: boolean): MispStore {
  const store = new MispStore();
  const event = store.addEvent({ info: 'Event', timestamp: NOW - 3600 });
  for (let index = 0; index < ATTRIBUTES; index += 1) {
    const one = store.addAttribute(event, { type: 'domain', value: `n${index}.example` });
    if (isLater && index % 25 === 0) store.softDelete(one, NOW);
  }
  if (isLater) {
    store.addAttribute(event, { type: 'domain', value: 'new.example' });
    store.publish(event, NOW);
  }
  return store;
}

describe('A search that fails', function () {
  this.timeout(120_000);
  const table: string[][] = [];
  const saved = mkdtempSync(join(tmpdir(), 'lookups-'));
  let splunk: StandInSplunk;
  let misp: MispServer;

  async function connect(isLater: boolean): Promise<void> {
    misp = await startMisp({ store: storeOf(isLater) });
    splunk.state.instances['misp_covid'] = { misp_url: misp.url, retry_timeout: 0, page_size: CHUNK };
    splunk.state.secrets['misp_covid.misp_key'] = misp.keys['automation'] ?? '';
  }

  function run(search: SearchName, options: SplOptions = {}): Promise<SplResult> {
    return SEARCHES[search](splunk, { chunkRows: CHUNK, ...options });
  }

  const stored = () =>
    JSON.stringify(Object.values(splunk.state.collections).map((one) => [...one.values()]));
  const lookups = () => ({ ...lookupDigests(splunk), 'KV store': stored() });

  before(async () => {
    splunk = await StandInSplunk.start();
    await connect(false);
    resetLookups(splunk);
    for (const search of ['scheduled feed', 'KV update'] as const)
      expect((await run(search)).failed, search).to.equal(false);
    cpSync(join(splunk.appDir, 'lookups'), saved, { recursive: true });
    await misp.close();
  });
  beforeEach(async () => {
    // Nor is there a lookup that was not there before: a table of weights of one's own.
    rmSync(join(splunk.appDir, 'lookups'), { recursive: true });
    cpSync(saved, join(splunk.appDir, 'lookups'), { recursive: true });
    await connect(true);
  });
  afterEach(() => misp.close());
  after(async () => {
    await splunk.close();
    rmSync(saved, { recursive: true, force: true });
    const widths = [0, 1, 2, 3].map((at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
    for (const row of table)
      console.log(`  ${row.map((text, at) => text.padEnd(widths[at] ?? 0)).join('  ')}`);
  });

  for (const search of Object.keys(SEARCHES) as SearchName[]) {
    for (const { fault, options, misp: wrong, arrange, message } of casesOf(search)) {
      it(`is FAILED, says why, and leaves every lookup as it was: ${search}, ${fault}`, async () => {
        arrange?.(splunk);
        if (wrong) misp.faults.push({ ...wrong });
        const before = lookups();
        const { failed, rows, messages } = await run(search, options);
        const errors = messages.filter(([level]) => level === 'ERROR').map(([, text]) => text);
        const isUnchanged = JSON.stringify(lookups()) === JSON.stringify(before);
        table.push([
          search,
          fault,
          failed ? 'FAILED' : 'DONE',
          isUnchanged ? 'lookups as before' : 'lookups CHANGED',
          errors.join(' / '),
        ]);
        expect(failed).to.equal(true);
        expect(rows).to.deep.equal([]);
        expect(errors).to.have.length(1);
        expect(errors[0]).to.match(message);
        expect(isUnchanged).to.equal(true);
      });
    }
  }

  /** The second line of defence, in the searches themselves. */
  describe('or that splunkd ends as DONE all the same', () => {
    const domains = () => feedOf(splunk, 'domain').rows.map((row) => row['domain'] ?? '');

    for (const [place, chunk] of Object.entries(CHUNKS)) {
      for (const stage of STAGES['scheduled feed']) {
        it(`takes nothing out of a feed that MISP still has: ${stage} is cut at ${place}`, async () => {
          const breakages = { [stage]: { chunk, how: 'cut' } } as const;
          const result = await run('scheduled feed', { breakages });
          expect(result.failed).to.equal(false);
          const kept = domains();
          for (const { value, deleted } of misp.store.attributes)
            if (!deleted && value !== 'new.example') expect(kept).to.include(value);
          expect(lookupOf(splunk, 'misp_es_domain_state').rows.length).to.be.at.least(ATTRIBUTES * 0.9);
        });
      }

      it(`writes nothing of a reconciliation: mispserved is cut at ${place}`, async () => {
        const before = lookups();
        const breakages = { mispserved: { chunk, how: 'cut' } } as const;
        expect((await run('reconciliation', { breakages })).failed).to.equal(false);
        expect(lookups()).to.deep.equal(before);
      });

      it(`writes nothing of a reconciliation: splunkd takes no notice of an error at ${place}`, async () => {
        const before = lookups();
        misp.faults.push({ kind: 'status', status: 500, times: Infinity, request: chunk });
        expect((await run('reconciliation', { knowsError: false })).failed).to.equal(false);
        expect(lookups()).to.deep.equal(before);
      });
    }

    it('writes nothing of a reconciliation when a feed wrote meanwhile', async () => {
      const before = lookups();
      const { text } = lookupOf(splunk, 'misp_es_domain_state');
      const input = text.split('\n').slice(0, 100).join('\n');
      writeLookup(splunk, 'misp_es_domain_state', `${input}\n`);
      const held = holdAnswer(misp);
      const running = run('reconciliation');
      await until('MISP has a request', held.isAsked);
      writeLookup(splunk, 'misp_es_domain_state', text);
      held.release();
      expect((await running).failed).to.equal(false);
      expect(lookups()).to.deep.equal(before);
    });

    it('while one that is not cut does its work', async () => {
      expect((await run('reconciliation')).failed).to.equal(false);
      expect(domains()).to.have.length(ATTRIBUTES * 0.96);
      const before = stored();
      for (const search of ['scheduled feed', 'KV update'] as const)
        expect((await run(search)).failed, search).to.equal(false);
      expect(domains()).to.include('new.example').and.not.include('n0.example');
      expect(stored()).not.to.equal(before);
    });
  });
});
