import { createWriteStream, fstatSync, type WriteStream } from 'node:fs';
import { Socket } from 'node:net';
import type { EventOutput } from '../splunkd/event-stream.ts';
import { pipeCapacity } from './pipe-capacity.ts';

const STDOUT = 1;

/** Standard output, written in a thread of libuv's: unlike `process.stdout`, a full pipe does not stop the main thread. */
export function stdoutStream(): WriteStream {
  return createWriteStream('', { fd: STDOUT });
}

/** Standard output as a pipe that waits without a thread, which would delay the exit. Undefined when it is no pipe. */
export function stdoutPipe(platform: NodeJS.Platform): EventOutput['pipe'] {
  const capacity = pipeCapacity(fstatSync(STDOUT).mode, platform);
  if (capacity === undefined) return undefined;
  return { capacity, open: () => new Socket({ fd: STDOUT, readable: false, writable: true }) };
}
