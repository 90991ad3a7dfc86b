import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { commands } from '../../src/commands/table.ts';
import { parseConf } from '../stand-ins/splunk/conf.ts';
import { type Block, blocksOf, columnsOf, commandLines, documentationPages } from './blocks.ts';
import { inlineSearches, unknownOptions } from './inline.ts';
import { printed, type SplunkForDocs, splunkForDocs } from './splunk-for-docs.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

/** Scripts that the test runs as documented. Of the others, which take minutes or serve until they are stopped, it checks the flags. */
const RUN = ['search', 'input', 'demo'];
/** npm's own. */
const OF_NPM = ['npm ci', 'npm test'];
/** A folder of the examples, which the test replaces by one of its own. */
const STATE = '/tmp/misp-state';
/** What begins so is a command, and its block names its language. */
const COMMAND = /^\s*(?:\||`|index=|… \||npm |npx |node |curl |splunk |bash |export )/;

const blocks = documentationPages().flatMap(blocksOf);
const named = (block: Block) => `${block.page}:${block.line}`;
const ofLanguage = (language: string) => blocks.filter((block) => block.language === language);
const isRun = ({ notRun }: Block) => notRun === undefined;

describe('The examples of the documentation', () => {
  it('name the language of each command', () => {
    const unnamed = ofLanguage('').filter(({ text }) => COMMAND.test(text));
    expect(unnamed.map(named)).to.deep.equal([]);
    const known = ['', 'bash', 'spl', 'json', 'conf', 'mermaid'];
    expect(blocks.filter(({ language }) => !known.includes(language)).map(named)).to.deep.equal([]);
  });

  it('are found in the text', () => {
    expect(documentationPages().flatMap(inlineSearches)).to.have.length.above(20);
    expect(unknownOptions('| mispgetioc lsat=1d | mispsearhc field=x')).to.deep.equal([
      'mispgetioc: Unknown option "lsat": did you mean "last"?',
      'mispsearhc: no such command',
    ]);
  });

  for (const page of documentationPages())
    it(`use options that the commands have, in the text, too: ${page}`, () => {
      const searches = inlineSearches(page);
      expect(
        searches.flatMap((search) => unknownOptions(search).map((mistake) => `${search}: ${mistake}`)),
      ).to.deep.equal([]);
    });

  it('use options that the commands have, in the help of the search bar, too', () => {
    const searches = Object.values(commands).flatMap(({ examples }) => examples.map(({ search }) => search));
    expect(searches).to.have.length.above(10);
    expect(searches.flatMap(unknownOptions)).to.deep.equal([]);
  });

  for (const block of ofLanguage('conf'))
    it(`are conf files: ${named(block)}`, () => {
      expect(parseConf(block.text).size).to.be.above(0);
    });

  for (const block of ofLanguage('json'))
    it(`are JSON: ${named(block)}`, () => {
      expect(() => JSON.parse(block.text) as unknown).not.to.throw();
    });

  describe('in a search bar', () => {
    let splunk: SplunkForDocs;
    before(async () => {
      splunk = await splunkForDocs();
    });
    after(() => splunk.close());

    for (const block of ofLanguage('spl').filter(isRun))
      it(`run, and return the columns that are shown: ${named(block)}`, async () => {
        const rows = await splunk.search(block.text.trim());
        if (block.output === undefined) return;
        const shown = columnsOf(block.output);
        if (shown) expect(columnsOf(printed(rows))).to.deep.equal(shown);
        else expect(rows[0]).to.have.all.keys(Object.keys(JSON.parse(block.output) as object));
      });
  });

  describe('in a shell', () => {
    let state: string;
    before(async () => {
      state = await mkdtemp(join(tmpdir(), 'misp-state-'));
    });
    after(() => rm(state, { recursive: true }));

    for (const block of ofLanguage('bash').filter(isRun))
      for (const line of commandLines(block).flatMap((one) => one.split(/\s*&&\s*/)))
        if (runs(line))
          it(`run, and print the columns that are shown: ${line} (${named(block)})`, async () => {
            const stdout = await shell(line.replaceAll(STATE, state));
            const shown = columnsOf(block.output ?? '');
            if (shown) expect(columnsOf(stdout)).to.deep.equal(shown);
          });

    for (const [line, name] of documentedScripts())
      it(`have the flags that are shown: ${line}`, async () => {
        const script = scriptOf(line);
        expect(script, 'a script of package.json or a file').not.to.equal(undefined);
        const flags = [...line.matchAll(/(?<=\s)--[a-z]+/g)].map(([flag]) => flag);
        if (flags.length === 0) return;
        const help = await helpOf(script ?? '');
        expect(
          flags.filter((flag) => !help.includes(flag)),
          name,
        ).to.deep.equal([]);
      });
  });

  after(() => {
    const skipped = blocks.filter((block) => block.notRun !== undefined);
    process.stdout.write(`\n  ${skipped.length} examples are not run:\n`);
    for (const block of skipped) process.stdout.write(`    ${named(block)}: ${block.notRun ?? ''}\n`);
  });
});

function runs(line: string): boolean {
  return RUN.some((script) => new RegExp(`\\bnpm run (?:-s )?${script}(?: |$)`).test(line));
}

/** Each distinct line of a shell that names a script and is not run, with the place of its block. */
function documentedScripts(): ReadonlyMap<string, string> {
  const lines = ofLanguage('bash').flatMap((block) =>
    commandLines(block).flatMap((one) => one.split(/\s*&&\s*/).map((line) => [line, named(block)] as const)),
  );
  return new Map(
    lines.filter(([line]) => /^(?:npm|npx|node|bash) /.test(line) && !runs(line) && !OF_NPM.includes(line)),
  );
}

/** The command of a script of package.json, or of a file. Undefined if there is none. */
function scriptOf(line: string): string | undefined {
  const [, name] = /^npm run (?:-s )?([\w:]+)/.exec(line) ?? [];
  if (name !== undefined) return scripts[name];
  const [, file = ''] = /^(?:npx tsx|node|bash) ([\w./-]+)/.exec(line) ?? [];
  return existsSync(join(ROOT, file)) ? line : undefined;
}

const helps = new Map<string, Promise<string>>();

/** What --help prints or, for a script of the shell, its text. */
function helpOf(script: string): Promise<string> {
  const [, runner, file = ''] = /^(?:npx )?(tsx|node|bash) (\S+)/.exec(script) ?? [];
  const help =
    helps.get(script) ??
    (runner === 'bash'
      ? Promise.resolve(readFileSync(join(ROOT, file), 'utf8'))
      : shell(`node ${runner === 'tsx' ? '--import tsx ' : ''}${file} --help`));
  helps.set(script, help);
  return help;
}

/** Runs a line in the root of the repository, with the embedded MISP. @throws Error when it fails */
function shell(line: string): Promise<string> {
  const { MISP_URL, MISP_KEY, MISP_PROXY, COLUMNS, ...env } = process.env;
  return new Promise((resolve, reject) => {
    execFile(
      'bash',
      ['-c', line],
      { cwd: ROOT, env, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`${line}: ${stderr || error.message}`, { cause: error }));
        else resolve(stdout);
      },
    );
  });
}
