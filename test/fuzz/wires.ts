import { type Answer, bytesOf, withBody } from './answer.ts';
import type { Random } from './random.ts';

type Mutation = (answer: Answer, random: Random) => Answer;

/** What may happen on the way: each costs time. */
export const WIRE_MUTATIONS: Readonly<Record<string, Mutation>> = {
  'a connection that breaks off': (answer, random) => ({
    ...answer,
    brokenAfter: random.below(bytesOf(answer).length),
  }),
  'no answer': (answer) => ({ ...answer, pause: { before: 5000, within: 0 } }),
  'an answer that stands still': (answer) => ({ ...answer, pause: { before: 0, within: 5000 } }),
  'an answer that comes late': (answer) => ({ ...answer, pause: { before: 20, within: 20 } }),
  'no HTTP': (answer, random) => ({
    ...answer,
    raw: Buffer.from(
      random.pick([
        'SSH-2.0-OpenSSH\r\n',
        '\r\n\r\n',
        'HTTP/9.9 200 OK\r\n\r\n',
        'HTTP/1.1 200',
        '\x16\x03\x01',
        'HTTP/1.1 200 OK\n\n{}',
        '{}',
      ]),
      'latin1',
    ),
  }),
  'answers that come before': (answer, random) => ({
    ...answer,
    raw: Buffer.concat([
      Buffer.from('HTTP/1.1 100 Continue\r\n\r\n'.repeat(random.pick([1, 50]))),
      bytesOf(answer),
    ]),
  }),
  'blanks at the end': (answer) => withBody(answer, Buffer.concat([answer.body, Buffer.alloc(100_000, ' ')])),
};

/** How a server may spell the key that it was sent. */
const SPELLINGS: readonly ((key: string) => string)[] = [
  (key) => key,
  (key) => `Authorization: ${key}`,
  (key) => Buffer.from(key).toString('base64'),
  (key) => Buffer.from(key).toString('hex'),
  (key) => Array.from(key, (one) => `\\u00${one.charCodeAt(0).toString(16)}`).join(''),
];

/** The key wherever a text can be. */
export function echoing(answer: Answer, key: string, random: Random): Answer {
  const spelt = random.pick(SPELLINGS)(key);
  const places: readonly (() => Answer)[] = [
    () => ({ ...answer, reason: spelt }),
    () => ({
      ...answer,
      headers: [
        ...answer.headers,
        [
          random.pick([
            'Location',
            'X-Result-Count',
            'Retry-After',
            'Date',
            'Set-Cookie',
            'X-Auth-Key-Expiration',
          ]),
          spelt,
        ],
      ],
    }),
    () => withBody(answer, Buffer.from(spelt)),
    () =>
      withBody(
        answer,
        Buffer.from(
          `{"name":"${spelt}","message":"${spelt} is wrong","url":"/","errors":{"${spelt}":["${spelt}"]}}`,
        ),
      ),
    // In texts of what MISP has, and in names of members.
    () =>
      withBody(
        answer,
        Buffer.from(
          answer.body.toString().replace(/"(?:info|comment|value|name|category)": ?"/g, `$&${spelt} `),
        ),
      ),
    () =>
      withBody(
        answer,
        Buffer.from(answer.body.toString().replace(/"(?:info|comment|sharing_group_id)":/, `"${spelt}":`)),
      ),
  ];
  const echo = random.pick(places)();
  return random.chance(0.4)
    ? { ...echo, status: random.pick(['302', '400', '401', '403', '404', '405', '429', '500', '503']) }
    : echo;
}
