import http from 'node:http';
import https from 'node:https';
import { gzipSync } from 'node:zlib';
import { type Exchange, headerOf, type RecordedRow, rowsOf } from './recordings.ts';
import type { MispServer } from './server.ts';

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

/** Sends the recorded request, header for header. */
export function replay({ name, request }: Exchange, misp: MispServer, ca: string): Promise<Answer> {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([header, value]) => [header, withKey(value, misp.keys, name)]),
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

function withKey(value: string, keys: MispServer['keys'], name: string): string {
  return value.replace(/\{\{API_KEY:([\w-]+)\}\}/, (_, who: string) => {
    // The recorder lost these two.
    if (name === 'key with spaces around') return `  ${keys['automation'] ?? ''}  `;
    if (name === 'key with Bearer prefix') return `Bearer ${keys['automation'] ?? ''}`;
    return keys[KEYS[who] ?? who] ?? who;
  });
}

/** Bytes that are no text could not be recorded as they were. */
function bytesOf({ headers, body }: Exchange['request']): Buffer {
  if (headers['Content-Encoding'] === 'gzip') return gzipSync('{"returnFormat": "json", "limit": 1}');
  if (body?.includes('\ufffd')) return Buffer.from(body.replaceAll('\ufffd', '\xff'), 'latin1');
  return Buffer.from(body ?? '');
}

/**
 * What is not as it was recorded; nothing when all that a client can go by is.
 *
 * @param everything how many attributes the embedded MISP shows of what the recorded one showed whole
 */
export function differences(exchange: Exchange, answer: Answer, everything: number): string[] {
  const { name, response } = exchange;
  const expectedHeader = (one: string) => {
    const recorded = headerOf(exchange, one);
    return recorded === WHOLE_DATABASE ? String(everything) : recorded;
  };
  const found = (what: string, ours: unknown, theirs: unknown) =>
    ours === theirs ? [] : [`${name}: ${what} is ${around(ours, theirs)} instead of ${around(theirs, ours)}`];
  return [
    ...found('the status', answer.status, response.status),
    ...found(
      'the list of headers',
      headerNames(Object.keys(answer.headers)),
      headerNames(response.headers.map(([one]) => one)),
    ),
    ...COMPARED_HEADERS.flatMap((one) => found(one, answer.headers[one], expectedHeader(one))),
    ...(response.body_truncated_at === undefined
      ? found('the body', comparable(answer.body), comparable(response.body))
      : []),
  ];
}

/** A text from shortly before where it begins to be another than the other. */
function around(text: unknown, other: unknown): string {
  const [a, b] = [String(text), String(other)];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  return `${same > 40 ? '…' : ''}${a.slice(Math.max(0, same - 40), same + 120)}`;
}

const COMPARED_HEADERS = [
  ...[
    'content-type',
    'x-result-count',
    'x-skipped-elements-count',
    'x-export-module-used',
    'x-response-format',
  ],
  ...['x-rate-limit-limit', 'x-rate-limit-remaining', 'x-rate-limit-reset'],
];
/** X-Result-Count of an answer with all that there was. */
const WHOLE_DATABASE = '105028';
/** What a browser wants of pages. */
const NOT_OURS = ['x-xss-protection'];

function headerNames(names: readonly string[]): string {
  const wanted = /^(x-|content-length|content-type|location|strict-)/;
  return names
    .map((one) => one.toLowerCase())
    .filter((one) => wanted.test(one) && !NOT_OURS.includes(one))
    .sort()
    .join();
}

/**
 * Rows with every member in its order, but for what depends on a second or on a warning list. Other JSON as it is, a
 * user without names and numbers; and of pages for people only that they are.
 */
function comparable(body: string): string {
  const rows = rowsOf(body);
  if (rows) return `${JSON.stringify(rows.map(steady))}${body.endsWith('\n') ? '\n' : ''}`;
  if (body.startsWith('<!DOCTYPE html>')) return 'a page';
  if (body.includes('"User": {')) return body.replace(/: "[^"]*"/g, ': ""');
  return body;
}

function steady(row: RecordedRow): unknown {
  return JSON.parse(
    JSON.stringify(row, (member, value: unknown) => {
      // The embedded MISP has neither correlations nor proposals.
      if (member === 'RelatedAttribute' || member === 'ShadowAttribute') return undefined;
      if (member === 'score') return Number(Number(value).toFixed(2));
      return member === 'warnings' ? 'there' : value;
    }),
  );
}
