import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Row } from '../src/protocol/rows.ts';
import { TestCa } from './support/certificates.ts';
import { type MispServer, startMisp } from './support/misp/server.ts';
import { StandInSplunk } from './support/splunkd/splunk.ts';

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
    ]);
  });

  it('says version, user, role and rights of the key', async () => {
    const [row] = await status('misp_instance=plain');
    expect(row).to.include({
      version: '2.5.1',
      reachable: 'True',
      key_expires: 'never',
      misp_url: plain.url,
    });
    expect(row?.['role']).to.be.a('string');
    expect(row?.['user']).to.match(/@/);
    expect(row?.['organisation']).to.be.a('string');
    expect(row?.['rights']).to.include.members(['add', 'sighting']);
    expect(Number(row?.['warning_lists'])).to.be.above(0);
    expect(Math.abs(Number(row?.['clock_difference']))).to.be.at.most(1);
    expect(row).not.to.have.any.keys('error', 'certificate_days_left');
    const [reader] = await status('misp_instance=reader');
    expect([reader?.['rights'] ?? []].flat()).not.to.include('add');
  });

  it('says when the key expires', async () => {
    const [row] = await status('misp_instance=expiring');
    expect(Date.parse(String(row?.['key_expires']))).to.be.above(Date.now());
  });

  it('says how many days the certificate has left', async () => {
    const [row] = await status('misp_instance=secure');
    expect(row?.['reachable']).to.equal('True');
    expect(Number(row?.['certificate_days_left'])).to.be.within(0, 4000);
  });

  for (const [instance, error] of [
    ['untrusted', /certificate of .* is not trusted/],
    ['wrong', /refused the API key/],
    ['gone', /nothing answers at/],
    ['keyless', /has no API key/],
  ] as const) {
    it(`has the message that a search would fail with: ${instance}`, async () => {
      const [row] = await status(`misp_instance=${instance}`);
      expect(row?.['reachable']).to.equal('False');
      expect(row?.['error']).to.match(error);
      expect(row).not.to.have.any.keys('version', 'role');
    });
  }

  it('fails for an instance that there is not', async () => {
    const { failed, messages } = await splunk.search('| mispstatus misp_instance=plan');
    expect(failed).to.equal(true);
    expect(messages[0]?.[1]).to.match(/did you mean "plain"/);
  });
});
