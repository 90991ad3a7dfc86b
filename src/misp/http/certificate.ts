import https from 'node:https';
import { TLSSocket } from 'node:tls';
import { createAgent } from './agent.ts';
import { type Connection, isHttps } from '../connection.ts';

/** When MISP's certificate ends, in milliseconds since 1970; undefined for http. Nothing is sent but a HEAD without a key. */
export async function certificateEnd(connection: Connection): Promise<number | undefined> {
  if (!isHttps(connection)) return undefined;
  const agent = createAgent(connection);
  try {
    return await new Promise((resolve, reject) => {
      const request = https.request(connection.url, { method: 'HEAD', agent }, (response) => {
        response.resume();
        const { socket } = response;
        resolve(socket instanceof TLSSocket ? Date.parse(socket.getPeerCertificate().valid_to) : undefined);
      });
      request.setTimeout(connection.connectionTimeout * 1000, () => request.destroy(new Error('no answer')));
      request.on('error', reject);
      request.end();
    });
  } finally {
    agent.destroy();
  }
}
