/**
 * Milliseconds of CPU time that something takes in this process. Unlike the time on a clock, they do not grow when other
 * processes are busy. What is linear takes a few for a hundred thousand characters; what is not, seconds.
 */
export function cpuTimeOf(action: () => unknown): number {
  const before = process.cpuUsage();
  action();
  return millisecondsSince(before);
}

/** The same of something that takes turns with input and output; nothing else may run in this process meanwhile. */
export async function cpuTimeOfAsync(action: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await action();
  return millisecondsSince(before);
}

function millisecondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
