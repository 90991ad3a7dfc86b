import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../errors.ts';
import { fileName } from '../state/file-name.ts';
import { claimPipe } from './pipe-lock.ts';

/** This process, and what can be known of others. */
export interface Processes {
  readonly platform: NodeJS.Platform;
  readonly pid: number;
  isRunning(pid: number): boolean;
}

/**
 * Makes sure (on Windows otherwise, see claimPipe) that no two processes of this machine run one input at a time. Each lays down a file in its own name and
 * then looks for others: of two that begin together at least one sees the other and gives way. The name is of a process
 * that there is once (its number and when it started), so what a dead one left can be removed by whoever finds it.
 *
 * @returns what gives the claim up @throws InputError while another process runs the input
 */
export async function claim(
  folder: string,
  input: string,
  processes: Processes,
): Promise<() => Promise<void>> {
  if (processes.platform === 'win32') return claimPipe(folder, input);
  const claims = join(folder, `${fileName(input, processes.platform)}.claims`);
  await mkdir(claims, { recursive: true });
  const own = `${processes.pid}-${(await startOf(processes.pid)) ?? ''}`;
  const path = join(claims, own);
  await (await open(path, 'w', 0o600)).close();
  const release = () => rm(path, { force: true });
  for (const other of await readdir(claims)) {
    if (other === own) continue;
    if (await isAlive(other, processes)) {
      await release();
      throw new InputError(
        `The run before, process ${other.split('-')[0] ?? ''}, has not come to its end: this one leaves it alone.`,
      );
    }
    await rm(join(claims, other), { force: true });
  }
  return release;
}

async function isAlive(name: string, processes: Processes): Promise<boolean> {
  const [pid = '', start = ''] = name.split('-');
  if (!/^\d+$/.test(pid) || !processes.isRunning(Number(pid))) return false;
  // Numbers of processes are given again.
  const current = await startOf(Number(pid));
  return current === undefined || start === '' || current === start;
}

/** When a process started, in ticks since the machine did; undefined where the system does not tell (it is not Linux). */
async function startOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name of the program, in parentheses, may hold anything.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}
