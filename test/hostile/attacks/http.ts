import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type net from 'node:net';
import type { Attack } from '../support/attack.ts';
import { ALL_READERS, type ReaderName } from '../support/readers.ts';
import { attributeOf, countsOf, json } from '../support/tame.ts';

const OK = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';
const BODY = JSON.stringify({ response: { Attribute: [attributeOf(1)] } });
const SOME: readonly ReaderName[] = [
  'mispgetioc',
  'misprest',
  'input, attributes',
  'mispstatus',
  'mispsight uuid',
];

/** Writes as fast as the other end reads, until it has enough. */
function pouring(start: string, more: string) {
  return (socket: net.Socket) => {
    const pour = () => {
      while (!socket.destroyed && socket.writable)
        if (!socket.write(more)) return void socket.once('drain', pour);
    };
    socket.write(start);
    pour();
  };
}

function dripping(start: string, drop: string, milliseconds: number) {
  return (socket: net.Socket) => {
    socket.write(start);
    const timer = setInterval(() => socket.write(drop), milliseconds);
    socket.on('close', () => {
      clearInterval(timer);
    });
  };
}

const raw = (text: string | Buffer) => (socket: net.Socket) => {
  socket.end(text);
};

const withBody = (body: string | Buffer, headers: Readonly<Record<string, string>> = {}) => ({
  headers: { ...countsOf(1, 1000), ...headers },
  body,
});

const IMPATIENT = { read_timeout: 2 };

