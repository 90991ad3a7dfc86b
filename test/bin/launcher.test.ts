import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { readFrames } from '../../src/protocol/frame.ts';
import { collect, frameOf, slices } from '../support/slices.ts';

const BIN = fileURLToPath(new URL('../../bin', import.meta.url));
const OWN = `${platform()}_${arch() === 'x64' ? 'x86_64' : 'aarch64'}`;
const GETINFO = frameOf({ action: 'getinfo', searchinfo: { args: [] } });

/** A stand-in for Node.js that says which it is and what it was given. */
function fakeNode(version: string): string {
  return `#!/bin/sh
if [ "$1" = --version ]; then echo ${version}; exit; fi
echo "$0|$LD_LIBRARY_PATH|$OPENSSL_CONF|$NODE_OPTIONS|$NODE_PATH|$NODE_TLS_REJECT_UNAUTHORIZED"
for word in "$@"; do echo "$word"; done
exit 7
`;
}

describe('The launcher', () => {
  let folder: string;
  let app: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'launcher test '));
    app = join(folder, 'SA-misp');
    await mkdir(app);
    await cp(BIN, join(app, 'bin'), { recursive: true });
    await writeFile(join(app, 'bin/main.js'), '');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const node = async (path: string, version: string) => {
    const file = join(folder, path);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, fakeNode(version));
    await chmod(file, 0o755);
    return file;
  };
  /** No Node.js but those of the test: PATH holds what a shell needs, and nothing else of that name. */
  const run = async (
    env: NodeJS.ProcessEnv,
    program = join(app, 'bin/mispgetioc.sh'),
    args: string[] = [],
  ) => {
    const tools = join(folder, 'tools');
    await mkdir(tools, { recursive: true });
    for (const tool of ['dirname', 'uname', 'tr', 'dd', 'sh', 'env']) {
      await symlink(`/usr/bin/${tool}`, join(tools, tool)).catch(() => undefined);
    }
    // The usual places are the machine's own: they are looked at last, and here never.
    const child = spawn(program, args, { env: { PATH: tools, SA_MISP_USUAL_PLACES: '', ...env }, cwd: '/' });
    child.stdin.end(GETINFO);
    child.stdin.on('error', () => undefined);
    const [stdout, stderr, [code]] = await Promise.all([
      collect<Buffer>(child.stdout),
      collect<Buffer>(child.stderr),
      once(child, 'exit') as Promise<[number]>,
    ]);
    return { stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString(), code };
  };

  it('takes the Node.js that SA_MISP_NODE names before all others, and passes on its exit code', async () => {
    const mine = await node('mine/node', 'v20.1.0');
    await node(`SA-misp/${OWN}/bin/node`, 'v24.0.0');
    const { stdout, code } = await run({ SA_MISP_NODE: mine });
    expect(stdout.toString()).to.match(new RegExp(`^${mine}\\|`));
    expect(code).to.equal(7);
  });

  it("takes the app's own before that of PATH", async () => {
    await node(`SA-misp/${OWN}/bin/node`, 'v24.0.0');
    await node('path/node', 'v22.0.0');
    const { stdout } = await run({ PATH: `${join(folder, 'path')}:${join(folder, 'tools')}` });
    expect(stdout.toString().split('|')[0]).to.contain(`${OWN}/bin/node`);
  });

  it("does not take the app's own of another kind of machine", async () => {
    await node('SA-misp/plan9_mips/bin/node', 'v24.0.0');
    const found = await node('path/node', 'v22.0.0');
    const { stdout } = await run({ PATH: `${join(folder, 'path')}:${join(folder, 'tools')}` });
    expect(stdout.toString().split('|')[0]).to.equal(found);
  });

  it('passes over those in PATH that are too old', async () => {
    await node('old/node', 'v18.19.0');
    const found = await node('new/node', 'v20.0.0');
    const { stdout } = await run({
      PATH: [join(folder, 'old'), join(folder, 'new'), join(folder, 'tools')].join(':'),
    });
    expect(stdout.toString().split('|')[0]).to.equal(found);
  });

  it("keeps splunkd's environment from it, and hands over name and arguments", async () => {
    const mine = await node('mine/node', 'v20.1.0');
    const { stdout } = await run(
      {
        SA_MISP_NODE: mine,
        LD_LIBRARY_PATH: '/opt/splunk/lib',
        OPENSSL_CONF: 'x',
        NODE_OPTIONS: '--inspect',
        NODE_PATH: 'x',
        NODE_TLS_REJECT_UNAUTHORIZED: '0',
      },
      join(app, 'bin/mispgetioc.sh'),
      ['an argument', 'two'],
    );
    const [environment, ...words] = stdout.toString().trim().split('\n');
    expect(environment).to.equal(`${mine}|||||`);
    expect(words.slice(-4)).to.deep.equal([join(app, 'bin/main.js'), 'mispgetioc', 'an argument', 'two']);
  });

  it('works when it is started through a link to the app', async () => {
    const mine = await node('mine/node', 'v20.1.0');
    await symlink(app, join(folder, 'linked'));
    const { code } = await run({ SA_MISP_NODE: mine }, join(folder, 'linked/bin/mispgetioc.sh'));
    expect(code).to.equal(7);
  });

  it('answers in the protocol when there is no Node.js, and says what there was', async () => {
    await node('old/node', 'v14.21.3');
    const { stdout, code } = await run({ PATH: `${join(folder, 'old')}:${join(folder, 'tools')}` });
    const [answer] = await collect(readFrames(slices(stdout, 1000)));
    const { messages } = answer?.metadata['inspector'] as { messages: [string, string][] };
    expect(messages).to.have.length(1);
    expect(messages[0]?.[0]).to.equal('ERROR');
    expect(messages[0]?.[1]).to.match(/needs Node\.js 20 or newer.*v14\.21\.3 at .*old\/node;.*SA_MISP_NODE/);
    expect(answer?.metadata['finished']).to.equal(true);
    expect(code).to.equal(1);
  });

  it('says it in a line of the log for what is no search command', async () => {
    const { stdout, stderr, code } = await run({}, join(app, 'bin/launcher.sh'), ['misp_alert_sighting']);
    expect(stdout.toString()).to.equal('');
    expect(stderr).to.match(/^ERROR MISP for Splunk needs Node\.js 20 or newer/);
    expect(code).to.equal(1);
  });
});
