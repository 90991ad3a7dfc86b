/**
 * `npm run bench -- --help`: the packaged mispgetioc beside a floor that fetches and parses the same pages, in one
 * run on one machine, medians of five, and a feed of Enterprise Security's merged as it is shipped. `-- --matching` measures
 * matching instead. Measures; asserts nothing.
 */
import { cpus } from 'node:os';
import { commandLine, wholeNumber } from '../build/command-line.mjs';
import { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';
import { backfill } from './input.ts';
import { measureMatching } from './matching.ts';
import { mergeFeed } from './merge.ts';
import { readEvents } from './mispgetevent.ts';
import { compare, measureStart } from './mispgetioc.ts';
import { lookUp } from './mispsearch.ts';
import { measureNode, median } from './processes.ts';

const DEFAULT_SIZES = [1_000, 10_000, 100_000, 1_000_000];
const START_RUNS = 15;
/** Of ours and of the floor, alternating. */
const RUNS = 5;
/** Attributes of a MISP that is waited for, 61 pages, and what it takes for each. */
const WAITING = 300_000;
const LATENCY_MS = 200;
const WAITING_RUNS = 3;
/** Rows in a lookup of Enterprise Security's, and rows that come to it in one run of its feed. */
const MERGES = [
  [0, 2_000],
  [200_000, 2_000],
  [200_000, 20_000],
] as const;
/** Attributes that the modular input indexes in its first run. */
const BACKFILLS = [100_000, 1_000_000];
/** Events whose attributes mispgetevent lists, and how many each has. */
const EVENTS = [
  [1_000, 100],
  [2, 50_000],
  [1, 100_000],
] as const;
/** Records looked up, and whether one request for each is measured, too. */
const LOOKUPS = [
  [100, true],
  [1_000, true],
  [5_000, true],
  [50_000, false],
] as const;

const cli = commandLine('bench', 'Measures the packaged commands beside a floor. Takes some minutes.')
  .argument('[sizes...]', 'numbers of attributes', addSize, [])
  .option('--matching', 'measure matching instead: documents with match keys, and rows that are looked up')
  .parse();
const [given] = cli.processedArgs as [readonly number[]];
const splunk = await StandInSplunk.start();
try {
  console.log(`Node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model ?? ''}\n`);
  if (cli.opts<{ readonly matching?: boolean }>().matching === true) await measureMatching(splunk);
  else await measureCommands();
} finally {
  await splunk.close();
}

async function measureCommands(): Promise<void> {
  const own: number[] = [];
  const bare: number[] = [];
  for (let run = 0; run < START_RUNS; run += 1) {
    bare.push((await measureNode(['-e', '0'])).seconds);
    own.push(await measureStart(splunk));
  }
  const [a, b] = [median(own), median(bare)];
  console.log(`start to the getinfo answer: ${ms(a)}, node -e 0: ${ms(b)}, ratio ${(a / b).toFixed(2)}\n`);
  console.log(
    'attributes    seconds   floor  ratio   of CPU   attributes/s   first row   peak memory   floor memory',
  );
  for (const size of given.length > 0 ? given : DEFAULT_SIZES) {
    const { ours, floor } = await compare(splunk, size, { runs: RUNS });
    console.log(
      [
        String(size).padStart(10),
        ours.seconds.toFixed(2).padStart(11),
        floor.seconds.toFixed(2).padStart(8),
        (ours.seconds / floor.seconds).toFixed(2).padStart(7),
        (ours.cpuSeconds / floor.cpuSeconds).toFixed(2).padStart(9),
        Math.round(size / ours.seconds)
          .toString()
          .padStart(15),
        `${ours.firstRow.toFixed(2)} s`.padStart(12),
        `${Math.round(ours.megabytes)} MB`.padStart(14),
        `${Math.round(floor.megabytes)} MB`.padStart(15),
      ].join(''),
    );
  }
  const { ours, floor } = await compare(splunk, WAITING, { runs: WAITING_RUNS, latencyMs: LATENCY_MS });
  console.log(
    `\n${WAITING} attributes of a MISP that takes ${LATENCY_MS} ms a page: ${ours.seconds.toFixed(2)} s, floor ${floor.seconds.toFixed(2)} s, ratio ${(ours.seconds / floor.seconds).toFixed(3)}`,
  );
  console.log('\nevents   attributes of each   seconds   peak memory');
  for (const [events, attributes] of EVENTS) {
    const { seconds, megabytes } = await readEvents(splunk, events, attributes);
    console.log(
      [
        String(events).padStart(6),
        String(attributes).padStart(21),
        seconds.toFixed(2).padStart(10),
        `${Math.round(megabytes)} MB`.padStart(14),
      ].join(''),
    );
  }
  console.log(
    "\nrows known    new   CPU of mispgetioc, mispintel   floor's   ratio   of mispserved   peak memory",
  );
  for (const [known, added] of MERGES) {
    const { used, floor } = await mergeFeed(splunk, known, added);
    const cpu = (command: string) => used[command]?.cpuSeconds ?? NaN;
    const feed = cpu('mispgetioc') + cpu('mispintel');
    console.log(
      [
        String(known).padStart(10),
        String(added).padStart(7),
        `${cpu('mispgetioc').toFixed(2)} s, ${cpu('mispintel').toFixed(2)} s`.padStart(31),
        `${floor.toFixed(2)} s`.padStart(10),
        (feed / floor).toFixed(2).padStart(8),
        `${cpu('mispserved').toFixed(2)} s`.padStart(16),
        '   ',
        Object.entries(used)
          .map(([command, { megabytes }]) => `${command} ${Math.round(megabytes)} MB`)
          .join(', '),
      ].join(''),
    );
  }
  console.log(
    '\nbackfill of   seconds   floor   ratio   of CPU   attributes/s   peak memory   all compared in',
  );
  for (const size of given.length > 0 ? given : BACKFILLS) {
    const { first, floor, reconciliation } = await backfill(splunk, size, RUNS);
    console.log(
      [
        String(size).padStart(11),
        first.seconds.toFixed(2).padStart(10),
        floor.seconds.toFixed(2).padStart(8),
        (first.seconds / floor.seconds).toFixed(2).padStart(8),
        (first.cpuSeconds / floor.cpuSeconds).toFixed(2).padStart(9),
        Math.round(size / first.seconds)
          .toString()
          .padStart(15),
        `${Math.round(first.megabytes)} MB`.padStart(14),
        `${reconciliation.seconds.toFixed(2)} s, ${Math.round(reconciliation.megabytes)} MB`.padStart(18),
      ].join(''),
    );
  }
  console.log('\nrecords   seconds   records/s   requests   one by one    faster   matched');
  for (const [records, comparesOneByOne] of LOOKUPS) {
    const { seconds, requests, matched, oneByOneSeconds } = await lookUp(splunk, records, comparesOneByOne);
    console.log(
      [
        String(records).padStart(7),
        seconds.toFixed(2).padStart(10),
        Math.round(records / seconds)
          .toString()
          .padStart(12),
        String(requests).padStart(11),
        (oneByOneSeconds === undefined ? '-' : `${oneByOneSeconds.toFixed(1)} s`).padStart(13),
        (oneByOneSeconds === undefined ? '-' : `${Math.round(oneByOneSeconds / seconds)}x`).padStart(10),
        String(matched).padStart(10),
      ].join(''),
    );
  }
}

function addSize(text: string, sizes: readonly number[]): readonly number[] {
  return [...sizes, wholeNumber(1)(text)];
}

function ms(seconds: number): string {
  return `${Math.round(seconds * 1000)} ms`;
}
