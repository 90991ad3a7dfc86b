import { type Answer, withHeader } from './answer.ts';
import type { Random } from './random.ts';

type Mutation = (answer: Answer, random: Random) => Answer;

const STATUSES = (
  '200 201 202 204 205 206 207 226 300 301 302 303 304 307 308 400 401 402 403 404 405 406 407 408 409 410 411 413 414 415 ' +
  '418 421 422 425 426 428 429 431 451 500 501 502 503 504 505 507 508 511 520 522 599 600 999 099 000 100 101 102 103 2 -1 20x'
).split(' ');

const NAMES = [
  ...['Content-Type', 'Content-Length', 'Content-Encoding', 'Transfer-Encoding', 'Date', 'Location'],
  ...['X-Result-Count', 'X-Skipped-Elements-Count', 'X-Result-Count', 'X-Skipped-Elements-Count'],
  ...['Retry-After', 'X-Rate-Limit-Reset', 'X-Rate-Limit-Limit', 'X-Auth-Key-Expiration', 'Set-Cookie'],
  ...['Connection', 'Upgrade', 'Trailer', 'Content-Range', 'WWW-Authenticate', '__proto__', 'constructor'],
];

const VALUES = [
  ...['', ' ', '0', '1', '-1', '-5', '+1', '1.5', '1e3', '0x10', '5000', '1001', '49', '50', '4294967296'],
  ...[
    '9007199254740993',
    '9'.repeat(20),
    '9'.repeat(400),
    'NaN',
    'Infinity',
    '-Infinity',
    'null',
    '1, 2',
    '１',
  ],
  ...[
    'application/json',
    'text/html',
    'text/plain; charset=utf-16',
    'application/json; charset=nonsense',
    '/',
  ],
  ...['gzip', 'br', 'deflate', 'compress', 'gzip, gzip', 'identity', 'nonsense', 'zstd'],
  ...['chunked', 'gzip, chunked', 'close', 'keep-alive', 'bytes 0-1/2'],
  ...[
    'Thu, 01 Jan 1970 00:00:00 GMT',
    'Fri, 31 Dec 9999 23:59:59 GMT',
    'Wed, 25 Nov 2026 25:61:61 GMT',
    'yesterday',
  ],
  ...['2026-11-25', '275760-09-13', 'Tue, 13 Sep 275760 00:00:01 GMT', '-000001-01-01T00:00:00Z'],
  ...['https://login.example/', '//', '/users/login', 'http://[', 'file:///etc/passwd', '\u00fc\u00ff', '"'],
  ...['x'.repeat(1000), 'x'.repeat(20_000), 'a\tb'],
];

const REASONS = ['', 'OK', 'No', ' '.repeat(50), '<script>', '\u00fc\u00ff', 'x'.repeat(3000), '"\\', 'a\tb'];

/** What may happen to the head of an answer. */
export const HEAD_MUTATIONS: Readonly<Record<string, Mutation>> = {
  'another status': (answer, random) => ({ ...answer, status: random.pick(STATUSES) }),
  'other words in the status line': (answer, random) => ({ ...answer, reason: random.pick(REASONS) }),
  'a header with another value': (answer, random) =>
    withHeader(answer, random.pick(NAMES), random.pick(VALUES)),
  'a header that is missing': (answer, random) => withHeader(answer, random.pick(NAMES), undefined),
  'a header that comes twice': (answer, random) => ({
    ...answer,
    headers: [...answer.headers, [random.pick(NAMES), random.pick(VALUES)]],
  }),
  'a count that is wrong': (answer, random) =>
    withHeader(
      answer,
      random.pick(['X-Result-Count', 'X-Skipped-Elements-Count']),
      random.pick(['0', '1', '50', '1000', '5000', '5001', '20000', '1000000000', '-1', 'NaN', '']),
    ),
  'a length that is wrong': (answer, random) =>
    withHeader(
      answer,
      'Content-Length',
      String(Math.max(0, answer.body.length + random.pick([-1000, -10, -1, 1, 10, 1000, 1e9, 1e15]))),
    ),
  'many headers': (answer, random) => ({
    ...answer,
    headers: [
      ...answer.headers,
      ...Array.from({ length: random.pick([100, 2500]) }, (_, index) => [`X-${index}`, 'a'] as const),
    ],
  }),
};
