import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Highest resident memory of a running process, in MB; 0 where the system does not tell (it is not Linux). */
export function watchMemory(child: ChildProcess): () => number {
  let peak = 0;
  const look = () => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    } catch {
      // It has ended.
    }
  };
  const timer = setInterval(look, 20);
  child.once('exit', () => {
    clearInterval(timer);
  });
  return () => {
    look();
    return peak;
  };
}

/** What the app's commands used that this process started: highest resident memory in MB, CPU seconds, by name. */
export type Used = Readonly<Record<string, { readonly megabytes: number; readonly cpuSeconds: number }>>;

/** Linux counts CPU time in hundredths. */
const TICKS_PER_SECOND = 100;

/** Watches until it is called. */
export function watchCommands(): () => Used {
  const used: Record<string, { megabytes: number; cpuSeconds: number }> = {};
  const look = () => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        const [, command] = /main\.js\0(\w+)/.exec(readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ?? [];
        if (command === undefined) continue;
        const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0;
        const [, , user, system] =
          /^.*\) (\S+ ){11}(\d+) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
        const before = used[command] ?? { megabytes: 0, cpuSeconds: 0 };
        used[command] = {
          megabytes: Math.max(before.megabytes, Number(peak) / 1024),
          cpuSeconds: Math.max(before.cpuSeconds, (Number(user) + Number(system)) / TICKS_PER_SECOND),
        };
      } catch {
        // It has ended.
      }
    }
  };
  const timer = setInterval(look, 20);
  return () => {
    clearInterval(timer);
    return used;
  };
}

export interface Measured {
  readonly seconds: number;
  readonly megabytes: number;
  readonly output: string;
}

/** Runs a Node script to its end. */
export async function measureNode(args: readonly string[]): Promise<Measured> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const memory = watchMemory(child);
  let output = '';
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}`);
  return { seconds: (performance.now() - started) / 1000, megabytes: memory(), output };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
