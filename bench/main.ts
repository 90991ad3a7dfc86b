/**
 * `npm run bench [-- SIZE...]`: the packaged mispgetioc beside a floor that fetches and parses the same pages, in one
 * run on one machine. Measures; asserts nothing.
 */
import { cpus } from 'node:os';
import { StandInSplunk } from '../test/support/splunkd/splunk.ts';
import { compare, measureStart } from './mispgetioc.ts';
import { measureNode, median } from './processes.ts';

const DEFAULT_SIZES = [1_000, 10_000, 100_000, 1_000_000];
const START_RUNS = 15;

const given = process.argv.slice(2).map(Number);
const splunk = await StandInSplunk.start();
try {
  console.log(`Node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model ?? ''}\n`);
  const own: number[] = [];
  const bare: number[] = [];
  for (let run = 0; run < START_RUNS; run += 1) {
    bare.push((await measureNode(['-e', '0'])).seconds);
    own.push(await measureStart(splunk));
  }
  const [a, b] = [median(own), median(bare)];
  console.log(`start to the getinfo answer: ${ms(a)}, node -e 0: ${ms(b)}, ratio ${(a / b).toFixed(2)}\n`);
  console.log('attributes    seconds   floor  ratio   attributes/s   first row   peak memory   floor memory');
  for (const size of given.length > 0 ? given : DEFAULT_SIZES) {
    const { ours, floor } = await compare(splunk, size, size > 100_000 ? 1 : 3);
    console.log(
      [
        String(size).padStart(10),
        ours.seconds.toFixed(2).padStart(11),
        floor.seconds.toFixed(2).padStart(8),
        (ours.seconds / floor.seconds).toFixed(2).padStart(7),
        Math.round(size / ours.seconds)
          .toString()
          .padStart(15),
        `${ours.firstRow.toFixed(2)} s`.padStart(12),
        `${Math.round(ours.megabytes)} MB`.padStart(14),
        `${Math.round(floor.megabytes)} MB`.padStart(15),
      ].join(''),
    );
  }
} finally {
  await splunk.close();
}

function ms(seconds: number): string {
  return `${Math.round(seconds * 1000)} ms`;
}
