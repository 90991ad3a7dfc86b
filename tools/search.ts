/**
 * Runs a search command from the built package, like splunkd, and prints the results:
 *
 *   npm run search -- '<command and options>' [--input FILE.csv] [--csv | --json] [--earliest SECONDS] [--latest SECONDS]
 *
 * Transforming and streaming commands read their rows from the CSV file, whose first line has the field names.
 *
 * Uses the embedded MISP, or the MISP of MISP_URL and MISP_KEY (and MISP_CA_FILE, MISP_CLIENT_CERT,
 * MISP_CLIENT_KEY_PASSWORD, MISP_PROXY, MISP_VERIFY=false).
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import Papa from 'papaparse';
import { decodeRows, type Row } from '../src/protocol/rows.ts';
import { parseSearch } from '../test/stand-ins/splunk/programs/own-search.ts';
import type { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';
import { openSplunk } from './misp-access.ts';
import { printTable } from './table.ts';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    csv: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    input: { type: 'string' },
    earliest: { type: 'string', default: '0' },
    latest: { type: 'string', default: '0' },
  },
});

process.exitCode = await main(positionals[0]);

async function main(argument: string | undefined): Promise<number> {
  if (argument === undefined) {
    process.stderr.write(
      "usage: npm run search -- '<command and options>' [--input FILE.csv] [--csv|--json] [--earliest N] [--latest N]\n",
    );
    return 2;
  }
  const instances = instancesIn(argument);
  const search = instances.length > 0 ? argument : `${argument} misp_instance=misp`;
  const { splunk, close } = await openSplunk((isReal) =>
    isReal && instances.length > 0 ? instances : ['misp', 'misp_covid', 'demo'],
  );
  // The capabilities of an admin. The key determines what may be changed in MISP.
  splunk.state.sessions['session-of-admin'] = {
    username: 'admin',
    capabilities: ['search', 'list_storage_passwords', 'misp_write'],
  };
  try {
    return await run(splunk, search);
  } finally {
    await close();
  }
}

async function run(splunk: StandInSplunk, search: string): Promise<number> {
  const started = performance.now();
  const rows: Row[] = [];
  const progress = () => `${rows.length} rows, ${((performance.now() - started) / 1000).toFixed(1)} s`;
  const times = { earliest: Number(flags.earliest), latest: Number(flags.latest) };
  const input = flags.input === undefined ? {} : { input: [decodeRows(readFileSync(flags.input, 'utf8'))] };
  const result = await splunk.search(
    search,
    { ...times, ...input, env: nodeVariables(process.env) },
    (more) => {
      rows.push(...more);
      if (process.stderr.isTTY) process.stderr.write(`\r${progress()}`);
    },
  );
  if (process.stderr.isTTY) process.stderr.write('\r');
  for (const [level, text] of result.messages) process.stderr.write(`${level} ${text}\n`);
  if (result.stderr !== '') process.stderr.write(result.stderr);
  process.stderr.write(`${progress()}${result.failed ? ', failed' : ''}\n`);
  if (result.failed) return 1;
  if (flags.csv) process.stdout.write(csvOf(rows));
  else if (flags.json) for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`);
  else printTable(rows, process.stdout);
  if (!flags.csv && !flags.json) process.stderr.write('--csv and --json print all rows and all fields.\n');
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

function nodeVariables(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env['SA_MISP_NODE'] === undefined ? {} : { SA_MISP_NODE: env['SA_MISP_NODE'] };
}
