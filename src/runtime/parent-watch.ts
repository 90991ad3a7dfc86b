import { isRunning } from './is-running.ts';

const EVERY_MS = 2000;

export interface ParentWatch {
  readonly platform: NodeJS.Platform;
  /** The number of the process that started this one. */
  readonly parent: number;
  readonly isRunning: (pid: number) => boolean;
  /** Called once. */
  readonly onGone: () => void;
  readonly everyMs?: number;
}

/**
 * On Windows splunkd ends the cmd.exe that it started, which takes nothing along: its Node.js would go on by itself.
 * Elsewhere the launcher becomes Node.js, and nothing is watched. The timer keeps no process alive.
 */
export function watchParent({ platform, parent, isRunning, onGone, everyMs = EVERY_MS }: ParentWatch): void {
  if (platform !== 'win32') return;
  const timer = setInterval(() => {
    if (isRunning(parent)) return;
    clearInterval(timer);
    onGone();
  }, everyMs);
  timer.unref();
}

/** Watches the process that started this one. */
export function exitWithParent(process: NodeJS.Process, onGone: () => void): void {
  const { platform, ppid: parent } = process;
  watchParent({ platform, parent, isRunning: (pid) => isRunning(process, pid), onGone });
}
