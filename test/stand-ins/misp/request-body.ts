import type http from 'node:http';
import { gunzipSync } from 'node:zlib';

/** What a client sent. */
export interface Incoming {
  readonly method: string;
  /** With whatever follows a `?`. */
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly bytes: Buffer;
}

export async function readRequest(request: http.IncomingMessage): Promise<Incoming> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const bytes = Buffer.concat(parts);
  const isPacked = request.headers['content-encoding'] === 'gzip';
  return {
    method: request.method ?? '',
    path: request.url ?? '/',
    headers: request.headers,
    bytes: isPacked ? gunzipSync(bytes) : bytes,
  };
}

/** The parsed body, or undefined where there is no JSON. */
export function jsonOf({ bytes }: Incoming): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/**
 * The parameters that MISP takes a restSearch to have. Only a POST's body counts, and only as JSON or as a form; a GET
 * has them in its path, as `name:value` or by position.
 *
 * @returns 'malformed' for what claims to be JSON and is not, 'none' for a GET without any
 */
export function parametersOf(request: Incoming): Record<string, unknown> | 'malformed' | 'none' {
  const { method, headers, bytes } = request;
  if (method === 'GET' || method === 'HEAD') return pathParameters(request.path);
  if (method !== 'POST' || bytes.length === 0) return {};
  const type = headers['content-type'] ?? '';
  if (type.includes('x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(bytes.toString()));
  if (!type.includes('json')) return {};
  const body = jsonOf(request);
  if (body === undefined) return 'malformed';
  if (!isObject(body)) return {};
  return isObject(body['request']) ? body['request'] : body;
}

/** After attributes/restSearch, parameters by position are the format and the value. */
const POSITIONS = ['returnFormat', 'value'];

function pathParameters(path: string): Record<string, unknown> | 'none' {
  const parts = path.replace(/\?.*/, '').split('/').slice(3).filter(Boolean).map(decodeURIComponent);
  if (parts.length === 0) return 'none';
  return Object.fromEntries(
    parts.map((part, index) => {
      const [name = '', ...value] = part.split(':');
      return value.length > 0 ? [name, value.join(':')] : [POSITIONS[index] ?? `unknown${index}`, part];
    }),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
