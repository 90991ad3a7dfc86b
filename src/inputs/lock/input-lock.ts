import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../errors.ts';
import { fileName } from '../state/file-name.ts';
import { acquirePipeLock } from './pipe-lock.ts';

/** This process, and what the operating system says about others. */
export interface Processes {
  readonly platform: NodeJS.Platform;
  readonly pid: number;
  isRunning(pid: number): boolean;
}

/**
 * Locks an input, so that only one process of this machine runs it at a time. Each process creates a file in
 * `<input>.claims` and then looks for the files of others. If two processes start at once, at least one of them sees the
 * other and exits. A file is named after its process's id and start time, so that the file of a dead process can be told
 * apart and removed. On Windows, where the start time is not available, the lock is a named pipe.
 *
 * @returns a function that releases the lock @throws InputError while another process runs the input
 */
export async function acquireLock(
  folder: string,
  input: string,
  processes: Processes,
): Promise<() => Promise<void>> {
  if (processes.platform === 'win32') return acquirePipeLock(folder, input);
  const claims = join(folder, `${fileName(input, processes.platform)}.claims`);
  await mkdir(claims, { recursive: true });
  const own = `${processes.pid}-${(await processStart(processes.pid)) ?? ''}`;
  const path = join(claims, own);
  await (await open(path, 'w', 0o600)).close();
  const release = () => rm(path, { force: true });
  for (const other of await readdir(claims)) {
    if (other === own) continue;
    if (await isOwnerRunning(other, processes)) {
      await release();
      throw new InputError(
        `The previous run, process ${other.split('-')[0] ?? ''}, is still running, so this run exits.`,
      );
    }
    await rm(join(claims, other), { force: true });
  }
  return release;
}

async function isOwnerRunning(name: string, processes: Processes): Promise<boolean> {
  const [pid = '', start = ''] = name.split('-');
  if (!/^\d+$/.test(pid) || !processes.isRunning(Number(pid))) return false;
  // The operating system reuses process ids, so compare the start times too.
  const current = await processStart(Number(pid));
  return current === undefined || start === '' || current === start;
}

/** When a process started, in clock ticks since boot (field 22 of /proc/pid/stat); undefined where there is no /proc. */
async function processStart(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // Field 2 is the program's name in parentheses. It may contain spaces and parentheses, so count from the last one.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}
