import { chmod, mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { startHttpProxy } from '../support/proxies.ts';
import { runAlert } from '../stand-ins/splunk/programs/alert.ts';
import { SYSTEM_SESSION } from '../stand-ins/splunk/rest/state.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { until } from '../support/until.ts';
import { BrokerProcess } from './broker-process.ts';

const SEARCHER = 'session-of-searcher';
const GUEST = 'session-of-guest';
const ENDPOINT = '/services/misp_broker';

describe('The broker', () => {
  let splunk: StandInSplunk;
  let misp: MispServer;
  let folder: string;

  before(async () => {
    misp = await startMisp();
    splunk = await StandInSplunk.start();
    folder = join(splunk.home, 'var/run/SA-misp/keys');
  });
  after(async () => {
    await splunk.close();
    await misp.close();
  });
  beforeEach(async () => {
    for (const file of await filesLeft()) await rm(join(folder, file));
    const { instances, secrets, sessions } = splunk.state;
    for (const all of [instances, secrets])
      for (const name of Object.keys(all)) Reflect.deleteProperty(all, name);
    instances['misp'] = { misp_url: misp.url, retry_timeout: 0 };
    instances['off'] = { misp_url: misp.url, disabled: 1 };
    instances['keyless'] = { misp_url: misp.url };
    secrets['misp.misp_key'] = misp.keys['automation'] ?? '';
    secrets['off.misp_key'] = 'key-of-the-disabled'.padEnd(40, 'x');
    secrets['default.misp_key'] = 'key-of-the-defaults'.padEnd(40, 'x');
    sessions[SEARCHER] = { username: 'searcher', capabilities: ['search', 'misp_search'] };
    sessions[GUEST] = { username: 'guest', capabilities: ['search'] };
  });

  /** As anybody could ask with curl. */
  function ask(body: string, sessionKey = SEARCHER, { method = 'POST', path = ENDPOINT } = {}) {
    const query = new URLSearchParams({ output_mode: 'json' });
    return splunk.answer({ method, path, query, body }, sessionKey);
  }
  const search = (text: string, more = {}) => splunk.search(text, { sessionKey: SEARCHER, ...more });
  const filesLeft = () => readdir(folder).catch(() => []);

  it('is there for a user who may list passwords, of whom ours are hidden', async () => {
    const list = ['search', 'list_storage_passwords'];
    const other = { username: 'other', roles: ['user', 'soar'] };
    splunk.state.sessions[GUEST] = { ...other, capabilities: list };
    const { messages } = await search('mispgetioc misp_instance=misp eventid=2', { sessionKey: GUEST });
    expect(messages.at(-1)?.[1]).to.match(/you may not see it: ask .* for the role misp_searcher/);
    splunk.state.sessions[GUEST] = { ...other, capabilities: [...list, 'misp_search'] };
    const found = await search('mispgetioc misp_instance=misp eventid=2', { sessionKey: GUEST });
    expect(found.failed).to.equal(false);
  });

  it('lets a user search who can read no secret', async () => {
    const { rows, messages, failed } = await search('mispgetioc misp_instance=misp eventid=2');
    expect([failed, messages]).to.deep.equal([false, []]);
    expect(rows).to.have.length.above(0);
    const direct = await splunk.search('mispgetioc misp_instance=misp eventid=2');
    expect(rows).to.deep.equal(direct.rows);
    expect(await filesLeft()).to.deep.equal([]);
  });

  it('is not asked for those who may read the secrets', async () => {
    const before = splunk.requests.length;
    await splunk.search('mispgetioc misp_instance=misp eventid=2');
    const asked = splunk.requests.slice(before).map(({ path }) => path);
    expect(asked).to.deep.equal([
      '/servicesNS/nobody/SA-misp/configs/conf-misp_instances',
      '/servicesNS/nobody/SA-misp/storage/passwords/SA-misp%3Amisp.misp_key%3A',
    ]);
  });

  it('answers a name alone, of a file that its own user alone can read, and keeps no other', async () => {
    const { status, body } = await ask('instance=misp');
    const { file } = body as { readonly file: string };
    expect(status).to.equal(200);
    expect(body).to.deep.equal({ file });
    expect(file).to.match(/^[0-9a-f]{32}$/);
    const modes = await Promise.all([folder, join(folder, file)].map((path) => stat(path)));
    expect(modes.map(({ mode }) => (mode & 0o777).toString(8))).to.deep.equal(['700', '600']);
    expect(JSON.parse(await readFile(join(folder, file), 'utf8'))).to.deep.equal({
      'misp.misp_key': misp.keys['automation'],
    });
    await until('the file is deleted', async () => (await filesLeft()).length === 0);
  });

  it('hands over the passwords of the instance, and those of no other', async () => {
    const secrets = {
      'misp.misp_key': 'the-key'.padEnd(40, 'x'),
      'misp.proxy_password': 'password of its proxy',
      'default.proxy_password': ' password of all proxies ',
      'misp.client_key_password': 'pässword of its client key',
    };
    Object.assign(splunk.state.secrets, secrets, { 'other.misp_key': 'other', 'mis.misp_key': 'mis' });
    const { file } = (await ask('instance=misp')).body as { readonly file: string };
    expect(JSON.parse(await readFile(join(folder, file), 'utf8'))).to.deep.equal(secrets);
  });

  it('lets a user search through a proxy with a password', async () => {
    const proxy = await startHttpProxy({ username: 'proxy', password: 'secret ü' });
    try {
      Object.assign(splunk.state.instances['misp'] ?? {}, {
        misp_use_proxy: 1,
        proxy_host: proxy.host,
        proxy_port: proxy.port,
        proxy_username: 'proxy',
      });
      splunk.state.secrets['default.proxy_password'] = 'secret ü';
      const { rows, messages } = await search('mispstatus misp_instance=misp');
      expect([rows[0]?.['error'], rows[0]?.['reachable'], messages]).to.deep.equal([undefined, 'True', []]);
    } finally {
      await proxy.close();
    }
  });

  it('runs the alerts of such users', async () => {
    splunk.state.sessions['session-of-writer'] = {
      username: 'writer',
      capabilities: ['search', 'misp_search', 'misp_write'],
    };
    const result = await runAlert(splunk, 'misp_alert_sighting', {
      sessionKey: 'session-of-writer',
      rows: [{ domain: misp.store.attributes[0]?.value ?? '' }],
      params: { misp_instance: 'misp' },
    });
    expect([result.lines('ERROR'), result.exitCode]).to.deep.equal([[], 0]);
    expect(await filesLeft()).to.deep.equal([]);
  });

  it('serves searches that run at the same time', async () => {
    const results = await Promise.all(
      Array.from({ length: 4 }, () => search('mispgetioc misp_instance=misp eventid=2')),
    );
    for (const { rows, messages } of results) {
      expect(messages).to.deep.equal([]);
      expect(rows).to.have.length.above(0);
    }
    expect(await filesLeft()).to.deep.equal([]);
  });

  it('is one process for many requests', async () => {
    const before = splunk.drivers.length;
    for (let index = 0; index < 5; index += 1) expect((await ask('instance=misp')).status).to.equal(200);
    expect(splunk.drivers.length - before).to.be.at.most(1);
  });

  it('refuses a user without the capability, as splunkd does before it', async () => {
    expect((await ask('instance=misp', GUEST)).status).to.equal(403);
    const driver = newDriver();
    const { status, said } = await driver.ask({ session: { user: 'guest', authtoken: GUEST } });
    expect([status, said]).to.deep.equal([
      403,
      'You are not allowed to use the API key. Ask your Splunk administrator for the role misp_searcher (which grants the capability misp_search).',
    ]);
    await driver.end();
    const { messages, failed } = await search('mispgetioc misp_instance=misp eventid=2', {
      sessionKey: GUEST,
    });
    expect(failed).to.equal(true);
    expect(messages.at(-1)?.[1]).to.match(/the role misp_searcher \(.*misp_search\).*misp_user/);
  });

  it("looks with the user's session for what the user may, and with splunkd's own for the secrets alone", async () => {
    const driver = newDriver();
    const asUser = await driver.ask({ session: { user: 'somebody', authtoken: 'stale' } });
    expect([asUser.status, asUser.said]).to.deep.equal([
      500,
      "splunkd refused this search's session. Run the search again.",
    ]);
    expect(await driver.ask({ system_authtoken: SEARCHER })).to.deep.include({ status: 400 });
    await driver.end();
  });

  for (const [what, body, said] of [
    ['no instance', '', 'Specify one MISP instance: instance=<name>.'],
    ['two instances', 'instance=misp&instance=misp', 'Specify one MISP instance: instance=<name>.'],
    [
      'an instance without a name',
      'instance=',
      'There are several MISP instances: choose one with misp_instance. There are: misp, keyless.',
    ],
    [
      'an instance that there is not',
      'instance=mips',
      'There is no MISP instance "mips": did you mean "misp"? There are: misp, keyless.',
    ],
    [
      'all instances',
      'instance=*',
      '"*" is not a single MISP instance: set misp_instance to exactly one name.',
    ],
    [
      'the defaults of all',
      'instance=default',
      'There is no MISP instance "default". There are: misp, keyless.',
    ],
    [
      'a disabled instance',
      'instance=off',
      'MISP instance off is disabled. An administrator can enable it in Configuration > Inputs.',
    ],
    ['an instance without a key', 'instance=keyless', /^MISP instance keyless has no API key\./],
    ['another entry', 'instance=misp.misp_key:', /^There is no MISP instance "misp\.misp_key:"/],
    ['a path', 'instance=../../passwd', /^There is no MISP instance "\.\.\/\.\.\/passwd"/],
    ['an encoded path', 'instance=misp%2F..%2Fmisp', /^There is no MISP instance "misp\/\.\.\/misp"/],
    ['a NUL', 'instance=misp%00', /^There is no MISP instance/],
    ['a blank', 'instance=misp%20', /^There is no MISP instance/],
    ['a member of every object', 'instance=__proto__', /^There is no MISP instance/],
  ] as const) {
    it(`refuses ${what}, and writes no file`, async () => {
      const before = await filesLeft();
      const { status, body: answer } = await ask(body);
      const { messages } = answer as { readonly messages: readonly { readonly text: string }[] };
      expect(status).to.equal(400);
      if (typeof said === 'string') expect(messages[0]?.text).to.equal(said);
      else expect(messages[0]?.text).to.match(said);
      expect(await filesLeft()).to.deep.equal(before);
    });
  }

  it('answers no other method', async () => {
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect((await ask('instance=misp', SEARCHER, { method })).status).to.equal(405);
  });

  it('goes on after it was killed: splunkd starts another', async () => {
    const { file } = (await ask('instance=misp')).body as { readonly file: string };
    for (const { process } of splunk.drivers) process.kill('SIGKILL');
    await until('splunkd has seen it', () => splunk.drivers.every(({ hasEnded }) => hasEnded));
    expect(await filesLeft()).to.include(file);
    expect((await search('mispstatus misp_instance=misp')).rows[0]?.['reachable']).to.equal('True');
  });

  it('fails the search with a message when it is killed before it answers', async () => {
    await search('mispstatus misp_instance=misp');
    for (const { process } of splunk.drivers) process.kill('SIGSTOP');
    const running = search('mispgetioc misp_instance=misp eventid=2');
    await until('the search has asked', () => splunk.drivers.some(({ isBusy }) => isBusy));
    for (const { process } of splunk.drivers) process.kill('SIGKILL');
    const { failed, messages } = await running;
    expect(failed).to.equal(true);
    expect(messages.at(-1)?.[1]).to.match(/^splunkd responded to \/services\/misp_broker with HTTP 500: /);
  });

  it('takes its files along when splunkd ends it, in either way', async () => {
    for (const end of [
      (driver: BrokerProcess) => driver.end(),
      (driver: BrokerProcess) => driver.terminate(),
    ]) {
      const driver = newDriver();
      const { said } = await driver.ask();
      expect(await filesLeft()).to.include(said);
      await end(driver);
      expect(await filesLeft()).not.to.include(said);
    }
  });

  it('deletes what a broker left that was killed, when it starts', async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const stale = join(folder, 'f'.repeat(32));
    await writeFile(stale, 'old', { mode: 0o600 });
    await utimes(stale, 1, 1);
    const driver = newDriver();
    await driver.ask({ method: 'GET' });
    expect(await filesLeft()).not.to.include('f'.repeat(32));
    await driver.end();
  });

  it('hands nothing over in a folder that others may enter, and says which', async () => {
    await ask('instance=misp');
    await chmod(folder, 0o755);
    try {
      const { failed, messages } = await search('mispgetioc misp_instance=misp eventid=2');
      expect(failed).to.equal(true);
      expect(messages.at(-1)?.[1]).to.include(`The broker does not use ${folder}: other users`);
    } finally {
      await chmod(folder, 0o700);
    }
  });

  it('tells nothing of a request that it does not understand', async () => {
    const driver = newDriver();
    for (const block of [
      '',
      '{',
      '[]',
      '{"system_authtoken":"secret"',
      'null',
      `{"system_authtoken":"${SYSTEM_SESSION}"}`,
    ]) {
      const { status, said } = await driver.askRaw(block);
      expect([status, said]).to.deep.equal([500, "splunkd's request to the broker is not valid."]);
    }
    expect(driver.stderr).to.equal('');
    expect((await driver.ask()).status).to.equal(200);
    await driver.end();
  });

  it('ends when what it reads is not the protocol, and says so in the log', async () => {
    const driver = newDriver();
    driver.write('GET / HTTP/1.1\r\n');
    await driver.end();
    expect(driver.exitCode).to.equal(1);
    expect(driver.stderr).to.equal('ERROR The input is not a packet for a persistent driver.\n');
  });

  it('ends without a word when splunkd is gone within a request', async () => {
    for (const cut of [
      '\x07',
      '\x071\n14\nmisp_br',
      '\x071\n14\nmisp_broker.sh0\n500\n{"system_authtoken":"x',
    ]) {
      const driver = newDriver();
      driver.write(cut);
      await driver.end();
      expect([driver.exitCode, driver.stdout, driver.stderr]).to.deep.equal([0, '', '']);
    }
  });

  it('says what to do where splunkd has no such endpoint', async () => {
    const without = await StandInSplunk.start({ without: ['default/restmap.conf'] });
    try {
      Object.assign(without.state.instances, splunk.state.instances);
      without.state.sessions[SEARCHER] = splunk.state.sessions[SEARCHER] ?? {
        username: '',
        capabilities: [],
      };
      const { failed, messages } = await without.search('mispgetioc misp_instance=misp eventid=2', {
        sessionKey: SEARCHER,
      });
      expect(failed).to.equal(true);
      expect(messages.at(-1)?.[1]).to.match(
        /^splunkd has no \/services\/misp_broker.*Restart Splunk.*misp_user/,
      );
    } finally {
      await without.close();
    }
  });

  const newDriver = () => new BrokerProcess(splunk, SEARCHER);
});
