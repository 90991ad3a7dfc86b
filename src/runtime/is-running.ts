/** Whether there is a process with this number, of whichever user. */
export function isRunning(process: Pick<NodeJS.Process, 'kill'>, pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: the process exists and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
