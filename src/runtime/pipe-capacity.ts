/** The capacity of a pipe on Linux. */
const LINUX_PIPE_BYTES = 64 * 1024;
/**
 * The capacity of a pair of sockets with default buffers. On Windows the creator of a pipe chooses its capacity, and the
 * other end cannot read it: this is four times what libuv chooses.
 */
const OTHER_BYTES = 256 * 1024;

const TYPE = 0o170_000;
const FIFO = 0o010_000;
const SOCKET = 0o140_000;

/**
 * How many bytes can be on their way to splunkd; undefined when standard output is no pipe.
 * @param mode of standard output, from fstat(). On Windows it has the type, although `isFIFO()` returns false for everything.
 */
export function pipeCapacity(mode: number, platform: NodeJS.Platform): number | undefined {
  const type = mode & TYPE;
  if (type === SOCKET) return OTHER_BYTES;
  if (type !== FIFO) return undefined;
  return platform === 'win32' ? OTHER_BYTES : LINUX_PIPE_BYTES;
}
