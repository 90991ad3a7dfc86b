import http from 'node:http';
import https from 'node:https';
import { gzipSync } from 'node:zlib';
import type { Exchange } from './recordings.ts';
import type { MispServer } from '../server.ts';

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** Whose key of the embedded MISP stands for a recorded one that has another name. */
const KEYS: Readonly<Record<string, string>> = {
  'expires-later': 'expiresLater',
  'read-only-key': 'readonly',
  'ip-restricted': 'ipRestricted',
};

/**
 * Sends the recorded request, header for header.
 *
 * @param users further names of recorded users, and whose key each has here
 */
export function replay(
  { name, request }: Exchange,
  misp: MispServer,
  ca: string,
  users: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const known = { ...KEYS, ...users };
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([header, value]) => [
      header,
      withKey(value, misp.keys, name, known),
    ]),
  );
  const send = misp.url.startsWith('https') ? https.request : http.request;
  return new Promise((resolve, reject) => {
    const sent = send(`${misp.url}${request.path}`, { method: request.method, headers, ca }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts).toString(),
        });
      });
    });
    sent.on('error', reject);
    sent.end(bytesOf(request));
  });
}

function withKey(
  value: string,
  keys: MispServer['keys'],
  name: string,
  known: Readonly<Record<string, string>>,
): string {
  return value.replace(/\{\{API_KEY:([\w-]+)\}\}/, (_, who: string) => {
    // The recorder lost these two.
    if (name === 'key with spaces around') return `  ${keys['automation'] ?? ''}  `;
    if (name === 'key with Bearer prefix') return `Bearer ${keys['automation'] ?? ''}`;
    return keys[known[who] ?? who] ?? who;
  });
}

/** Bytes that are no text could not be recorded as they were. */
function bytesOf({ headers, body }: Exchange['request']): Buffer {
  if (headers['Content-Encoding'] === 'gzip') return gzipSync('{"returnFormat": "json", "limit": 1}');
  if (body?.includes('\ufffd')) return Buffer.from(body.replaceAll('\ufffd', '\xff'), 'latin1');
  return Buffer.from(body ?? '');
}
