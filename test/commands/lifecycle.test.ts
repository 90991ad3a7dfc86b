import { expect } from 'chai';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { connectedTo } from '../support/connected.ts';
import { until } from '../support/until.ts';

/** Far from the minutes that MISP may take (`read_timeout`), and long enough for the end of a process on a busy machine. */
const AT_ONCE_MS = 5000;

describe('A command that splunkd has no more use for', () => {
  let splunk: StandInSplunk;
  let misp: MispServer;

  beforeEach(async () => {
    misp = await startMisp();
    splunk = await StandInSplunk.start(connectedTo(misp, { misp: {} }));
  });
  afterEach(async () => {
    await splunk.close();
    await misp.close();
  });

  /** Waiting for a MISP that never answers. */
  const waiting = async () => {
    misp.faults.push({ kind: 'hang' });
    const running = splunk.start('mispgetioc misp_instance=misp last=1d');
    await running.getinfo();
    const answer = running.host.execute([], false).catch(() => undefined);
    await until('MISP has a request', () => misp.requests.length > 0);
    return { running, answer };
  };

  it('stops quietly and at once when its input ends', async () => {
    const { running } = await waiting();
    const started = performance.now();
    running.process.stdin.end();
    expect(await running.ended()).to.deep.equal({ exitCode: 0, signal: null, stderr: '' });
    expect(performance.now() - started).to.be.lessThan(AT_ONCE_MS);
  });

  it('stops quietly and at once on SIGTERM', async () => {
    const { running } = await waiting();
    const started = performance.now();
    running.process.kill('SIGTERM');
    expect(await running.ended()).to.deep.equal({ exitCode: null, signal: 'SIGTERM', stderr: '' });
    expect(performance.now() - started).to.be.lessThan(AT_ONCE_MS);
  });

  it('stops quietly when nobody reads its answers', async () => {
    const running = splunk.start('mispgetioc misp_instance=misp eventid=1');
    await running.getinfo();
    running.process.stdout.destroy();
    void running.host.execute().catch(() => undefined);
    const { exitCode, stderr } = await running.ended();
    expect(stderr).to.equal('');
    expect(exitCode).to.equal(0);
  });

  it('asks MISP no further than splunkd asks', async () => {
    for (let i = 0; i < 30; i += 1) splunk.state.instances['misp'] = { misp_url: misp.url, page_size: 100 };
    const running = splunk.start('mispgetioc misp_instance=misp timestamp=3000d limit=20 warning_list=false');
    await running.getinfo();
    await running.host.execute([], false);
    const pages = () => misp.requests.filter(({ path }) => path === '/attributes/restSearch');
    await until('MISP has the request for page 2', () => pages().length > 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    // The page that was shown, the one made ready, and the one under way.
    expect(pages().length).to.be.within(2, 4);
    running.process.stdin.end();
    await running.ended();
  });

  it('gives what had come before a failure, then fails', async () => {
    misp.faults.push({ kind: 'status', status: 500, page: 3, times: Infinity });
    const { rows, failed, messages } = await splunk.search(
      'mispgetioc misp_instance=misp timestamp=3000d limit=20',
    );
    expect(rows.length).to.be.greaterThan(0);
    expect(failed).to.equal(true);
    expect(messages).to.have.length(1);
  });
});
