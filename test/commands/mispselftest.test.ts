import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { runSpl } from '../stand-ins/splunk/spl/run.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

const HANDS_OVER = 'Searches get keys that their users may not read';
const ANSWERS = 'Every MISP instance answers';

const CAPABILITIES = ['search', 'list_storage_passwords'];

describe('mispselftest', function () {
  this.timeout(120_000);
  let splunk: StandInSplunk;
  let misp: MispServer;
  let run: StandInSplunk['state']['run'];

  before(async () => {
    misp = await startMisp();
    splunk = await StandInSplunk.start();
    run = splunk.state.run;
  });
  after(async () => {
    await splunk.close();
    await misp.close();
  });
  beforeEach(() => {
    splunk.state.instances['demo'] = { misp_url: misp.url };
    splunk.state.secrets['demo.misp_key'] = misp.keys['automation'] ?? '';
    Object.assign(splunk.state, { run });
    splunk.index.clean();
  });

  async function selftest(sessionKey = 'session-of-admin') {
    const { rows, messages, failed } = await splunk.search('| mispselftest', { sessionKey });
    expect(failed).to.equal(false);
    return { messages, of: (result: string) => rows.filter((row) => row['result'] === result).map(nameOf) };
  }

  it('passes on a Splunk that does what the app takes for granted, and leaves nothing behind', async () => {
    splunk.index.addFields({
      index: 'misp',
      sourcetype: 'misp:run',
      _time: now(),
      misp_input: 'demo',
      status: 'success',
    });
    const before = splunk.requests.length;
    const { messages, of } = await selftest();
    expect([of('failed'), of('skipped')]).to.deep.equal([[], []]);
    expect(messages).to.deep.equal([
      ['INFO', `${of('passed').length} checks passed, 0 failed, 0 were skipped.`],
    ]);
    expect(existsSync(join(splunk.appDir, 'lookups/misp_selftest.csv'))).to.equal(false);
    const jobs = splunk.requests.slice(before).filter(({ path }) => path.includes('search/v2/jobs'));
    const created = jobs.filter(({ method }) => method === 'POST').length;
    expect(jobs.filter(({ method }) => method === 'DELETE')).to.have.length(created);
  });

  it('finds a Splunk that does not fail a search for its command', async () => {
    Object.assign(splunk.state, {
      run: (search: string, { sessionKey }: { readonly sessionKey: string }) =>
        runSpl(splunk, search, { sessionKey, knowsError: false }),
    });
    const { messages, of } = await selftest();
    expect(of('failed')).to.deep.equal([
      'A command that fails while it runs fails its search with a message',
      'A command with an invalid option fails its search with a message',
      'A failed command does not change the lookup after it',
    ]);
    expect(messages[0]?.[0]).to.equal('WARN');
  });

  it('finds a Splunk that gives a command some rows and loses the others', async () => {
    Object.assign(splunk.state, {
      run: async (search: string, { sessionKey }: { readonly sessionKey: string }) => {
        const cut = search.replace('mispselftest rows=60000', 'mispselftest rows=50000');
        return runSpl(splunk, cut, { sessionKey });
      },
    });
    expect((await selftest()).of('failed')).to.deep.equal([
      '60000 rows of a command arrive with unchanged texts and lists',
    ]);
  });

  it('says which MISP does not answer, and which input failed', async () => {
    splunk.state.instances['gone'] = { misp_url: 'http://127.0.0.1:9' };
    splunk.state.secrets['gone.misp_key'] = 'x'.repeat(40);
    splunk.index.addFields({
      index: 'misp',
      sourcetype: 'misp:run',
      _time: now(),
      misp_input: 'gone',
      status: 'failed',
      error: 'away',
    });
    const { rows } = await splunk.search('| mispselftest');
    delete splunk.state.instances['gone'];
    const [instances, inputs] = rows.filter(({ result }) => result === 'failed');
    expect(instances?.['found']).to.match(/^demo: MISP [\d.]+; gone: MISP instance gone: /);
    expect(inputs?.['found']).to.equal('gone: failed (away)');
  });

  it('skips what its user may not do, and says what is missing', async () => {
    splunk.state.sessions['session-of-otto'] = { username: 'otto', capabilities: ['search'] };
    const { rows } = await splunk.search('| mispselftest', { sessionKey: 'session-of-otto' });
    const adviceOn = (check: string) =>
      rows.filter((row) => nameOf(row) === check).map(({ result, advice }) => [result, advice]);
    expect(adviceOn('Keys can be read')).to.deep.equal([
      ['skipped', 'Users with the role misp_searcher do not need to.'],
    ]);
    expect(adviceOn(HANDS_OVER)).to.deep.equal([
      ['skipped', 'Grant misp_searcher to your role in Configuration > Access.'],
    ]);
  });

  it('passes for a user who may search MISP and read no key, and leaves no key behind', async () => {
    splunk.state.sessions['session-of-searcher'] = {
      username: 'searcher',
      capabilities: ['search', 'misp_search'],
    };
    const { rows } = await splunk.search('| mispselftest', { sessionKey: 'session-of-searcher' });
    const found = rows.filter((row) => [HANDS_OVER, ANSWERS].includes(nameOf(row)));
    expect(found.map(({ result }) => result)).to.deep.equal(['passed', 'passed']);
    expect(found[0]?.['found']).to.equal('that of demo, by misp_broker');
    expect(await readdir(join(splunk.home, 'var/run/SA-misp/keys'))).to.deep.equal([]);
  });

  it('finds a broker that cannot hand anything over', async () => {
    const folder = join(splunk.home, 'var/run/SA-misp/keys');
    await mkdir(folder, { recursive: true });
    await chmod(folder, 0o755);
    const { rows } = await splunk.search('| mispselftest');
    await chmod(folder, 0o700);
    const found = rows.filter(({ result }) => result === 'failed');
    expect(found.map(nameOf)).to.deep.equal([HANDS_OVER]);
    expect(found[0]?.['found']).to.include('other users than the one that runs Splunk may enter it');
  });

  it('goes on when splunkd runs no more searches for its user', async () => {
    splunk.state.sessions['session-of-none'] = { username: 'none', capabilities: CAPABILITIES.slice(1) };
    const { of } = await selftest('session-of-none');
    expect(of('failed')).to.include('appendpipe runs on no rows');
    expect(of('passed')).to.include('Every MISP instance answers');
  });

  it('gives sample rows when it is asked for some', async () => {
    const { rows } = await splunk.search('| mispselftest rows=3');
    expect(rows.map(({ number }) => number)).to.deep.equal(['1', '2', '3']);
    expect(rows[0]?.['values']).to.have.length(2);
  });
});

function nameOf({ check }: Row): string {
  return String(check);
}

function now(): string {
  return String(Math.floor(Date.now() / 1000));
}
