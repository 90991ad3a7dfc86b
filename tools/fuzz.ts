/**
 * Runs all readers of MISP on mutated responses, and reports failures:
 *
 *   npm run fuzz -- [--seconds N] [--seed S] [--case N] [--workers N] [--verbose]
 *
 * A case is a number. The same seed and case give the same reader, responses and mutations; `--case` repeats one. The exit
 * code is 1 after a failure.
 */
import { parseArgs } from 'node:util';
import { type Failure, fuzz } from '../test/fuzz/pool.ts';

const { values: flags } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    case: { type: 'string' },
    workers: { type: 'string', default: '2' },
    verbose: { type: 'boolean', default: false },
  },
});

function* numbers(): Generator<number> {
  if (flags.case !== undefined) {
    yield Number(flags.case);
    return;
  }
  const end = performance.now() + Number(flags.seconds) * 1000;
  for (let number = 0; performance.now() < end; number += 1) yield number;
}

function show({ number, what, problems }: Failure): void {
  process.stdout.write(`FAILED --seed ${flags.seed} --case ${number}: ${what}\n`);
  for (const problem of problems) process.stdout.write(`  ${problem}\n`);
}

const summary = await fuzz({
  seed: Number(flags.seed),
  numbers: numbers(),
  workers: flags.case === undefined ? Number(flags.workers) : 1,
  onFailure: show,
  onVerdict: ({ number, what, end, message, seconds, requests }) => {
    if (flags.verbose || flags.case !== undefined)
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
