/** What a pipe of Linux holds. */
const LINUX_PIPE_BYTES = 64 * 1024;
/**
 * What a pair of sockets holds with its default buffers. A pipe of Windows holds what its maker chose, which its other
 * end is not told: four times what libuv, for one, chooses.
 */
const OTHER_BYTES = 256 * 1024;

const TYPE = 0o170_000;
const FIFO = 0o010_000;
const SOCKET = 0o140_000;

/**
 * How many bytes can be on their way to splunkd, by the mode that fstat() gives of standard output; undefined when it is
 * no pipe. On Windows the mode has the type, while `isFIFO()` says no to everything.
 */
export function pipeCapacity(mode: number, platform: NodeJS.Platform): number | undefined {
  const type = mode & TYPE;
  if (type === SOCKET) return OTHER_BYTES;
  if (type !== FIFO) return undefined;
  return platform === 'win32' ? OTHER_BYTES : LINUX_PIPE_BYTES;
}
