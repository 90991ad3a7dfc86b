import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import { alertActions } from '../../src/alerts/table.ts';
import { commands } from '../../src/commands/table.ts';
import { programNames } from '../../src/generate/programs/names.ts';
import { WINDOWS } from '../../src/generate/programs/platforms.ts';
import { failureMetadata } from '../../src/protocol/failures.ts';
import { encodeHead } from '../../src/protocol/frame.ts';

const edition = fileURLToPath(new URL('../../build/editions/windows_x86_64/', import.meta.url));
const programs = programNames(WINDOWS);
const read = (path: string) => readFile(`${edition}${path}`, 'utf8');

/** How cmd.exe runs these files is tested in test/wine. */
describe('The edition for Windows', () => {
  it('has a starter for each command, input and alert action, which names it to the launcher', async () => {
    const files = [...programs, 'launcher'].map((name) => `${name}.cmd`);
    expect(await readdir(`${edition}bin`)).to.have.members([...files, 'no-node.txt']);
    for (const name of programs)
      expect(await read(`bin/${name}.cmd`)).to.equal(`@"%~dp0launcher.cmd" ${name} %*\r\n`);
  });

  it('has nothing but lines that end as cmd.exe has them end, and that AppInspect takes', async () => {
    for (const name of [...programs, 'launcher']) {
      const text = await read(`bin/${name}.cmd`);
      expect(text, name).to.match(/^([^\r\n]*\r\n)+$/);
      expect(text, name).not.to.match(/^@echo off/i);
    }
  });

  it('has these starters in its conf files, which differ from the others in nothing else', async () => {
    const confs = ['commands.conf', 'alert_actions.conf'];
    for (const conf of confs) {
      const posix = await readFile(new URL(`../../default/${conf}`, import.meta.url), 'utf8');
      expect(await read(`default/${conf}`)).to.equal(
        posix.replace(/^(filename|alert\.execute\.cmd)( = \w+)\.sh$/gm, '$1$2.cmd'),
      );
    }
    const text = (await Promise.all(confs.map((conf) => read(`default/${conf}`)))).join('');
    for (const name of [...Object.keys(commands), ...Object.keys(alertActions)])
      expect(text).to.include(` = ${name}.cmd\n`);
  });

  it('clears the variables that launcher.sh clears, and gives V8 the same flags', async () => {
    const posix = await readFile(new URL('../../bin/launcher.sh', import.meta.url), 'utf8');
    const [, cleared] = /^unset ((?:[A-Z0-9_]+ ?){10,})$/m.exec(posix) ?? [];
    const [, flags] = /^flags='(.+)'$/m.exec(posix) ?? [];
    const launcher = await read('bin/launcher.cmd');
    expect(launcher).to.include(`for %%v in (${cleared}) do set "%%v="`);
    expect(launcher).to.include(`set "flags=${flags}"`);
    expect(cleared).to.include('NODE_OPTIONS');
  });

  for (const [version, isTaken] of [
    ['v8.17.0', false],
    ['v19.9.0', false],
    ['v20.0.0', true],
    ['v100.0.0', true],
  ] as const) {
    it(`${isTaken ? 'takes' : 'refuses'} ${version}`, async () => {
      const [, script = ''] = /^"%~1" -e "([^"]+)" <nul/m.exec(await read('bin/launcher.cmd')) ?? [];
      const codes: unknown[] = [];
      runInNewContext(script, { process: { version, exit: (code: unknown) => codes.push(code) } });
      expect(codes).to.deep.equal([isTaken ? 0 : 1]);
    });
  }

  it('holds the answer of a command without Node.js, as commands fail a search', async () => {
    const answer = await read('bin/no-node.txt');
    const { error } = JSON.parse(answer.slice(answer.indexOf('\n') + 1)) as { error: string };
    expect(error).to.match(/needs Node\.js 20 or newer.*windows_x86_64.*SA_MISP_NODE/);
    expect(answer).to.equal(encodeHead(failureMetadata(error), 0).toString());
  });
});
