import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Fault } from '../stand-ins/misp/faults.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { checkpointDir } from '../stand-ins/splunk/programs/input.ts';
import { holdAnswer } from '../support/hold-answer.ts';
import { until } from '../support/until.ts';
import { Lab } from './lab.ts';

const START = 1_795_000_000;
const ROWS = 350;

/** Far from the seconds that a run otherwise waits for splunkd, and long enough for the end of a process on a busy machine. */
const AT_ONCE_MS = 4000;

describe('the modular input: what goes wrong', () => {
  const lab = new Lab();
  let now = START;

  before(() => lab.open());
  after(() => lab.close());

  function storeOf(rows: number): MispStore {
    const store = new MispStore();
    const event = store.addEvent({ info: 'a campaign', timestamp: START - 86_400 });
    for (let count = 0; count < rows; count += 1)
      store.addAttribute(event, { type: 'domain', value: `d${count}.example` });
    return store;
  }

  beforeEach(async () => {
    now = START;
    await lab.with({ store: storeOf(ROWS), now: () => now }, { page_size: 100 });
  });

  const folder = () => checkpointDir(lab.splunk);
  const checkpoint = () => readFileSync(join(folder(), 'misp_covid.json'), 'utf8');
  const put = async (text: string) => {
    await mkdir(folder(), { recursive: true });
    writeFileSync(join(folder(), 'misp_covid.json'), text);
  };

  describe('an outage', () => {
    const faults: readonly (readonly [string, Fault, RegExp])[] = [
      ['a database that is down', { kind: 'status', status: 500, times: 99 }, /HTTP 500/],
      ['maintenance', { kind: 'redirect', location: '/users/login', times: 99 }, /maintenance mode/],
      ['an answer that is cut', { kind: 'cutJson', page: 2, times: 99 }, /no JSON|not JSON|JSON/],
      [
        'a key that is refused in the middle',
        { kind: 'status', status: 401, page: 3, times: 99 },
        /refused the API key/,
      ],
    ];
    for (const [what, fault, message] of faults) {
      it(`fails the run and leaves the cursors where they were: ${what}`, async () => {
        await lab.run();
        const before = JSON.parse(checkpoint()) as { cursors: unknown };
        now += 3600;
        for (const one of lab.misp.store.attributes)
          lab.misp.store.editAttribute(one, { comment: 'edited' }, now);
        lab.misp.faults.push(fault);
        const result = await lab.run();
        expect(result.exitCode).to.equal(1);
        expect(result.lines('ERROR')).to.have.length(1);
        expect(result.lines('ERROR')[0]).to.match(message);
        expect(result.of('misp:run')[0]).to.include({ status: 'failed', error: result.lines('ERROR')[0] });
        expect((JSON.parse(checkpoint()) as { cursors: unknown }).cursors).to.deep.equal(before.cursors);
        lab.misp.faults.splice(0);
        now += 60;
        const next = await lab.run();
        expect(next.exitCode, next.stderr).to.equal(0);
        const both = [...result.of('misp:attribute'), ...next.of('misp:attribute')];
        expect(new Set(both.map((one) => one['misp_attribute_uuid'])).size).to.equal(ROWS);
        expect(both, 'nothing twice').to.have.length(ROWS);
      });
    }

    it('goes on where it stood once it is over, within one run', async () => {
      lab.misp.faults.push({ kind: 'status', status: 503, page: 3, times: 2 });
      const result = await lab.run();
      expect(result.exitCode, result.stderr).to.equal(0);
      expect(result.of('misp:attribute')).to.have.length(ROWS);
      expect(result.lines('WARN')[0]).to.match(/HTTP 503.*The input retries/);
    });

    it('waits when requests are used up, however long MISP says, and goes on', async () => {
      await lab.with(
        { store: storeOf(ROWS), now: () => now, rateLimit: { limit: 6, resetSeconds: 2 } },
        { page_size: 100 },
      );
      const result = await lab.run();
      expect(result.exitCode, result.stderr).to.equal(0);
      expect(result.of('misp:attribute')).to.have.length(ROWS);
      expect(result.lines('WARN')[0]).to.match(/rate limit.*The input retries/);
    });
  });

  describe('a checkpoint', () => {
    const cases: readonly (readonly [string, string, RegExp])[] = [
      [
        'cut',
        '{"format":1,"since"',
        /checkpoint is damaged \(it is not JSON\)\. It is kept as .*aside-.*\.json/,
      ],
      ['of another shape', '{"format":1}', /checkpoint is damaged/],
      ['of a newer version', '{"format":2}', /checkpoint is of a newer version of the app/],
    ];
    for (const [what, text, message] of cases) {
      it(`that is ${what} is kept aside and explained; what is indexed is not indexed again`, async () => {
        await lab.run();
        await put(text);
        const result = await lab.run();
        expect(result.exitCode, result.stderr).to.equal(0);
        expect(result.lines('WARN')[0]).to.match(message);
        expect(result.of('misp:attribute')).to.deep.equal([]);
        const aside = readdirSync(folder()).find((file) => file.includes('aside')) ?? '';
        expect(readFileSync(join(folder(), aside), 'utf8')).to.equal(text);
      });
    }

    it('is kept aside, and of many the last three', async () => {
      await lab.run();
      for (const since of [1, 2, 3, 4, 5]) {
        await put(`{"since":${since}`);
        await lab.run();
      }
      const asides = readdirSync(folder()).filter((file) => file.includes('aside'));
      const texts = asides.sort().map((file) => readFileSync(join(folder(), file), 'utf8'));
      expect(texts).to.deep.equal(['{"since":3', '{"since":4', '{"since":5']);
    });

    it('from the future is kept aside: MISP has been put back', async () => {
      await lab.run();
      now -= 86_400;
      const result = await lab.run();
      expect(result.lines('WARN')[0]).to.match(/from the future: 86400 seconds ahead of MISP's clock/);
      expect(result.exitCode).to.equal(0);
    });

    it('is readable to nobody else', async () => {
      await lab.run();
      expect(await readdir(folder())).to.include.members(['misp_covid.json', 'misp_covid.attributes']);
    });
  });

  it('two runs at a time: the second exits, and the first is not disturbed', async () => {
    await lab.with({ store: storeOf(ROWS) }, { page_size: 100 });
    const held = holdAnswer(lab.misp, { page: 2 });
    const first = lab.start();
    await until('page 2 is asked for', held.isAsked);
    const second = await lab.run();
    held.release();
    expect(second.exitCode).to.equal(1);
    expect(second.lines('ERROR')[0]).to.match(/^The previous run, process \d+, is still running/);
    expect(second.events).to.deep.equal([]);
    const result = await first.ended();
    expect(result.of('misp:attribute')).to.have.length(ROWS);
  });

  it('the lock of a killed process is no longer valid', async () => {
    await lab.with({ store: storeOf(ROWS) }, { page_size: 100 });
    const held = holdAnswer(lab.misp, { page: 2 });
    const first = lab.start();
    await until('page 2 is asked for', held.isAsked);
    first.process.kill('SIGKILL');
    await first.ended();
    expect((await lab.run()).exitCode).to.equal(0);
  });

  it('splunkd stops it: it is gone within a second, quietly, and the next run goes on from the page', async () => {
    await lab.with({ store: storeOf(2000), now: () => now }, { page_size: 100 });
    holdAnswer(lab.misp, { page: 6 });
    const running = lab.start();
    await until('it has written some pages', () => running.output.includes('d300.example'));
    const asked = performance.now();
    running.process.kill('SIGTERM');
    const stopped = await running.ended();
    expect(performance.now() - asked, 'ms').to.be.below(AT_ONCE_MS);
    expect(stopped.exitCode).to.equal(0);
    expect(stopped.lines('ERROR')).to.deep.equal([]);
    expect(stopped.of('misp:run')[0]).to.include({ status: 'stopped' });
    expect(stopped.stdout).to.match(/<\/stream>\s*$/);
    const before = lab.misp.requests.length;
    const rest = await lab.run();
    const pages = lab.misp.requests
      .slice(before)
      .filter(({ path }) => path === '/attributes/restSearch')
      .map(({ body }) => (body as { page: number }).page);
    expect(pages[0], 'not from the start').to.be.above(2);
    expect(stopped.of('misp:attribute').length + rest.of('misp:attribute').length).to.equal(2000);
  });

  it('nobody reads any more: it ends', async () => {
    await lab.with({ store: storeOf(2000), now: () => now }, { page_size: 100 });
    const held = holdAnswer(lab.misp, { page: 6 });
    const running = lab.start();
    await until('it has written some pages', () => running.output.includes('d100.example'));
    running.process.stdout.destroy();
    held.release();
    const { exitCode, stderr } = await running.ended();
    expect(exitCode).to.equal(1);
    expect(stderr).not.to.match(/Internal error|at .*main\.js/);
  });

  for (const difference of [3600, -3600]) {
    it(`clocks that differ by ${difference} seconds lose nothing`, async () => {
      let offset = 0;
      const clock = () => Math.floor(Date.now() / 1000) + difference + offset;
      const store = storeOf(10);
      await lab.with({ store, now: clock });
      expect((await lab.run()).of('misp:run')[0]?.['clock_difference']).to.be.closeTo(difference, 1);
      const [attribute] = store.attributes;
      if (attribute) store.editAttribute(attribute, { comment: 'edited' }, clock());
      offset = 60;
      const { of } = await lab.run({ overlap: '0' });
      expect(of('misp:attribute').map((one) => one['misp_comment'])).to.deep.equal(['edited']);
    });
  }

  it('has the key in nothing that it says, writes or keeps', async () => {
    const key = lab.misp.keys['admin'] ?? 'none';
    lab.splunk.state.instances['dead'] = { misp_url: 'http://127.0.0.1:9', retry_timeout: 0 };
    lab.splunk.state.secrets['dead.misp_key'] = key;
    const results = [await lab.run(), await lab.run({ misp_instance: 'dead' })];
    for (const { stdout, stderr } of results)
      expect(stdout + stderr)
        .not.to.include(key)
        .and.not.to.include('session-of');
    for (const file of readdirSync(folder(), { recursive: true, withFileTypes: true }))
      if (file.isFile())
        expect(readFileSync(join(file.parentPath, file.name)).includes(key), file.name).to.equal(false);
  });
});
