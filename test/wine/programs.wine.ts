import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { buildApp, installApp } from '../support/app.ts';
import { type WineRun, WineSplunk } from './support/wine.ts';

function requestOf(args: readonly string[]): string {
  const metadata = JSON.stringify({
    action: 'getinfo',
    preview: false,
    searchinfo: { args, raw_args: args, search: '', maxresultrows: 50_000, splunkd_uri: '', session_key: '' },
  });
  return `chunked 1.0,${Buffer.byteLength(metadata)},0\n${metadata}`;
}

describe('The programs on Windows', () => {
  let splunk: WineSplunk;
  let posixHome: string;
  let posixBin: string;

  before(async () => {
    splunk = await WineSplunk.install();
    posixHome = await mkdtemp(join(tmpdir(), 'posix '));
    posixBin = join(await installApp(await buildApp(), posixHome), 'bin');
  });
  after(async () => {
    await splunk.remove();
    await rm(posixHome, { recursive: true });
  });

  const items = `<items><server_host>s</server_host><server_uri>https://127.0.0.1:1</server_uri><session_key>k</session_key>
<checkpoint_dir>c</checkpoint_dir><item name="misp_covid"><param name="start">nonsense</param></item></items>`;
  const runs: Readonly<Record<string, WineRun>> = {
    'mispgetioc: getinfo': { program: 'mispgetioc', input: requestOf(['misp_instance=a', 'last=1d']) },
    'mispgetioc: mistakes': { program: 'mispgetioc', input: requestOf(['misp_instance=a', 'lasst=1d']) },
    'mispsearch: getinfo': {
      program: 'mispsearch',
      input: requestOf(['misp_instance=a', 'field=indicator']),
    },
    'mispgetioc: no request': { program: 'mispgetioc' },
    'mispgetioc: no protocol': { program: 'mispgetioc', input: 'GET / HTTP/1.1\n\n' },
    'misp: --scheme': { program: 'misp', args: ['--scheme'] },
    'misp: --validate-arguments': { program: 'misp', args: ['--validate-arguments'], input: items },
    'misp: no settings': { program: 'misp', input: '' },
    'misp_alert_sighting: no payload': { program: 'misp_alert_sighting', args: ['--execute'] },
  };

  it('answer as they do on Linux, byte for byte, and end with the same code', async () => {
    const results = await splunk.run(...Object.values(runs));
    for (const [index, [name, { program, args = [], input = '' }]] of Object.entries(runs).entries()) {
      const expected = spawnSync(join(posixBin, `${program}.sh`), args, { input, encoding: 'utf8' });
      const { stdout, stderr, exitCode } = results[index] ?? {};
      expect({ stdout, stderr, exitCode }, name).to.deep.equal({
        stdout: expected.stdout,
        stderr: expected.stderr,
        exitCode: expected.status,
      });
    }
  });

  it('end within a few seconds when splunkd ends their cmd.exe, and lets go of nothing else', async () => {
    for (const program of ['misp', 'misp_alert_sighting', 'mispgetioc']) {
      const args = program.startsWith('misp_alert_') ? ['--execute'] : [];
      const { goneAfter } = await splunk.one({ program, args, killAfter: 1500 });
      // What does not see it never ends, since its input stays open.
      expect(goneAfter, program).to.be.within(1, 20_000);
    }
  });
});
