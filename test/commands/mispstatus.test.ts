import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { TestCa } from '../support/certificates.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { until } from '../support/until.ts';

describe('mispstatus', () => {
  let splunk: StandInSplunk;
  let plain: MispServer;
  let secure: MispServer;
  const folder = mkdtempSync(join(tmpdir(), 'mispstatus-'));

  before(async () => {
    const ca = new TestCa('Invented CA');
    writeFileSync(join(folder, 'ca.pem'), ca.pem);
    plain = await startMisp();
    secure = await startMisp({ tls: ca.issue('localhost') });
    const secureUrl = secure.url.replace('127.0.0.1', 'localhost');
    splunk = await StandInSplunk.start({
      instances: {
        plain: { misp_url: plain.url },
        reader: { misp_url: plain.url },
        expiring: { misp_url: plain.url },
        secure: { misp_url: secureUrl, misp_ca_path: join(folder, 'ca.pem') },
        untrusted: { misp_url: secureUrl },
        wrong: { misp_url: plain.url },
        gone: { misp_url: 'http://127.0.0.1:9' },
        keyless: { misp_url: plain.url },
        fileless: { misp_url: secureUrl, misp_ca_path: join(folder, 'none.pem') },
        nowhere: { misp_url: 'misp.example' },
        off: { misp_url: plain.url, disabled: true },
      },
      secrets: {
        'plain.misp_key': plain.keys['automation'] ?? '',
        'reader.misp_key': plain.keys['readonly'] ?? '',
        'expiring.misp_key': plain.keys['expiresLater'] ?? '',
        'secure.misp_key': secure.keys['automation'] ?? '',
        'untrusted.misp_key': secure.keys['automation'] ?? '',
        'wrong.misp_key': 'wrong'.padEnd(40, 'x'),
        'gone.misp_key': 'any'.padEnd(40, 'x'),
        'fileless.misp_key': secure.keys['automation'] ?? '',
        'nowhere.misp_key': 'any'.padEnd(40, 'x'),
      },
    });
  });
  after(async () => {
    await splunk.close();
    await plain.close();
    await secure.close();
    rmSync(folder, { recursive: true });
  });

  async function status(options = ''): Promise<readonly Row[]> {
    const { rows, messages, failed } = await splunk.search(`| mispstatus ${options}`.trim());
    expect(messages).to.deep.equal([]);
    expect(failed).to.equal(false);
    return rows;
  }

  it('gives a row for each instance that is not disabled, errors too, without waiting for anything', async () => {
    const started = performance.now();
    const rows = await status();
    expect(performance.now() - started).to.be.below(10_000);
    expect(rows.map((row) => `${String(row['misp_instance'])} ${String(row['reachable'])}`)).to.deep.equal([
      'plain True',
      'reader True',
      'expiring True',
      'secure True',
      'untrusted False',
      'wrong False',
      'gone False',
      'keyless False',
      'fileless False',
      'nowhere False',
    ]);
  });

  it('says version, user, role and rights of the key', async () => {
    const [row] = await status('misp_instance=plain');
    expect(row).to.include({
      version: '2.5.1',
      reachable: 'True',
      key_expires: 'never',
      misp_url: plain.url,
      user: 'automation@csirt.example',
      organisation: 'EXAMPLE-CSIRT',
      role: 'Sync user',
      warning_lists: String(plain.store.warninglists.filter(({ enabled }) => enabled).length),
    });
    expect(row?.['rights'])
      .to.include.members(['add', 'sighting'])
      .and.not.to.include.members(['site_admin']);
    expect(Math.abs(Number(row?.['clock_difference']))).to.be.at.most(1);
    expect(row).not.to.have.any.keys('error', 'certificate_days_left');
    const [reader] = await status('misp_instance=reader');
    expect(reader).to.deep.include({ role: 'Read Only', rights: ['audit', 'auth'] });
  });

  it('says how far the clock of MISP is ahead', async () => {
    for (const ahead of [90, -3600]) {
      plain.faults.push({
        kind: 'status',
        status: 200,
        path: '/servers/getVersion',
        headers: {
          'Content-Type': 'application/json',
          Date: new Date(Date.now() + ahead * 1000).toUTCString(),
        },
        body: '{"version": "2.5.1"}',
      });
      const [row] = await status('misp_instance=plain');
      expect(Number(row?.['clock_difference'])).to.be.closeTo(ahead, 2);
    }
  });

  it('tests a disabled instance that is named', async () => {
    splunk.state.secrets['off.misp_key'] = plain.keys['readonly'] ?? '';
    const [row] = await status('misp_instance=off');
    expect(row).to.include({ misp_instance: 'off', reachable: 'True', role: 'Read Only' });
    Reflect.deleteProperty(splunk.state.secrets, 'off.misp_key');
  });

  it('tests settings before they are saved, with the secrets of the instance where none are typed', async () => {
    const name = '_test_1795500000000_a1b2';
    const { instances, secrets } = splunk.state;
    instances[name] = { misp_url: `${plain.url}/`, disabled: '1', test_of: 'plain' };
    expect((await status(`misp_instance=${name}`))[0]).to.include({ reachable: 'True', role: 'Sync user' });
    secrets[`${name}.misp_key`] = plain.keys['readonly'] ?? '';
    expect((await status(`misp_instance=${name}`))[0]).to.include({ reachable: 'True', role: 'Read Only' });
    secrets[`${name}.misp_key`] = 'wrong'.padEnd(40, 'x');
    expect((await status(`misp_instance=${name}`))[0]?.['error']).to.match(/refused the API key/);
    // Nobody else gets to see it.
    expect((await status()).map((row) => row['misp_instance'])).not.to.include(name);
    const { messages } = await splunk.search('| mispgetioc misp_instance=_tset last=1d');
    expect(messages.map(([, text]) => text).join()).not.to.include(name);
    Reflect.deleteProperty(instances, name);
    Reflect.deleteProperty(secrets, `${name}.misp_key`);
  });

  it('takes the secrets of no other instance for one that is saved', async () => {
    splunk.state.instances['other'] = { misp_url: plain.url, test_of: 'plain' };
    expect((await status('misp_instance=other'))[0]?.['error']).to.match(/has no API key/);
    Reflect.deleteProperty(splunk.state.instances, 'other');
  });

  it('waits for no retry, and not for one instance after the other', async () => {
    const slow = await startMisp();
    for (const name of ['slow_1', 'slow_2', 'slow_3']) {
      splunk.state.instances[name] = { misp_url: slow.url, read_timeout: 2, retry_timeout: 60 };
      splunk.state.secrets[`${name}.misp_key`] = slow.keys['automation'] ?? '';
    }
    slow.faults.push({ kind: 'hang', times: 3 });
    const running = status('misp_instance=slow_1,slow_2,slow_3,plain');
    await until('one is asked', () => slow.requests.length > 0);
    const started = performance.now();
    await until('all are asked', () => slow.requests.length === 3);
    // One after the other, the last would be asked after twice read_timeout.
    expect(performance.now() - started).to.be.below(3500);
    const rows = await running;
    expect(slow.requests, 'no retry').to.have.length(3);
    await slow.close();
    expect(rows.map((row) => row['misp_instance'])).to.deep.equal(['slow_1', 'slow_2', 'slow_3', 'plain']);
    expect(rows.map((row) => row['reachable'])).to.deep.equal(['False', 'False', 'False', 'True']);
    expect(rows[0]?.['error']).to.match(/did not respond within 2 seconds/);
    for (const { misp_instance: name } of rows.slice(0, 3))
      Reflect.deleteProperty(splunk.state.instances, String(name));
  });

  it('says that MISP is in maintenance, or that its database is down', async () => {
    plain.state.maintenance = true;
    expect((await status('misp_instance=plain'))[0]?.['error']).to.match(/maintenance mode/);
    plain.state.maintenance = false;
    plain.state.databaseDown = true;
    expect((await status('misp_instance=plain'))[0]?.['error']).to.match(/MISP failed/);
    plain.state.databaseDown = false;
  });

  it('says when the key expires', async () => {
    const [row] = await status('misp_instance=expiring');
    expect(row).to.include({ key_expires: '2027-06-30T00:00:00+00:00', role: 'User' });
  });

  it('says how many days the certificate has left', async () => {
    const [row] = await status('misp_instance=secure');
    expect(row?.['reachable']).to.equal('True');
    // It was issued for a day.
    expect(row?.['certificate_days_left']).to.equal('0');
    expect(secure.requests.filter((one) => one.method === 'HEAD' && one.headers.authorization)).to.deep.equal(
      [],
    );
  });

  for (const [instance, error] of [
    ['untrusted', /certificate of .* is not trusted/],
    ['wrong', /refused the API key/],
    ['gone', /nothing answers at/],
    ['keyless', /has no API key/],
    ['fileless', /the file .*none\.pem of misp_ca_path cannot be read/],
    ['nowhere', /misp_url must begin with https/],
  ] as const) {
    it(`has the message that a search would fail with: ${instance}`, async () => {
      const [row] = await status(`misp_instance=${instance}`);
      expect(row?.['reachable']).to.equal('False');
      expect(row?.['error']).to.match(error);
      expect(row).not.to.have.any.keys('version', 'role', 'rights', 'key_expires');
      expect(Number(row?.['_time'])).to.be.closeTo(Date.now() / 1000, 60);
    });
  }

  it('says how many days a certificate has left that is not checked', async () => {
    splunk.state.instances['lax'] = { misp_url: secure.url, misp_verifycert: false };
    splunk.state.secrets['lax.misp_key'] = secure.keys['automation'] ?? '';
    expect((await status('misp_instance=lax'))[0]).to.include({
      reachable: 'True',
      certificate_days_left: '0',
    });
    delete splunk.state.instances['lax'];
  });

  it('holds no key, whatever comes of it', async () => {
    const result = await splunk.search('| mispstatus');
    for (const secret of Object.values(splunk.state.secrets))
      expect(JSON.stringify(result)).not.to.include(secret);
  });

  it('fails for an instance that there is not', async () => {
    const { failed, messages } = await splunk.search('| mispstatus misp_instance=plan');
    expect(failed).to.equal(true);
    expect(messages[0]?.[1]).to.match(/did you mean "plain"/);
  });
});
