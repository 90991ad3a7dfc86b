/** Runs a search command from the built package, like splunkd, and prints the results. `npm run search -- --help` */
import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import Papa from 'papaparse';
import { commandLine, run, UsageError, wholeNumber } from '../build/command-line.mjs';
import { plural } from '../src/common/plural.ts';
import { decodeRows, type Row } from '../src/protocol/rows.ts';
import { parseSearch } from '../test/stand-ins/splunk/programs/own-search.ts';
import { timeOf } from '../test/stand-ins/splunk/spl/relative-time.ts';
import type { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';
import { MISP_VARIABLES, openSplunk } from './misp-access.ts';
import { reportProgress } from './progress.ts';
import { printRows } from './result-rows.ts';
import { type OwnSearch, searchOf } from './search-words.ts';

interface Flags {
  readonly limit?: number;
  readonly record?: boolean;
  readonly csv?: boolean;
  readonly json?: boolean;
  readonly input?: string;
  readonly earliest: number;
  readonly latest: number;
}

const cli = commandLine(
  'search',
  'Runs one search command of the built package, as splunkd does, and prints the rows.',
)
  .argument('<command...>', "a command and its options: 'mispgetioc last=7d type=domain'")
  .option('--limit <rows>', 'stop after this many rows', wholeNumber(1))
  .option('--record', 'print a row as lines of field and value, with all fields')
  .option('--csv', 'print all rows and fields as CSV')
  .option('--json', 'print all rows and fields as lines of JSON')
  .option(
    '--input <file>',
    'CSV of the rows that the command works on, with a line of field names; - for standard input',
  )
  .option('--earliest <time>', 'start of the time range: Unix seconds, or -24h', time, 0)
  .option('--latest <time>', 'end of the time range: Unix seconds, now, or -1h', time, 0)
  .addHelpText(
    'after',
    `
${MISP_VARIABLES}
Examples:
  npm run search -- 'mispgetioc last=7d type=domain' --limit 3
  npm run search -- 'mispgetioc last=7d type=ip-dst,domain' --csv > indicators.csv
  npm run search -- 'mispsearch field=indicator' --input records.csv
  npm run search -- mispstatus --record`,
  )
  .parse();
const flags = cli.opts<Flags>();

await run(() => main(searchOf(cli.args)));

async function main(search: OwnSearch): Promise<number> {
  const input = inputOf(search);
  const { splunk, url, close } = await openSplunk(instancesIn(search.text));
  // The capabilities of an admin. The key determines what may be changed in MISP.
  splunk.state.sessions['session-of-admin'] = {
    username: 'admin',
    capabilities: ['search', 'list_storage_passwords', 'misp_write'],
  };
  try {
    return await print(splunk, url, search.text, input);
  } finally {
    await close();
  }
}

/** The rows for a command that works on some. Undefined for a generating command. @throws UsageError */
function inputOf({ command, needsRows }: OwnSearch): readonly Row[] | undefined {
  if (flags.input === undefined) {
    if (!needsRows) return undefined;
    throw new UsageError(
      `${command} works on rows: give it some with --input FILE.csv, or pipe CSV into it and use --input -.`,
    );
  }
  if (!needsRows) throw new UsageError(`${command} makes rows of its own: leave out --input.`);
  if (flags.input === '-' && process.stdin.isTTY)
    throw new UsageError('--input - reads CSV from a pipe, and there is none.');
  const rows = decodeRows(textOf(flags.input));
  if (rows.length === 0)
    throw new UsageError(
      `--input ${flags.input} has no rows: write the names of the fields, then a line for each row.`,
    );
  return rows;
}

function textOf(file: string): string {
  try {
    return readFileSync(file === '-' ? process.stdin.fd : file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'does not exist' : `cannot be read: ${message}`;
    throw new UsageError(`--input ${file} ${reason}.`, { cause: error });
  }
}

async function print(
  splunk: StandInSplunk,
  url: string,
  search: string,
  input: readonly Row[] | undefined,
): Promise<number> {
  const started = performance.now();
  const { limit = Infinity } = flags;
  const rows: Row[] = [];
  const stop = reportProgress((seconds) =>
    rows.length === 0 ? `waiting for ${url}, ${seconds} s` : `${plural(rows.length, 'row')}, ${seconds} s`,
  );
  const result = await splunk
    .search(
      search,
      {
        earliest: flags.earliest,
        latest: flags.latest,
        ...(input === undefined ? {} : { input: [input] }),
        env: nodeVariables(process.env),
      },
      (more) => {
        rows.push(...more.slice(0, limit - rows.length));
        return rows.length < limit;
      },
    )
    .finally(stop);
  for (const [level, text] of result.messages) process.stderr.write(`${level} ${text}\n`);
  if (result.stderr !== '') process.stderr.write(result.stderr);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stderr.write(`${plural(rows.length, 'row')}, ${seconds} s${result.failed ? ', failed' : ''}\n`);
  if (result.failed) return 1;
  if (flags.csv === true) process.stdout.write(csvOf(rows));
  else if (flags.json === true) for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`);
  else {
    const isShortened = printRows(rows, process.stdout, {
      ...(flags.record === undefined ? {} : { asRecords: flags.record }),
      ...(flags.limit === undefined ? {} : { maxRows: flags.limit }),
    });
    if (isShortened)
      process.stderr.write('--csv and --json print all rows and fields, --record all fields.\n');
  }
  return 0;
}

/** The names in the option misp_instance of a search. */
function instancesIn(search: string): string[] {
  const arg = parseSearch(search).args.find((one) => one.startsWith('misp_instance='));
  return (arg?.split('=')[1] ?? '').split(',').filter((name) => /^\w+$/.test(name));
}

function csvOf(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => columns.map((column) => [row[column] ?? ''].flat().join('\n')));
  return `${Papa.unparse({ fields: columns, data: cells }, { newline: '\n' })}\n`;
}

function time(text: string): number {
  try {
    return timeOf(text, Math.floor(Date.now() / 1000));
  } catch {
    throw new InvalidArgumentError('Use Unix seconds, now, or a time before now like -24h.');
  }
}

function nodeVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env['SA_MISP_NODE'] === undefined ? {} : { SA_MISP_NODE: env['SA_MISP_NODE'] };
}
