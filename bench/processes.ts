import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Highest resident memory in MB, and CPU seconds; 0 where the system does not tell (it is not Linux). */
export interface Usage {
  readonly megabytes: number;
  readonly cpuSeconds: number;
}

/** Linux counts CPU time in hundredths. */
const TICKS_PER_SECOND = 100;
const INTERVAL_MS = 20;

/** Undefined when there is no such process any more. */
function usageOf(pid: number | string | undefined): Usage | undefined {
  try {
    const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0;
    const [, , user, system] =
      /^.*\) (\S+ ){11}(\d+) (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return {
      megabytes: Number(peak) / 1024,
      cpuSeconds: (Number(user) + Number(system)) / TICKS_PER_SECOND,
    };
  } catch {
    return undefined;
  }
}

function most(one: Usage | undefined, other: Usage | undefined): Usage {
  return {
    megabytes: Math.max(one?.megabytes ?? 0, other?.megabytes ?? 0),
    cpuSeconds: Math.max(one?.cpuSeconds ?? 0, other?.cpuSeconds ?? 0),
  };
}

/** Watches a running process until it is called. */
export function watch(child: ChildProcess): () => Usage {
  let usage = most(undefined, undefined);
  const look = () => {
    usage = most(usage, usageOf(child.pid));
  };
  const timer = setInterval(look, INTERVAL_MS);
  child.once('exit', () => {
    clearInterval(timer);
  });
  return () => {
    look();
    return usage;
  };
}

/** What the app's commands used that this process started, by name. */
export type Used = Readonly<Record<string, Usage>>;

/** Watches until it is called. */
export function watchCommands(): () => Used {
  const used: Record<string, Usage> = {};
  const look = () => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      const command = commandOf(pid);
      if (command !== undefined) used[command] = most(used[command], usageOf(pid));
    }
  };
  const timer = setInterval(look, INTERVAL_MS);
  return () => {
    clearInterval(timer);
    return used;
  };
}

function commandOf(pid: string): string | undefined {
  try {
    return /main\.js\0(\w+)/.exec(readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}

export interface Measured extends Usage {
  readonly seconds: number;
  readonly output: string;
}

/** Runs a Node script to its end. */
export async function measureNode(args: readonly string[]): Promise<Measured> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const usage = watch(child);
  let output = '';
  child.stdout.on('data', (bytes: Buffer) => (output += bytes.toString()));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}`);
  return { seconds: (performance.now() - started) / 1000, ...usage(), output };
}

/** Medians of time, and the highest memory. */
export function medianOf(all: readonly Measured[]): Measured {
  return {
    seconds: median(all.map((one) => one.seconds)),
    cpuSeconds: median(all.map((one) => one.cpuSeconds)),
    megabytes: Math.max(...all.map((one) => one.megabytes)),
    output: '',
  };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
