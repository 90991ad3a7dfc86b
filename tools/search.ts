/**
 * Runs one of the app's search commands as splunkd would, from the built package, and prints what comes:
 *
 *   npm run search -- '<command and options>' [--input FILE.csv] [--csv | --json] [--earliest SECONDS] [--latest SECONDS]
 *
 * Commands that change search results take theirs from the CSV file, whose first line names the fields.
 *
 * Against the embedded MISP, or a real one when MISP_URL and MISP_KEY say which (and MISP_CA_FILE, MISP_CLIENT_CERT,
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

async function main(given: string | undefined): Promise<number> {
  if (given === undefined) {
    process.stderr.write(
      "usage: npm run search -- '<command and options>' [--input FILE.csv] [--csv|--json] [--earliest N] [--latest N]\n",
    );
    return 2;
  }
  const named = instancesIn(given);
  const search = named.length > 0 ? given : `${given} misp_instance=misp`;
  const { splunk, close } = await openSplunk((isReal) =>
    isReal && named.length > 0 ? named : ['misp', 'misp_covid', 'demo'],
  );
  // As of an admin of Splunk's: what may be changed in MISP is up to the key.
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
  const said = () => `${rows.length} rows, ${((performance.now() - started) / 1000).toFixed(1)} s`;
  const times = { earliest: Number(flags.earliest), latest: Number(flags.latest) };
  const input = flags.input === undefined ? {} : { input: [decodeRows(readFileSync(flags.input, 'utf8'))] };
  const result = await splunk.search(search, { ...times, ...input, env: passedOn(process.env) }, (more) => {
    rows.push(...more);
    if (process.stderr.isTTY) process.stderr.write(`\r${said()}`);
  });
  if (process.stderr.isTTY) process.stderr.write('\r');
  for (const [level, text] of result.messages) process.stderr.write(`${level} ${text}\n`);
  if (result.stderr !== '') process.stderr.write(result.stderr);
  process.stderr.write(`${said()}${result.failed ? ', failed' : ''}\n`);
  if (result.failed) return 1;
  if (flags.csv) process.stdout.write(csvOf(rows));
  else if (flags.json) for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`);
  else printTable(rows, process.stdout);
  if (!flags.csv && !flags.json) process.stderr.write('--csv and --json print all rows and all fields.\n');
  return 0;
}

/** The names that a search gives as misp_instance. */
function instancesIn(search: string): string[] {
  const arg = parseSearch(search).args.find((one) => one.startsWith('misp_instance='));
  return (arg?.split('=')[1] ?? '').split(',').filter((name) => /^\w+$/.test(name));
}

function csvOf(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cells = rows.map((row) => columns.map((column) => [row[column] ?? ''].flat().join('\n')));
  return `${Papa.unparse({ fields: columns, data: cells }, { newline: '\n' })}\n`;
}

function passedOn(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return env['SA_MISP_NODE'] === undefined ? {} : { SA_MISP_NODE: env['SA_MISP_NODE'] };
}
