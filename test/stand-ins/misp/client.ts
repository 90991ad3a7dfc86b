import { type RecordedRow, rowsOf } from './recorded/recordings.ts';
import type { MispServer } from './server.ts';

export interface Found {
  readonly rows: readonly RecordedRow[];
  readonly resultCount: string | null;
  readonly skipped: string | null;
}

/** A POST, with the key `automation` unless the headers have another. @param path such as `events/add` */
export function postTo(
  server: Pick<MispServer, 'url' | 'keys'>,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${server.url}/${path}`, {
    method: 'POST',
    headers: {
      Authorization: server.keys['automation'] ?? '',
      Accept: 'application/json',
      'Content-Type': 'application/json',
      ...headers,
    },
    body: JSON.stringify(body),
  });
}

/** POST attributes/restSearch with the key `automation`, unless the headers have another. */
export function post(
  server: MispServer,
  body: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  return postTo(server, 'attributes/restSearch', body, headers);
}

export async function search(
  server: MispServer,
  body: object,
  headers: Record<string, string> = {},
): Promise<Found> {
  const response = await post(server, body, headers);
  return {
    rows: rowsOf(await response.text()) ?? [],
    resultCount: response.headers.get('x-result-count'),
    skipped: response.headers.get('x-skipped-elements-count'),
  };
}

/** The parsed answer to a GET with the key `automation`, or to a POST when there is a body. */
export async function ask<T>(
  server: MispServer,
  path: string,
  body?: unknown,
  who = 'automation',
): Promise<T> {
  const headers = { Authorization: server.keys[who] ?? '', Accept: 'application/json' };
  const response =
    body === undefined
      ? await fetch(`${server.url}/${path}`, { headers })
      : await postTo(server, path, body, headers);
  return (await response.json()) as T;
}
