import { isRunning } from './is-running.ts';

const EVERY_MS = 2000;

export interface ParentWatch {
  readonly platform: NodeJS.Platform;
  /** The id of the process that started this one. */
  readonly parent: number;
  readonly isRunning: (pid: number) => boolean;
  /** Called once. */
  readonly onGone: () => void;
  readonly everyMs?: number;
}

/**
 * Reports when the parent process has ended. On Windows splunkd kills the cmd.exe that it started, and its child, this
 * Node.js, would continue. On other systems the launcher becomes Node.js by exec, so nothing is watched.
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

/** Watches the parent of a process. */
export function exitWithParent(process: NodeJS.Process, onGone: () => void): void {
  const { platform, ppid: parent } = process;
  watchParent({ platform, parent, isRunning: (pid) => isRunning(process, pid), onGone });
}
