import { mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { failureMetadata } from '../../src/protocol/failures.ts';
import { type Ended, LauncherApp, printed } from './app.ts';

const PLATFORM = `linux_${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}`;

describe('launcher.sh', () => {
  let app: LauncherApp;
  let shim: string;

  beforeEach(async () => {
    app = await LauncherApp.make();
    shim = join(app.bin, 'mispgetioc.sh');
  });

  afterEach(() => app.remove());

  describe('choosing a Node.js', () => {
    it('takes the one of SA_MISP_NODE before all others', async () => {
      const override = await app.fakeNode('my own/node', 'v22.1.0');
      await app.fakeNode(`SA-misp/${PLATFORM}/bin/node`, 'v24.0.0');
      await app.fakeNode('tools/node', 'v20.0.0');
      const ended = await app.run(shim, { env: { SA_MISP_NODE: override } });
      expect(printed(ended, 'node')).to.deep.equal([override]);
    });

    it('takes the one it carries before that of PATH', async () => {
      await app.fakeNode(`SA-misp/${PLATFORM}/bin/node`, 'v24.0.0');
      await app.fakeNode('tools/node', 'v20.0.0');
      expect(printed(await app.run(shim), 'node')[0]).to.match(new RegExp(`/${PLATFORM}/bin/node$`));
    });

    it('does not ask the one it carries for its version, where it is sure to run', async function () {
      if (process.platform !== 'linux' || (await hasVersionedLibc())) this.skip();
      await app.fakeNode(`SA-misp/${PLATFORM}/bin/node`, 'v24.0.0');
      await app.run(shim);
      expect(await app.asked()).to.deep.equal([]);
    });

    it('passes over one that it carries for another machine', async () => {
      await app.fakeNode('SA-misp/linux_other/bin/node', 'exit 126');
      const fromPath = await app.fakeNode('tools/node', 'v20.0.0');
      expect(printed(await app.run(shim), 'node')).to.deep.equal([fromPath]);
    });

    it('takes the first of PATH that is new enough, and asks each once', async () => {
      const old = await app.fakeNode('a/node', 'v14.21.3');
      const broken = await app.fakeNode('b/node', 'exit 1');
      await mkdir(join(app.root, 'c/node'), { recursive: true });
      const good = await app.fakeNode('d/node', 'v20.0.0');
      const better = await app.fakeNode('e/node', 'v24.0.0');
      const path = ['a', 'b', 'c', 'd', 'e'].map((folder) => join(app.root, folder));
      const ended = await app.run(shim, { env: { PATH: [...path, app.tools].join(':') } });
      expect(printed(ended, 'node')).to.deep.equal([good]);
      expect([...new Set(await app.asked())])
        .to.deep.equal([old, broken, good])
        .and.not.include(better);
    });

    it('takes none of the folder that it is started in, whatever PATH says', async () => {
      await app.fakeNode('node', 'v24.0.0');
      const fromPath = await app.fakeNode('tools/node', 'v20.0.0');
      for (const here of ['.', '', './', 'tools/..']) {
        const ended = await app.run(shim, { cwd: app.root, env: { PATH: `${here}:${app.tools}` } });
        expect(printed(ended, 'node'), here).to.deep.equal([fromPath]);
      }
    });

    it('goes on when SA_MISP_NODE is too old', async () => {
      const override = await app.fakeNode('old/node', 'v18.20.0');
      const fromPath = await app.fakeNode('tools/node', 'v20.0.0');
      const ended = await app.run(shim, { env: { SA_MISP_NODE: override } });
      expect(printed(ended, 'node')).to.deep.equal([fromPath]);
    });

    for (const [version, taken] of [
      ['v8.17.0', false],
      ['v19.9.0', false],
      ['v20.0.0', true],
      ['v100.0.0', true],
    ] as const) {
      it(`${taken ? 'takes' : 'refuses'} ${version}`, async () => {
        await app.fakeNode('tools/node', version);
        expect(printed(await app.run(shim), 'node')).to.have.length(taken ? 1 : 0);
      });
    }
  });

  describe('starting it', () => {
    it('gives it the bundle, the name of the command and all arguments as they are', async () => {
      await app.fakeNode('tools/node', 'v20.0.0');
      const args = ['a b', '', '$HOME "x"'];
      const given = printed(await app.run(shim, { args }), 'argument').filter((one) => !one.startsWith('--'));
      expect(given).to.deep.equal([join(app.bin, 'main.js'), 'mispgetioc', ...args]);
    });

    it('is replaced by it: the process stays the same, so that signals reach it', async () => {
      await app.fakeNode('tools/node', 'v20.0.0', 'echo "process=$$"');
      const ended = await app.run(shim);
      expect(printed(ended, 'process')).to.deep.equal([String(ended.pid)]);
    });

    it('passes its exit code on', async () => {
      await app.fakeNode('tools/node', 'v20.0.0', 'exit 7');
      expect((await app.run(shim)).exitCode).to.equal(7);
    });

    it('passes the signal on that ended it', async () => {
      await app.fakeNode('tools/node', 'v20.0.0', 'kill -TERM $$');
      expect((await app.run(shim)).signal).to.equal('SIGTERM');
    });

    it("keeps splunkd's libraries and Node settings from it", async () => {
      await app.fakeNode('tools/node', 'v20.0.0');
      const cleared = {
        LD_LIBRARY_PATH: '/opt/splunk/lib',
        OPENSSL_CONF: '/opt/splunk/openssl/openssl.cnf',
        NODE_OPTIONS: '--require /nowhere.js',
        NODE_PATH: '/opt/splunk/lib/node_modules',
        NODE_TLS_REJECT_UNAUTHORIZED: '0',
        NODE_EXTRA_CA_CERTS: '/tmp/ca.pem',
        NODE_V8_COVERAGE: '/tmp/coverage',
        NODE_REDIRECT_WARNINGS: '/tmp/warnings',
        SSL_CERT_FILE: '/tmp/ca.pem',
        SSL_CERT_DIR: '/tmp',
        SSLKEYLOGFILE: '/tmp/keys',
      };
      const ended = await app.run(shim, { env: { ...cleared, SPLUNK_HOME: '/opt/splunk' } });
      for (const name of Object.keys(cleared)) expect(printed(ended, name), name).to.deep.equal([]);
      expect(printed(ended, 'SPLUNK_HOME')).to.deep.equal(['/opt/splunk']);
    });

    it('lets it leave no core file, which would hold keys', async () => {
      await app.fakeNode('tools/node', 'v20.0.0', 'echo "core=$(ulimit -c)"');
      expect(printed(await app.run(shim), 'core')).to.deep.equal(['0']);
    });

    it('asks for versions without them too', async () => {
      await app.fakeNode('tools/node', '[ -z "$LD_LIBRARY_PATH" ] && echo v20.0.0');
      const ended = await app.run(shim, { env: { LD_LIBRARY_PATH: '/opt/splunk/lib' } });
      expect(printed(ended, 'node')).to.have.length(1);
    });

    it('keeps compiled code below var/run of SPLUNK_HOME, where there is such a folder', async () => {
      await app.fakeNode('tools/node', 'v20.0.0');
      const env = { SPLUNK_HOME: app.root };
      expect(printed(await app.run(shim, { env }), 'NODE_COMPILE_CACHE')).to.deep.equal([]);
      await mkdir(join(app.root, 'var/run'), { recursive: true });
      const ended = await app.run(shim, { env });
      expect(printed(ended, 'NODE_COMPILE_CACHE')).to.deep.equal([join(app.root, 'var/run/SA-misp')]);
    });
  });

  describe('being started', () => {
    beforeEach(() => app.fakeNode('tools/node', 'v20.0.0'));

    it('works by a symbolic link', async () => {
      const link = join(app.root, 'link.sh');
      await symlink(shim, link);
      expect(printed(await app.run(link), 'argument')).to.include('mispgetioc');
    });

    it('works by a relative symbolic link, itself linked to', async () => {
      await symlink('SA-misp/bin/mispgetioc.sh', join(app.root, 'one.sh'));
      await symlink('one.sh', join(app.root, 'two.sh'));
      expect(printed(await app.run('./two.sh', { cwd: app.root }), 'argument')).to.include('mispgetioc');
    });

    it('works when the folder of the app is a link', async () => {
      await symlink(join(app.root, 'SA-misp'), join(app.root, 'linked app'));
      const ended = await app.run(join(app.root, 'linked app/bin/mispgetioc.sh'));
      expect(printed(ended, 'argument')).to.include(join(app.root, 'linked app/bin/main.js'));
    });

    it('works from any folder', async () => {
      for (const [program, cwd] of [
        ['./mispgetioc.sh', app.bin],
        ['SA-misp/bin/mispgetioc.sh', app.root],
        [shim, '/'],
      ] as const) {
        expect(printed(await app.run(program, { cwd }), 'argument'), program).to.include('mispgetioc');
      }
    });
  });

  describe('without a usable Node.js', () => {
    const metadata = JSON.stringify({ action: 'getinfo', searchinfo: { args: ['é'.repeat(40_000)] } });
    const getinfo = `chunked 1.0,${Buffer.byteLength(metadata)},0\n${metadata}`;

    it('answers a command in the protocol, after reading all that splunkd asked', async () => {
      const ended = await app.run(shim, { input: getinfo });
      expect(ended.stderr).to.equal('');
      expect(ended.exitCode).to.equal(1);
      expect(errorOf(ended)).to.match(
        /^MISP for Splunk needs Node\.js 20 or newer, but none was found\. Install/,
      );
      expect(errorOf(ended)).to.include('linux_x86_64').and.include('SA_MISP_NODE in splunk-launch.conf');
    });

    it('says which it found', async () => {
      const old = await app.fakeNode('tools/node', 'v14.0.0');
      expect(errorOf(await app.run(shim, { input: getinfo }))).to.include(`Found: v14.0.0 at ${old};`);
    });

    it('says why one does not run, whatever is in its message', async () => {
      const why = 'GLIBC_2.28 not found "quoted" \\ back ÄÖ';
      const broken = await app.fakeNode('tools/node', `printf '%s\\n' '${why}' two >&2; exit 1`);
      const text = errorOf(await app.run(shim, { input: getinfo }));
      expect(text).to.include(`${broken}, which does not run (GLIBC_2.28 not found quoted  back  two);`);
    });

    it('answers even when nothing was asked', async () => {
      expect(errorOf(await app.run(shim))).to.match(/needs Node\.js 20/);
    });

    for (const name of ['misp', 'misp_alert_create_event']) {
      it(`gives one line on standard error for ${name}, which is no command`, async () => {
        const ended = await app.run(join(app.bin, 'launcher.sh'), { args: [name, '--scheme'] });
        expect(ended.stderr).to.match(/^ERROR MISP for Splunk needs Node\.js 20[^\n]*\n$/);
        expect(ended).to.include({ stdout: '', exitCode: 1 });
      });
    }
  });
});

/** The message of a well-formed answer: one frame, lengths in bytes, nothing after it. */
function errorOf({ stdout }: Ended): string {
  const [, head = '', length, json = ''] = /^(chunked 1\.0,(\d+),0\n)([^]*)$/.exec(stdout) ?? [];
  expect(head, stdout).to.not.equal('');
  expect(Buffer.byteLength(json)).to.equal(Number(length));
  const { error } = JSON.parse(json) as { error: string };
  // Byte for byte, as the commands themselves fail a search.
  expect(json).to.equal(JSON.stringify(failureMetadata(error)));
  return error;
}

async function hasVersionedLibc(): Promise<boolean> {
  const folders = ['/lib64', '/lib/x86_64-linux-gnu', '/lib/aarch64-linux-gnu'];
  const files = await Promise.all(folders.map((folder) => readdir(folder).catch(() => [])));
  return files.flat().some((file) => /^libc-2\..*\.so$/.test(file));
}
