import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { InputError } from '../errors.ts';

/**
 * Locks an input on Windows. A named pipe can exist only once, and Windows removes it when its process ends, however it
 * ends.
 *
 * @returns a function that releases the lock @throws InputError while another process runs the input
 */
export async function acquirePipeLock(
  folder: string,
  input: string,
  pathOf = (id: string) => `\\\\.\\pipe\\${id}`,
): Promise<() => Promise<void>> {
  const id = createHash('sha256').update(`${folder.toLowerCase()}\n${input}`).digest('hex');
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isLocked = error.code === 'EADDRINUSE';
      reject(isLocked ? new InputError('The previous run is still running, so this run exits.') : error);
    });
    server.listen(pathOf(`SA-misp-${id}`), resolve);
  });
  server.unref();
  return () =>
    new Promise((resolve) =>
      server.close(() => {
        resolve();
      }),
    );
}
