import { expect } from 'chai';
import { runTool } from './run-tool.ts';

const SEARCH = 'tools/search.ts';
const INPUT = 'tools/input.ts';

const SCRIPTS = [
  'build.mjs',
  SEARCH,
  INPUT,
  'tools/demo.ts',
  'tools/ui.ts',
  'tools/fuzz.ts',
  'tools/sizes.ts',
  'tools/screenshots.ts',
  'bench/main.ts',
  'test/stand-ins/misp/serve.ts',
];

const KEY = 'x'.repeat(40);

/** Mistakes, and the whole answer to each. */
const MISTAKES: readonly (readonly [words: readonly string[], answer: string, env?: NodeJS.ProcessEnv])[] = [
  [
    [SEARCH, '| mispgetioc last=7d | head 3'],
    'This tool runs one command, without a pipeline. Use --limit 3 for fewer rows, and --input FILE.csv for rows to start from.',
  ],
  [
    [SEARCH, 'mispsearch field=dest'],
    'mispsearch works on rows: give it some with --input FILE.csv, or pipe CSV into it and use --input -.',
  ],
  [[SEARCH, 'mispsearch field=dest', '--input', 'no.csv'], '--input no.csv does not exist.'],
  [
    [SEARCH, 'mispsearch field=dest', '--input', '-'],
    '--input - has no rows: write the names of the fields, then a line for each row.',
  ],
  [
    [SEARCH, 'mispgetioc last=7d'],
    'MISP_URL is set, but MISP_KEY is not: set MISP_KEY to an auth key of a MISP user, or unset MISP_URL to use the embedded MISP.',
    { MISP_URL: 'https://misp.example.org' },
  ],
  [
    [INPUT, 'start=all'],
    'MISP_PROXY is not the URL of a proxy: write http://proxy.example.org:8080, or begin with https, socks5 or socks5h.',
    { MISP_URL: 'https://misp.example.org', MISP_KEY: KEY, MISP_PROXY: '127.0.0.1' },
  ],
  [[INPUT, 'all'], '"all" is not a setting. Write settings as name=value, like start=all.'],
  [[INPUT, 'strat=all'], 'Unknown option "strat": did you mean "start"?'],
];

describe('A script', () => {
  for (const script of SCRIPTS)
    it(`explains itself: ${script}`, async () => {
      const { exitCode, stdout } = await runTool([script, '--help']);
      expect(exitCode).to.equal(0);
      expect(stdout)
        .to.match(/^Usage: \S/)
        .and.to.include('--help');
    });

  it('names an unknown option, and the one that may be meant', async () => {
    expect(await runTool([SEARCH, '--csw', 'mispgetioc last=7d'])).to.deep.equal({
      exitCode: 2,
      stdout: '',
      stderr:
        "Unknown option '--csw' (Did you mean --csv?)\nUsage: npm run search -- [options] <command...>\n--help explains the options.\n",
    });
  });

  it('notices an option that npm has kept for itself', async () => {
    const { exitCode, stdout, stderr } = await runTool([SEARCH, 'mispgetioc last=7d'], {
      env: { npm_config_limit: '3' },
    });
    expect({ exitCode, stdout }).to.deep.equal({ exitCode: 2, stdout: '' });
    expect(stderr).to.match(/^Put -- before the options: npm run search -- --limit\.\nUsage: /);
  });

  for (const [words, answer, env = {}] of MISTAKES)
    it(`answers a mistake in a sentence: ${[...Object.keys(env), ...words].join(' ')}`, async () => {
      expect(await runTool(words, { env })).to.deep.equal({
        exitCode: 2,
        stdout: '',
        stderr: `${answer}\n`,
      });
    });

  it('does not repeat the password of a proxy', async () => {
    const MISP_PROXY = 'http://user:se%ret@proxy.example.org:8080';
    const env = { MISP_URL: 'https://misp.example.org', MISP_KEY: KEY, MISP_PROXY };
    const { exitCode, stderr } = await runTool([SEARCH, 'mispgetioc last=7d'], { env });
    expect({ exitCode, stderr }).to.deep.equal({
      exitCode: 2,
      stderr: 'MISP_PROXY has a % in its user or password: write %25 instead.\n',
    });
  });
});