/** Slow, broken and endless HTTP, and JSON that is odd. */
export const http: readonly Attack[] = [
  ...Object.entries({
    'a byte every tenth of a second': dripping(`${OK}Content-Length: 100000\r\n\r\n`, ' ', 100),
    'a header every tenth of a second': dripping(OK, 'X-More: 1\r\n', 100),
    '102 Processing without end': pouring('', 'HTTP/1.1 102 Processing\r\n\r\n'),
    '103 Early Hints with headers, without end': pouring(
      '',
      `HTTP/1.1 103 Early Hints\r\nLink: <${'x'.repeat(1000)}>\r\n\r\n`,
    ),
    'trailers without end': pouring(
      `${OK}Transfer-Encoding: chunked\r\nTrailer: X-More\r\n\r\n2\r\n{}\r\n0\r\n`,
      'X-More: 1\r\n',
    ),
  }).map(([name, answer]): Attack => ({
    name,
    readers: SOME,
    tried: 2,
    answer: () => answer,
    end: 'message',
    settings: IMPATIENT,
  })),
  ...Object.entries({
    'headers without end': pouring(OK, `X-More: ${'x'.repeat(1000)}\r\n`),
    'a header without end': pouring(`${OK}X-More: `, 'x'.repeat(10_000)),
    'chunks of blanks without end': pouring(
      `${OK}Transfer-Encoding: chunked\r\n\r\n`,
      `400\r\n${' '.repeat(1024)}\r\n`,
    ),
    'chunks of one byte without end': pouring(
      `${OK}Transfer-Encoding: chunked\r\n\r\n`,
      '1\r\n[\r\n1\r\n]\r\n1\r\n,\r\n'.repeat(100),
    ),
    'a chunk extension without end': pouring(
      `${OK}Transfer-Encoding: chunked\r\n\r\n400;a=`,
      'x'.repeat(10_000),
    ),
    'a status line without end': pouring('HTTP/1.1 200 ', 'x'.repeat(10_000)),
    'two lengths': raw(`${OK}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`),
    'a length that is none': raw(`${OK}Content-Length: -1\r\n\r\n{}`),
    'a length of 10 TB': raw(`${OK}Content-Length: 10000000000000\r\n\r\n{}`),
    'a length of 20 MB, and two bytes': raw(`${OK}Content-Length: 20000000\r\n\r\n{}`),
    'no HTTP': raw('SSH-2.0-OpenSSH_9.6\r\n'),
    nothing: raw(''),
    'packed bytes that are cut': raw(
      Buffer.concat([
        Buffer.from(`${OK}Content-Encoding: gzip\r\nConnection: close\r\n\r\n`),
        gzipSync(BODY).subarray(0, 60),
      ]),
    ),
    'packed bytes that are none': raw(
      `${OK}Content-Encoding: gzip\r\nConnection: close\r\n\r\nno gzip at all`,
    ),
  }).map(([name, answer]): Attack => ({ name, readers: SOME, answer: () => answer, end: 'message' })),
  {
    name: 'gzip in gzip',
    readers: SOME,
    answer: () => withBody(gzipSync(gzipSync(BODY)), { 'Content-Encoding': 'gzip, gzip' }),
    end: 'message',
  },
  {
    name: 'a bomb of deflate',
    readers: ALL_READERS,
    answer: () => withBody(deflateSync(Buffer.alloc(200_000_000, ' ')), { 'Content-Encoding': 'deflate' }),
    end: 'message',
  },
  {
    name: 'a bomb of brotli',
    readers: ALL_READERS,
    answer: () => withBody(BOMB(), { 'Content-Encoding': 'br' }),
    end: 'message',
  },
  ...Object.entries({
    'a body in deflate': withBody(deflateSync(BODY), { 'Content-Encoding': 'deflate' }),
    'a body in brotli': withBody(brotliCompressSync(BODY), { 'Content-Encoding': 'br' }),
    'a wrong charset': withBody(BODY, { 'Content-Type': 'application/json; charset=utf-16' }),
    'an unknown type': withBody(BODY, { 'Content-Type': 'image/png' }),
    'invalid UTF-8': withBody(
      Buffer.concat([
        Buffer.from(BODY.replace('"comment":""', '"comment":"').split('"comment":"')[0] ?? ''),
        Buffer.from('"comment":"'),
        Buffer.from([0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80]),
        Buffer.from(`"${BODY.split('"comment":""')[1] ?? ''}`),
      ]),
    ),
    'members twice': withBody(BODY.replace('"id":"1"', '"id":"2","id":"1","value":1,"value":[]')),
    ['__proto__']: withBody(
      BODY.replace('"id":"1"', '"__proto__":{"id":"7","toString":1},"constructor":{"prototype":1},"id":"1"'),
    ),
    'huge numbers': withBody(
      BODY.replace('"comment":""', '"comment":1e400,"distribution":-1e400,"more":1' + '0'.repeat(100_000)),
    ),
    'half a pair': withBody(BODY.replace('"comment":""', '"comment":"\\ud800"')),
    'shapes that are none of MISP': withBody(
      BODY.replace(
        '"comment":""',
        '"comment":{},"Tag":"x","timestamp":{},"decay_score":[{}],"Sighting":{"a":1},"Event":[],"event_id":{}',
      ),
    ),
  }).map(([name, answer]): Attack => ({
    name,
    readers: ['mispgetioc', 'mispgetioc json', 'mispfetch attributes', 'mispsearch', 'input, attributes'],
    tried: 2,
    answer: () => answer,
    end: 'rows',
  })),
  ...Object.entries({
    'a BOM': withBody(`\ufeff${BODY}`),
    'NUL bytes': withBody(`${BODY}\0\0`),
    'two bodies': withBody(BODY + BODY),
    NaN: withBody(BODY.replace('"comment":""', '"comment":NaN')),
    'UTF-16': withBody(Buffer.from(BODY, 'utf16le')),
    'a text': withBody('"no list"'),
    null: withBody('null'),
    'a number': withBody('1e400'),
  }).map(([name, answer]): Attack => ({
    name,
    readers: [
      'mispgetioc',
      'mispgetevent',
      'mispfetch attributes',
      'input, attributes',
      'mispserved',
      'mispsight uuid',
      'create event',
      'mispgetattribute',
    ],
    answer: () => answer,
    end: 'either',
  })),
  {
    name: 'odd times and counts in headers',
    readers: ALL_READERS.filter((name) => !/create event|add attributes/.test(name)),
    tried: 2,
    answer: (_asked, tame) => ({
      ...tame,
      headers: {
        ...tame.headers,
        Date: '-1',
        'X-Auth-Key-Expiration': 'x'.repeat(8000),
        'Retry-After': 'soon',
      },
    }),
    end: 'rows',
  },
  {
    name: 'members of errors that are objects',
    readers: ALL_READERS,
    tried: 2,
    answer: () => ({
      ...json({ message: { a: ['b'] }, name: [1], errors: { x: 'y'.repeat(100_000) } }),
      status: 403,
    }),
    end: 'message',
  },
];

let bomb: Buffer | undefined;
function BOMB(): Buffer {
  return (bomb ??= brotliCompressSync(Buffer.alloc(100_000_000, ' ')));
}
