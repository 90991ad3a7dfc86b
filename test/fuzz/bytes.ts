import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { type Answer, withBody, withHeader } from './answer.ts';
import type { Random } from './random.ts';

type Mutation = (answer: Answer, random: Random) => Answer;

const PIECES = [
  ...['"', '\\', '\\u', '\\ud800', '{', '}', '[', ']', ',', ':', 'null', '-', '1e400', '\\u0000', '\n', '\0'],
  ...[
    '<html>',
    '\ufeff',
    '\u2028',
    '"__proto__":{"a":1},',
    '"constructor":1,',
    '"toString":1,',
    ' '.repeat(50),
  ],
].map((text) => Buffer.from(text));
const BROKEN_UTF8 = [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80], [0xc3]].map(
  (bytes) => Buffer.from(bytes),
);

function spliced(body: Buffer, at: number, removed: number, piece: Buffer): Buffer {
  return Buffer.concat([body.subarray(0, at), piece, body.subarray(at + removed)]);
}

const bodies = (change: (body: Buffer, random: Random) => Buffer): Mutation => {
  return (answer, random) => withBody(answer, change(answer.body, random));
};

const WHOLE = [
  ...[
    '',
    ' ',
    'null',
    'true',
    '0',
    '""',
    '[]',
    '{}',
    '[[]]',
    '[null]',
    '{"response":null}',
    '{"response":[]}',
  ],
  ...[
    '{"response":{}}',
    '{"response":{"Attribute":null}}',
    '{"response":{"Attribute":{}}}',
    '{"response":"x"}',
  ],
  ...[
    '{"response":{"Attribute":[null,5,"x",[],{}]}}',
    '{"response":[{"Event":null}]}',
    '{"response":[null]}',
  ],
  ...[
    '<!DOCTYPE html><html><title>Login</title></html>',
    'upstream connect error',
    '{"message":',
    '\0',
    '{"errors":5}',
  ],
  ...['{"name":{},"message":[],"url":5}', '{"message":{"a":{"b":["c"]}}}', '{"__proto__":{"response":[]}}'],
];

const ENCODERS: readonly (readonly [string, (body: Buffer) => Buffer])[] = [
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
  ['gzip', (body) => gzipSync(body).subarray(0, -10)],
  ['gzip', (body) => Buffer.concat([gzipSync(body), Buffer.from('more')])],
  ['gzip', (body) => body],
  ['br', (body) => body],
  ['gzip', (body) => gzipSync(gzipSync(body))],
];

/** What may happen to the bytes of a body. */
export const BYTE_MUTATIONS: Readonly<Record<string, Mutation>> = {
  'a body that is cut': bodies((body, random) => body.subarray(0, random.below(body.length))),
  'a body without its beginning': bodies((body, random) => body.subarray(random.below(body.length))),
  'flipped bits': bodies((body, random) => {
    const copy = Buffer.from(body);
    for (let count = random.pick([1, 3, 20]); count > 0 && copy.length > 0; count -= 1) {
      const at = random.below(copy.length);
      copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
    }
    return copy;
  }),
  'a piece that is inserted': bodies((body, random) =>
    spliced(body, random.below(body.length), random.below(3), random.pick(PIECES)),
  ),
  'a piece that is missing': bodies((body, random) =>
    spliced(body, random.below(body.length), random.pick([1, 10, 100, 1000]), Buffer.alloc(0)),
  ),
  'a piece that is repeated': bodies((body, random) => {
    const at = random.below(body.length);
    const piece = body.subarray(at, at + random.pick([1, 30, 1000]));
    return spliced(body, at, 0, Buffer.concat(Array.from({ length: random.pick([1, 5, 300]) }, () => piece)));
  }),
  'bytes that are no UTF-8': bodies((body, random) =>
    spliced(body, random.below(body.length), random.below(2), random.pick(BROKEN_UTF8)),
  ),
  'another encoding': bodies((body, random) => {
    const text = body.toString();
    return random.pick([
      () => Buffer.from(text, 'utf16le'),
      () => Buffer.from(text, 'latin1'),
      () => Buffer.from(`\ufeff${text}`),
      () => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
      () =>
        Buffer.from(
          text.replace(/[^{}[\],:"]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`),
        ),
    ])();
  }),
  'another body': bodies((_, random) => Buffer.from(random.pick(WHOLE))),
  'brackets within brackets': bodies((_, random) => {
    const depth = random.pick([150, 1000, 20_000]);
    return Buffer.from(
      random.pick(['[', '{"a":', '{"response":[', '[[]', '{"Event":{"Attribute":[']).repeat(depth),
    );
  }),
  'many small values': bodies((_, random) =>
    Buffer.from(
      `[${Array.from({ length: random.pick([1000, 100_000]) }, () => random.pick(['{}', '[]', '1', '""', 'null'])).join(',')}]`,
    ),
  ),
  'a packed body': (answer, random) => {
    const [encoding, encode] = random.pick(ENCODERS);
    return withHeader(withBody(answer, encode(answer.body)), 'Content-Encoding', encoding);
  },
  'a body in chunks': (answer, random) => {
    const size = random.pick(['hex', 'ffffffff', '-1', '', 'zz']);
    const head = `${size === 'hex' ? answer.body.length.toString(16) : size}\r\n`;
    const body = Buffer.concat([Buffer.from(head), answer.body, Buffer.from('\r\n0\r\n\r\n')]);
    return withHeader(
      withHeader({ ...answer, body }, 'Content-Length', undefined),
      'Transfer-Encoding',
      'chunked',
    );
  },
};
