import { type RecordedRow, rowsOf } from './recordings.ts';
import type { MispServer } from './server.ts';

export interface Found {
  readonly rows: readonly RecordedRow[];
  readonly resultCount: string | null;
  readonly skipped: string | null;
}

/** POST attributes/restSearch with the key `automation`, unless the headers have another. */
export function post(
  server: MispServer,
  body: object,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${server.url}/attributes/restSearch`, {
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
