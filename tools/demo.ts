/**
 * Demonstrates the app in four parts: builds and installs the package, searches the embedded MISP, fills the lookups for
 * Enterprise Security, updates an index, and finds indicators in logs. `npm run demo`
 */
import { relative } from 'node:path';
import { buildApp } from '../test/support/app.ts';
import { startMisp } from '../test/stand-ins/misp/server.ts';
import { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';
import { plural } from '../src/common/plural.ts';
import type { Row } from '../src/protocol/rows.ts';
import { showFeeds } from './demo-feeds.ts';
import { showInput } from './demo-input.ts';
import { showMatches } from './demo-matches.ts';
import { commandLine } from '../build/command-line.mjs';
import { printRows } from './result-rows.ts';

const SEARCH = '| mispgetioc last=1d';
const TABLE_ROWS = 14;

function oneOfEachType(rows: readonly Row[]): Row[] {
  const types = new Map(rows.map((row) => [String(row['misp_type']), row]));
  return [...types.values()];
}

commandLine(
  'demo',
  'Shows the app on stand-ins for Splunk and MISP: searches, feeds, an index, matches.',
).parse();

const say = (text: string) => process.stdout.write(`${text}\n`);

const spl = await buildApp();
say(`1. Built ${relative('.', spl)}.`);
const misp = await startMisp();
say(
  `2. A MISP answers at ${misp.url} with ${misp.store.events.length} events and ${misp.store.attributes.length} attributes, all invented.`,
);
const splunk = await StandInSplunk.start({
  spl,
  instances: { misp: { misp_url: misp.url } },
  secrets: { 'misp.misp_key': misp.keys['automation'] ?? '' },
});
try {
  say('3. Installed the package and set up the instance misp with its API key in storage/passwords.');
  say(`4. ${SEARCH}\n`);
  const started = performance.now();
  const { rows, messages, failed, answers } = await splunk.search(SEARCH);
  const seconds = ((performance.now() - started) / 1000).toFixed(2);
  if (failed) throw new Error(messages.map(([, text]) => text).join(' '));
  printRows(oneOfEachType(rows), process.stdout, { maxRows: TABLE_ROWS });
  const fields = new Set(rows.flatMap((row) => Object.keys(row)));
  const objects = rows.filter((row) => row['misp_object_attribute'] !== undefined).length;
  say(
    `\nThe table shows one row of each type. ${rows.length} rows with ${fields.size} fields in ${seconds} s, in ${answers} answers of the search command protocol; ` +
      `${objects} of them are objects, each merged into one row. ${plural(misp.requests.length, 'request')} to MISP:`,
  );
  for (const { method, path, body } of misp.requests) say(`   ${method} ${path} ${JSON.stringify(body)}`);
  say('');
  await showFeeds(splunk, misp, say);
  say('');
  await showInput(splunk, misp, say);
  say('');
  await showMatches(splunk, misp, say);
  say(
    `\nTry your own: npm run search -- 'mispgetioc last=7d type=ip-dst,domain'. With MISP_URL and MISP_KEY set, it uses a real MISP.`,
  );
} finally {
  await splunk.close();
  await misp.close();
}
