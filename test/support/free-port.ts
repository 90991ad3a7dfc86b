import { once } from 'node:events';
import net from 'node:net';

/** Below the ports that systems give to whoever asks for any. */
const FIRST = 20_000;
const COUNT = 10_000;

/**
 * A port on which nothing answers, for a server that is away for a while. The port of a server that was closed may go to
 * the server of another test at any time; this one does not.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    const server = net.createServer().listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch {
      // Something else has it.
      continue;
    }
    server.close();
    await once(server, 'close');
    return port;
  }
}
