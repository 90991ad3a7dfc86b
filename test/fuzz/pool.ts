import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { buildApp } from '../support/app.ts';
import type { Verdict } from './case.ts';
import { PACKAGE_VARIABLE } from './packaged.ts';
import type { Task, Told } from './worker.ts';

export interface Failure {
  readonly number: number;
  readonly what: string;
  readonly problems: readonly string[];
}

export interface Summary {
  readonly cases: number;
  readonly seconds: number;
  readonly requests: number;
  /** How many cases ended in which way. */
  readonly ends: Readonly<Record<string, number>>;
  readonly failures: readonly Failure[];
  /** The most memory that one worker had, in MB. */
  readonly peak: number;
  /** The case that took longest. */
  readonly slowest: Pick<Verdict, 'number' | 'seconds'>;
}

export interface FuzzOptions {
  readonly seed: number;
  /** Numbers of cases to be tried; the end of time is up to who makes them. */
  readonly numbers: Iterable<number>;
  readonly workers?: number;
  readonly onFailure?: (failure: Failure) => void;
  readonly onVerdict?: (verdict: Verdict) => void;
}

/** So many cases of a worker are under way at once: most of their time they wait. */
const AT_ONCE = 6;
/** A worker that has not answered by then is stuck: its cases have limits of their own, some of them one after the other. */
const LIMIT_MS = 400_000;
/** MB that a worker may have: the reader's 400, beside the stand-in MISP, the test's own code, and five other cases. */
export const MAX_MEMORY = 600;

/** Tries cases in several processes, so that one that hangs or dies is known by its number. */
export async function fuzz({
  seed,
  numbers,
  workers = 2,
  onFailure,
  onVerdict,
}: FuzzOptions): Promise<Summary> {
  const spl = await buildApp();
  const started = performance.now();
  const source = numbers[Symbol.iterator]();
  const failures = new Map<number, Failure>();
  const ends: Record<string, number> = {};
  let [cases, requests, peak] = [0, 0, 0];
  let slowest = { number: 0, seconds: 0 };

  const fail = (failure: Failure) => {
    failures.set(failure.number, failure);
    onFailure?.(failure);
  };
  const take = (verdict: Verdict) => {
    cases += 1;
    requests += verdict.requests;
    ends[verdict.end] = (ends[verdict.end] ?? 0) + 1;
    if (verdict.seconds > slowest.seconds) slowest = { number: verdict.number, seconds: verdict.seconds };
    if (verdict.problems.length > 0) fail(verdict);
    onVerdict?.(verdict);
  };

  const ready = new Set<ChildProcess>();
  let isOver = false;
  /** One process after the other, until there are no more cases. */
  const work = async (): Promise<void> => {
    while (!isOver) {
      const worker = startWorker(spl);
      const under = new Map<number, number>();
      let mostHere = 0;
      const next = () => {
        while (!isOver && under.size < AT_ONCE) {
          const number = source.next();
          if (number.done === true) isOver = true;
          else {
            under.set(number.value, performance.now());
            worker.send({ seed, number: number.value } satisfies Task);
          }
        }
        if (isOver && under.size === 0 && worker.connected) worker.disconnect();
      };
      worker.on('message', (told: Told) => {
        if (told.kind === 'ready') {
          ready.add(worker);
          next();
        } else if (told.kind === 'memory') {
          mostHere = told.bytes / 1024 / 1024;
          if (mostHere > MAX_MEMORY && peak <= MAX_MEMORY)
            fail({
              number: [...under.keys()][0] ?? 0,
              what: `one of ${[...under.keys()].join(', ')}`,
              problems: [`${Math.round(mostHere)} MB of memory`],
            });
          peak = Math.max(peak, mostHere);
        } else if (told.kind === 'stray')
          fail({
            number: told.numbers[0] ?? 0,
            what: `one of ${told.numbers.join(', ')}`,
            problems: [told.text],
          });
        else {
          under.delete(told.verdict.number);
          take(told.verdict);
          next();
        }
      });
      const watch = setInterval(() => {
        const late = [...under].filter(([, since]) => performance.now() - since > LIMIT_MS);
        if (late.length > 0) worker.kill('SIGKILL');
      }, 500);
      await once(worker, 'exit');
      clearInterval(watch);
      if (!ready.has(worker)) throw new Error('A worker ended before it began.');
      // Whatever was under way is lost; what was so for too long, or alone, is to blame.
      for (const [number, since] of under) {
        const seconds = (performance.now() - since) / 1000;
        if (seconds * 1000 > LIMIT_MS || under.size === 1)
          fail({
            number,
            what: 'the worker did not answer any more',
            problems: [
              `no end after ${seconds.toFixed(1)} seconds (exit code ${String(worker.exitCode)}, ${String(worker.signalCode)})`,
            ],
          });
      }
      cases += under.size;
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return {
    cases,
    seconds: (performance.now() - started) / 1000,
    requests,
    ends,
    failures: [...failures.values()],
    peak,
    slowest,
  };
}

function startWorker(spl: string): ChildProcess {
  return fork(fileURLToPath(new URL('worker.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx', '--max-semi-space-size=8'],
    env: { ...process.env, [PACKAGE_VARIABLE]: spl },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}
