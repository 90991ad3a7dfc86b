/**
 * Runs all readers of MISP on mutated responses, and reports failures: `npm run fuzz -- --help`
 *
 * A case is a number. The same seed and case give the same reader, responses and mutations; `--case` repeats one. The exit
 * code is 1 after a failure.
 */
import { commandLine, wholeNumber } from '../build/command-line.mjs';
import { type Failure, fuzz } from '../test/fuzz/pool.ts';

interface Flags {
  readonly seconds: number;
  readonly seed: number;
  readonly case?: number;
  readonly workers: number;
  readonly verbose?: boolean;
}

const flags = commandLine('fuzz', 'Runs all readers of MISP on mutated responses, and reports failures.')
  .option('--seconds <n>', 'how long', wholeNumber(1), 60)
  .option('--seed <n>', 'repeats the cases of a run', wholeNumber(0), Math.floor(Math.random() * 1e9))
  .option('--case <n>', 'runs this case only', wholeNumber(0))
  .option('--workers <n>', 'processes', wholeNumber(1, 64), 2)
  .option('--verbose', 'prints each case')
  .parse()
  .opts<Flags>();

function* numbers(): Generator<number> {
  if (flags.case !== undefined) {
    yield flags.case;
    return;
  }
  const end = performance.now() + flags.seconds * 1000;
  for (let number = 0; performance.now() < end; number += 1) yield number;
}

function show({ number, what, problems }: Failure): void {
  process.stdout.write(`FAILED --seed ${flags.seed} --case ${number}: ${what}\n`);
  for (const problem of problems) process.stdout.write(`  ${problem}\n`);
}

const summary = await fuzz({
  seed: flags.seed,
  numbers: numbers(),
  workers: flags.case === undefined ? flags.workers : 1,
  onFailure: show,
  onVerdict: ({ number, what, end, message, seconds, requests }) => {
    if (flags.verbose === true || flags.case !== undefined)
      process.stdout.write(
        `${number} ${what}\n  -> ${end} after ${requests} requests, ${seconds.toFixed(2)} s ${message}\n`,
      );
  },
});
const { cases, seconds, requests, ends, failures, peak, slowest } = summary;
process.stdout.write(
  `seed ${flags.seed}: ${cases} cases in ${seconds.toFixed(0)} s (${(cases / seconds).toFixed(0)} a second), ${requests} requests; ` +
    `${Object.entries(ends)
      .map(([end, count]) => `${count} ${end}`)
      .join(', ')}; ` +
    `slowest ${slowest.seconds.toFixed(1)} s (case ${slowest.number}), most memory ${Math.round(peak)} MB; ${failures.length} failures\n`,
);
process.exitCode = failures.length > 0 ? 1 : 0;
