import https from 'node:https';
import { TLSSocket } from 'node:tls';
import { createAgent } from './agent.ts';
import { type Connection, usesTls } from '../connection.ts';

/** When MISP's certificate expires, in Unix milliseconds. Undefined for plain HTTP. Sends a HEAD request without the key. */
export async function certificateExpiry(connection: Connection): Promise<number | undefined> {
  if (!usesTls(connection)) return undefined;
  const agent = createAgent(connection);
  try {
    return await new Promise((resolve, reject) => {
      const request = https.request(connection.url, { method: 'HEAD', agent }, (response) => {
        response.resume();
        const { socket } = response;
        resolve(socket instanceof TLSSocket ? Date.parse(socket.getPeerCertificate().valid_to) : undefined);
      });
      request.setTimeout(connection.connectionTimeout * 1000, () =>
        request.destroy(new Error('no response')),
      );
      request.on('error', reject);
      request.end();
    });
  } finally {
    agent.destroy();
  }
}
