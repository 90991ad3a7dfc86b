import { execFileSync, spawn } from 'node:child_process';
import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import {
  checkpointDir,
  eventsIn,
  type InputEvent,
  RunningInput,
} from '../stand-ins/splunk/programs/input.ts';
import { until } from '../support/until.ts';
import { Lab } from './lab.ts';

const START = 1_795_000_000;

describe('the modular input: events that splunkd may not have', () => {
  const lab = new Lab();
  let now = START;
  let store: MispStore;

  before(() => lab.open());
  after(() => lab.close());

  async function withRows(rows: number, pageSize = 500): Promise<void> {
    now = START;
    store = new MispStore();
    const event = store.addEvent({ info: 'a campaign', timestamp: START - 86_400 });
    for (let count = 0; count < rows; count += 1) {
      const attribute = store.addAttribute(event, { type: 'domain', value: `d${count}.example` });
      if (count % 10 === 0) store.addSighting(attribute, { type: '0', time: START - 86_400 });
    }
    delete lab.splunk.state.startupTime;
    await lab.with({ store, now: () => now }, { page_size: pageSize });
  }

  const valuesIn = (events: readonly InputEvent[]) =>
    events
      .filter(({ sourcetype }) => sourcetype === 'misp:attribute')
      .map(({ data }) => (JSON.parse(data) as { misp_value: string }).misp_value);
  const sightingsIn = (events: readonly InputEvent[]) =>
    events.filter(({ sourcetype }) => sourcetype === 'misp:sighting').map(({ data }) => data);

  /** Everything is there after a run that is left alone; that one's events. */
  async function expectAll(before: readonly InputEvent[]): Promise<readonly InputEvent[]> {
    now += 300;
    const { events, exitCode, stderr } = await lab.run();
    expect(exitCode, stderr).to.equal(0);
    const all = [...before, ...events];
    expect(new Set(valuesIn(all)).size, 'attributes').to.equal(store.attributes.length);
    expect(new Set(sightingsIn(all)).size, 'sightings').to.equal(Math.ceil(store.attributes.length / 10));
    expect(new Set(all.map(({ sourcetype }) => sourcetype))).to.include('misp:event');
    return events;
  }

  /** A run over a real pipe, of which a program reads something and goes away. @returns what it has read */
  async function runInto(reader: string): Promise<readonly InputEvent[]> {
    const fifo = join(lab.splunk.home, 'fifo');
    const file = join(lab.splunk.home, 'read');
    execFileSync('sh', ['-c', 'mkfifo -m 600 "$0"', fifo]);
    const shell = spawn('sh', ['-c', `${reader} < fifo > read; rm fifo`], { cwd: lab.splunk.home });
    const pipe = await open(fifo, 'w');
    const running = new RunningInput(lab.splunk, 'misp_covid', { settings: { start: 'all' } }, pipe.fd);
    await pipe.close();
    await running.ended();
    if (shell.exitCode === null) await new Promise((resolve) => shell.once('exit', resolve));
    return eventsIn(await readFile(file, 'utf8'));
  }

  /** A run whose events are in the pipe when the reader goes away without having read any. */
  async function runUnread(): Promise<readonly InputEvent[]> {
    const leave = join(lab.splunk.home, 'leave');
    const read = runInto('until [ -e leave ]; do sleep 0.05; done');
    // What the pipe may have is saved before the state claims it.
    const saved = join(checkpointDir(lab.splunk), 'misp_covid.recent');
    const lastValue = `d${store.attributes.length - 1}.example`;
    await until('all is written', async () =>
      (await readFile(saved, 'utf8').catch(() => '')).includes(lastValue),
    );
    await writeFile(leave, '');
    const events = await read;
    await rm(leave);
    return events;
  }

  for (const bytes of [0, 1, 5000, 70_000, 300_000, 700_000, 1_200_000, 2_000_000, 2_999_999])
    it(`are written again by the next run after a reader that read ${bytes} bytes`, async () => {
      await withRows(3000);
      await expectAll(await runInto(`head -c ${bytes}`));
    });

  it('are written again when all fitted into the pipe and nobody read it', async () => {
    await withRows(20);
    const read = await runUnread();
    expect(valuesIn(read)).to.deep.equal([]);
    expect(valuesIn(await expectAll(read))).to.have.length(20);
    now += 300;
    expect(valuesIn((await lab.run()).events), 'once').to.deep.equal([]);
  });

  it('are written again when the reader reads nothing for long, and then goes away', async () => {
    await withRows(20);
    const running = lab.start({}, 'somebody');
    const code = await new Promise((resolve) => running.process.once('exit', resolve));
    running.process.stdout.destroy();
    const { lines } = await running.ended();
    expect(code).to.equal(0);
    expect(lines('WARN')).to.deep.equal([
      'splunkd has stopped reading events. The next run writes the last events again.',
    ]);
    await expectAll([]);
  });

  it('are written again when splunkd has started anew, once', async () => {
    await withRows(3000);
    const { events } = await lab.run();
    lab.splunk.state.startupTime = START + 100;
    const again = valuesIn(await expectAll(events));
    expect(again, 'the quarter of a megabyte that was written last').to.have.length.within(50, 500);
    expect(again.at(-1)).to.equal('d2999.example');
    now += 300;
    expect((await lab.run()).events.map(({ sourcetype }) => sourcetype)).to.deep.equal(['misp:run']);
  });

  it('are not written again when splunkd has gone on, nor what came before a run in between', async () => {
    await withRows(3000);
    await lab.run();
    now += 300;
    expect((await lab.run()).events.map(({ sourcetype }) => sourcetype)).to.deep.equal(['misp:run']);
    lab.splunk.state.startupTime = START + 100;
    now += 300;
    expect((await lab.run()).events.map(({ sourcetype }) => sourcetype)).to.deep.equal(['misp:run']);
  });

  it('are, of a run that was killed, what a pipe holds', async () => {
    await withRows(3000);
    const running = lab.start();
    await until('it has written most pages', () => running.output.includes('d1999.example'));
    running.process.kill('SIGKILL');
    const { events } = await running.ended();
    const next = await expectAll(events);
    expect(valuesIn(next).length).to.be.at.most(3000 - valuesIn(events).length + 500 + 100);
  });

  it('are told of', async () => {
    await withRows(20);
    await runUnread();
    expect((await lab.run()).lines('INFO')[0]).to.match(
      /^splunkd may not have the last events of the previous run: \d+ are written again\.$/,
    );
  });

  it('are deletions, too', async () => {
    await withRows(20);
    await lab.run();
    const [gone] = store.attributes.splice(3, 1);
    now += 7200;
    const settings = { start: 'all', reconcile_interval: '3600' };
    const running = lab.start(settings, 'somebody');
    running.process.stdout.destroy();
    await running.ended();
    const { of } = await lab.run(settings);
    const removed = of('misp:attribute').filter((one) => one['misp_removed'] === true);
    expect(removed.map((one) => one['misp_attribute_uuid'])).to.deep.equal([gone?.uuid]);
  });
});
