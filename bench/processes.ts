import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

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
