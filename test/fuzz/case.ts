import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '../../src/misp/connection.ts';
import { secretForms } from '../support/secret-forms.ts';
import { runHere } from './in-process.ts';
import { type Plan, planOf } from './mutations.ts';
import { type Outcome, problemsOf } from './outcome.ts';
import { withinLimit } from './limit.ts';
import { runPackaged } from './packaged.ts';
import { Random } from './random.ts';
import { type Reader, READERS } from './readers.ts';
import type { HostileMisp } from './server.ts';

const KEY = 'Kd83hfKQ0sLmZ7aPx4Yc1Rv6Tn2Bg5Jw9EuHoiDq';
const FORMS = secretForms([KEY]);

export interface Verdict {
  readonly number: number;
  /** What was tried, in a line. */
  readonly what: string;
  readonly end: string;
  readonly problems: readonly string[];
  readonly seconds: number;
  readonly requests: number;
  /** What the reader said of its failure, if it failed. */
  readonly message: string;
}

interface Case {
  readonly name: string;
  readonly reader: Reader;
  readonly plan: Plan;
  readonly isPackaged: boolean;
  readonly retryTimeout: number;
}

/** Share of cases that are tried as splunkd runs the package: as processes, which takes longer. */
const PACKAGED = 0.01;

/** What a number stands for. */
export function caseOf(seed: number, number: number): Case {
  const random = new Random(seed, number);
  const name = random.pick(Object.keys(READERS));
  const reader = random.pick(READERS[name] ?? []);
  const plan = planOf(random);
  return {
    name,
    reader,
    plan,
    isPackaged: random.chance(PACKAGED),
    retryTimeout: random.chance(0.1) ? 1 : 0,
  };
}

/** Tries one case. What a reader throws, and does not tell, is a problem. */
export async function tryCase(misp: HostileMisp, seed: number, number: number): Promise<Verdict> {
  const { name, reader, plan, isPackaged, retryTimeout } = caseOf(seed, number);
  const id = `case-${number}`;
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const url = misp.open(id, { seeds: [seed, number], plan, key: KEY });
  const connection: Connection = {
    name: 'fuzz',
    url,
    key: KEY,
    verifyCertificate: true,
    connectionTimeout: 2,
    readTimeout: 3,
    // An input tries thirty times as long, in each of its walks: not longer than a case may take.
    retryTimeout: reader.kind === 'input' ? retryTimeout / 10 : retryTimeout,
    pageSize: 100,
  };
  const run = (as: Connection) =>
    isPackaged ? runPackaged(reader, as, id) : withinLimit(runHere(reader, as, folder));
  const started = performance.now();
  const problems: string[] = [];
  let end = 'nothing';
  let message = '';
  try {
    const outcome = await run(connection);
    end = outcome.end;
    message = outcome.errors[0] ?? '';
    problems.push(...problemsOf(outcome, FORMS));
    if (reader.kind === 'input') {
      // Whatever was answered, an input goes on once it is answered as it should be.
      misp.heal(id);
      const healed: Outcome = await run({ ...connection, connectionTimeout: 20, readTimeout: 20 });
      problems.push(
        ...problemsOf(healed, FORMS),
        ...healed.errors.map((error) => `still failing afterwards: ${error}`),
      );
    }
  } catch (error) {
    problems.push(`thrown: ${error instanceof Error ? String(error.stack) : String(error)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    number,
    what: whatOf(name, reader, plan, isPackaged),
    end,
    problems,
    seconds: (performance.now() - started) / 1000,
    requests: misp.shut(id),
    message,
  };
}

function whatOf(name: string, reader: Reader, plan: Plan, isPackaged: boolean): string {
  const asked =
    reader.kind === 'search'
      ? reader.search
      : `${name} ${JSON.stringify(reader.kind === 'alert' ? reader.params : reader.settings)}`;
  const first = [0, 1, 2, 3].filter((request) => plan.isMeant(request)).join(',');
  const flags = [
    ...(plan.echoes ? ['echoes the key'] : []),
    ...(plan.isRecorded ? ['recorded'] : []),
    ...(isPackaged ? ['as a process'] : []),
  ];
  return `${asked} <- answers ${first}…: ${[...plan.mutations, ...flags].join('; ')}`;
}
