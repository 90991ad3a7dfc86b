import { copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { programNames } from '../../src/generate/programs/names.ts';
import { WINDOWS } from '../../src/generate/programs/platforms.ts';
import { failureMetadata } from '../../src/protocol/failures.ts';
import { encodeHead } from '../../src/protocol/frame.ts';
import { SYSTEM, type WineResult, WineSplunk, windowsPath } from './support/wine.ts';

const programs = programNames(WINDOWS);

/** In the place of main.js: says how it was started. Its exit code is the one that it is given. */
const TELLS = `const { EXIT_CODE = '0', ...env } = process.env;
console.log(JSON.stringify({ node: process.execPath, flags: process.execArgv, args: process.argv.slice(1), env }));
process.exit(Number(EXIT_CODE));
`;

interface Start {
  readonly node: string;
  readonly flags: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const startOf = ({ stdout }: WineResult) => JSON.parse(stdout) as Start;

describe('launcher.cmd', () => {
  let splunk: WineSplunk;
  const inHome = (path: string) => windowsPath(join(splunk.home, path));
  const atHome = (path: string) => join(splunk.home, path);

  before(async () => {
    splunk = await WineSplunk.install();
    await writeFile(join(splunk.app, 'bin/main.js'), TELLS);
    await mkdir(atHome('a b (c) & d!'));
    await copyFile(splunk.node, atHome('a b (c) & d!/node.exe'));
    await mkdir(atHome('broken'));
    await writeFile(atHome('broken/node.exe'), 'no program');
  });
  after(() => splunk.remove());

  it('starts the bundle for every program, with its name, its arguments, and the flags of V8', async () => {
    const args = ['--execute', 'a b', 'c&d'];
    const results = await splunk.run(...programs.map((program) => ({ program, args })));
    const launcher = await readFile(new URL('../../bin/launcher.sh', import.meta.url), 'utf8');
    const [, flags = ''] = /^flags='(.*)'$/m.exec(launcher) ?? [];
    for (const [index, result] of results.entries()) {
      expect(result.stderr).to.equal('');
      const start = startOf(result);
      expect(start.args).to.deep.equal([
        windowsPath(join(splunk.app, 'bin/main.js')),
        programs[index],
        ...args,
      ]);
      expect(start.flags).to.deep.equal(flags.split(' '));
      expect(start.node.toLowerCase()).to.equal(windowsPath(splunk.carriedNode).toLowerCase());
    }
  });

  it('passes the exit code on', async () => {
    const codes = [0, 1, 7, 255];
    const results = await splunk.run(
      ...codes.map((code) => ({ program: 'mispgetioc', env: { EXIT_CODE: String(code) } })),
    );
    expect(results.map(({ exitCode }) => exitCode)).to.deep.equal(codes);
  });

  it("keeps splunkd's Node settings from it, and the rest as it is", async () => {
    const env = {
      OPENSSL_CONF: 'C:\\Splunk\\openssl.cnf',
      NODE_OPTIONS: '--require C:\\nowhere.js',
      NODE_PATH: 'C:\\Splunk\\node_modules',
      NODE_TLS_REJECT_UNAUTHORIZED: '0',
    };
    const { env: given } = startOf(
      await splunk.one({ program: 'mispgetioc', env: { ...env, OTHER: 'a!b (c)' } }),
    );
    expect(given).not.to.have.any.keys(...Object.keys(env));
    expect(given).to.include({ OTHER: 'a!b (c)', SPLUNK_HOME: inHome('') });
  });

  it('keeps compiled code below var/run of SPLUNK_HOME, where there is such a folder', async () => {
    const cache = async () => startOf(await splunk.one({ program: 'mispgetioc' })).env['NODE_COMPILE_CACHE'];
    expect(await cache()).to.equal(undefined);
    await mkdir(atHome('var/run'), { recursive: true });
    expect(await cache()).to.equal(inHome('var\\run\\SA-misp'));
  });

  it('takes the Node.js of SA_MISP_NODE first, with or without quotation marks, if it is new enough', async () => {
    const own = inHome('a b (c) & d!\\node.exe');
    const results = await splunk.run(
      ...[own, `"${own}"`, inHome('broken\\node.exe'), 'C:\\nowhere\\node.exe'].map((SA_MISP_NODE) => ({
        program: 'mispgetioc',
        env: { SA_MISP_NODE },
      })),
    );
    const carried = windowsPath(splunk.carriedNode);
    expect(results.map((one) => startOf(one).node)).to.deep.equal([own, own, carried, carried]);
  });

  describe('without the Node.js that it carries', () => {
    before(() => rename(splunk.carriedNode, `${splunk.carriedNode}.away`));
    after(() => rename(`${splunk.carriedNode}.away`, splunk.carriedNode));

    it('takes the first of PATH that runs, whatever its folders are called', async () => {
      const [good, broken] = [inHome('a b (c) & d!'), inHome('broken')];
      const paths = [`${SYSTEM};${broken};${good}`, `"${good}";${SYSTEM}`, `${good}\\;${SYSTEM}`];
      const results = await splunk.run(...paths.map((PATH) => ({ program: 'mispgetioc', env: { PATH } })));
      for (const result of results)
        expect(startOf(result).node.replaceAll('\\\\', '\\')).to.equal(`${good}\\node.exe`);
    });

    it('answers a command so that splunkd fails the search, byte for byte, and reads what it can', async () => {
      const metadata = JSON.stringify({ action: 'getinfo', searchinfo: { args: ['é'.repeat(1000)] } });
      const getinfo = `chunked 1.0,${Buffer.byteLength(metadata)},0\n${metadata}`;
      for (const input of [getinfo, getinfo.repeat(50), '']) {
        const { stdout, stderr, exitCode } = await splunk.one({ program: 'mispgetioc', input });
        const { error } = JSON.parse(stdout.slice(stdout.indexOf('\n') + 1)) as { error: string };
        expect(error).to.match(/^MISP for Splunk needs Node\.js 20 or newer, but none was found\. Install/);
        expect(stdout).to.equal(encodeHead(failureMetadata(error), 0).toString());
        expect(stderr).to.match(/^ERROR MISP for Splunk needs Node\.js 20[^\n]*\r\n$/);
        expect(exitCode).to.equal(1);
      }
    });

    it('names those that it found on standard error', async () => {
      const { stderr } = await splunk.one({
        program: 'mispgetioc',
        env: { PATH: `${SYSTEM};${inHome('broken')}` },
      });
      // Wine expands what is between exclamation marks twice, and loses them.
      const broken = inHome('broken\\node.exe').replaceAll('!', '');
      expect(stderr).to.include(`Found: ${broken}, which is older or does not run.`);
    });

    it('gives one line on standard error for programs that are no commands', async () => {
      const others = programs.filter((name) => name === 'misp' || name.startsWith('misp_alert_'));
      expect(others).to.have.length(4);
      for (const result of await splunk.run(...others.map((program) => ({ program, args: ['--execute'] })))) {
        expect(result).to.include({ stdout: '', exitCode: 1 });
        expect(result.stderr).to.match(/^ERROR MISP for Splunk needs Node\.js 20[^\n]*\r\n$/);
      }
    });
  });
});
