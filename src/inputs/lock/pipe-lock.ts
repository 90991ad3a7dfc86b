import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { InputError } from '../errors.ts';

/**
 * Makes sure on Windows that no two processes of this machine run one input at a time: a named pipe can be made once, and
 * goes with its process, however that ends. What `/proc` tells of a process, nothing tells there without starting a program.
 *
 * @returns what gives the claim up @throws InputError while another process runs the input
 */
export async function claimPipe(
  folder: string,
  input: string,
  pathOf = (id: string) => `\\\\.\\pipe\\${id}`,
): Promise<() => Promise<void>> {
  const id = createHash('sha256').update(`${folder.toLowerCase()}\n${input}`).digest('hex');
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(
        isTaken ? new InputError('The run before has not come to its end: this one leaves it alone.') : error,
      );
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
