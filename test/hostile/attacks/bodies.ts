import { MAX_LIST_BYTES, MAX_RESPONSE_BYTES, MAX_VALUE_BYTES } from '../../../src/misp/http/bounds.ts';
import { valueBytesOf } from '../../../src/misp/http/json-scan.ts';
import type { Attack } from '../support/attack.ts';
import {
  asRows,
  asText,
  COUNTS,
  filled,
  inRow,
  lazily,
  listOf,
  MEGABYTE,
  packed,
} from '../support/bodies.ts';
import { ALL_READERS, type ReaderName } from '../support/readers.ts';

/** Bytes of a body that is just let through, without what is around it. */
const MOST = MAX_RESPONSE_BYTES - 2000;

/** Rows whose comments are as long as they may be. */
const ROWS = 40;

const ROW_READERS: readonly ReaderName[] = [
  ...['mispgetioc', 'mispgetioc json', 'mispsearch', 'mispfetch attributes', 'mispfetch json'],
  ...['mispserved', 'input, attributes', 'add sightings'],
] as ReaderName[];

/** Bodies that are nothing but structure: JSON.parse takes many times their size. */
const STRUCTURES: Readonly<Record<string, () => string>> = {
  'lists without end': () => '['.repeat(32 * MEGABYTE),
  'objects without end': () => '{"a":'.repeat(4 * MEGABYTE),
  'lists in lists, closed': () => `${'['.repeat(MEGABYTE)}${']'.repeat(MEGABYTE)}`,
  'empty objects': () => listOf(40 * MEGABYTE, '{}'),
  'empty lists': () => listOf(40 * MEGABYTE, '[]'),
  'objects of one member': () => listOf(40 * MEGABYTE, '{"a":1}'),
  'objects in a map': () => `{${filled(20 * MEGABYTE, (index) => `"k${index}":{},`).slice(0, -1)}}`,
  'objects of names of their own': () => listOf(20 * MEGABYTE, (index) => `{"k${index}":1}`),
  'large indexes': () => listOf(20 * MEGABYTE, '{"9999":{}}'),
  'empty texts': () => listOf(40 * MEGABYTE, '""'),
  numbers: () => listOf(40 * MEGABYTE, '1'),
  ['__proto__']: () => listOf(40 * MEGABYTE, '{"__proto__":{}}'),
  blanks: () => ' '.repeat(100 * MEGABYTE),
  zeros: () => '\0'.repeat(100 * MEGABYTE),
  'a web page': () => `<html>${'{[<'.repeat(10 * MEGABYTE)}`,
};

/** The same, as large as is still taken, or a little above. */
const NEARLY: Readonly<Record<string, (bytes: number) => string>> = {
  'empty objects': (bytes) => listOf(bytes, '{}'),
  'empty lists': (bytes) => listOf(bytes, '[]'),
  'objects of names of their own': (bytes) => listOf(bytes, (index) => `{"k${index}":1}`),
  'objects in a map': (bytes) => `{${filled(bytes, (index) => `"k${index}":{},`).slice(0, -1)}}`,
  'members of names of their own': (bytes) => `{${filled(bytes, (index) => `"k${index}":1,`).slice(0, -1)}}`,
  'members in orders of their own': (bytes) => listOf(bytes, shuffled),
  texts: (bytes) => listOf(bytes, (index) => `"${index.toString(36)}"`),
  fractions: (bytes) => listOf(bytes, '0.5'),
};

function shuffled(index: number): string {
  const names = Array.from('abcdefghijkl');
  for (let at = names.length - 1, seed = index; at > 0; at -= 1) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    const other = seed % (at + 1);
    [names[at], names[other]] = [names[other] ?? '', names[at] ?? ''];
  }
  return `{${names.map((name) => `"${name}":1`).join(',')}}`;
}

/** As much of it as is just let through. */
function fitting(body: (bytes: number) => string): string {
  const sample = Buffer.from(body(MEGABYTE));
  const most = (0.97 * MAX_VALUE_BYTES * sample.length) / valueBytesOf(sample);
  return body(Math.min(most, MOST));
}

const LONG: Readonly<Record<string, (bytes: number) => string>> = {
  letters: (bytes) => 'x'.repeat(bytes),
  'letters that take two bytes': (bytes) => `${'x'.repeat(bytes)}€`,
  'quotation marks': (bytes) => '\\"'.repeat(bytes / 2),
  'line feeds': (bytes) => '\\n'.repeat(bytes / 2),
  ampersands: (bytes) => '&'.repeat(bytes),
  'control characters': (bytes) => '\\u0001'.repeat(bytes / 6),
  dollars: (bytes) => '$'.repeat(bytes),
  blanks: (bytes) => ' '.repeat(bytes),
  'halves of pairs': (bytes) => '\\ud800'.repeat(bytes / 6),
};

/** Lists of organisations as long as they may be. The search ends as without the list. */
const ORGANISATIONS: Readonly<Record<string, (index: number) => string>> = {
  organisations: (index) => `{"Organisation":{"id":"${index}","name":"Nobodx${index}","uuid":"x"}}`,
  'empty objects': () => '{}',
};

export const bodies: readonly Attack[] = [
  ...Object.entries(ORGANISATIONS).map(([name, one]): Attack => ({
    name: `a list of organisations of as many ${name} as fit`,
    readers: ['mispgetioc org'],
    answer: packed(() => listOf(MAX_LIST_BYTES - 2000, one)),
    end: 'rows',
  })),
  ...Object.entries(STRUCTURES).map(([name, body]): Attack => ({
    name: `gzip of ${name}`,
    readers: ALL_READERS,
    answer: packed(body),
    end: 'message',
  })),
  ...[403, 404, 429, 500, 302].flatMap((status) =>
    ['lists without end', 'empty objects', 'blanks'].map((name): Attack => {
      const answer = packed(STRUCTURES[name] ?? String, status);
      return { name: `HTTP ${status} with ${name}`, readers: ALL_READERS, answer, end: 'message' };
    }),
  ),
  ...Object.entries(STRUCTURES)
    .slice(0, 4)
    .map(([name, body]): Attack => {
      const answer = packed(body);
      return {
        name: `second page: gzip of ${name}`,
        readers: ['mispgetioc limit=100', 'misprest attributes all_pages', 'misprest all_pages'],
        pages: 5,
        answer: (asked, tame) => (asked.page === 1 ? tame : answer()),
        end: 'message',
      };
    }),
  ...Object.entries(NEARLY).flatMap(([name, body]): Attack[] => {
    const asRow = packed(() => inRow(fitting(body)));
    const asList = packed(() => asRows(fitting(body)));
    return [
      { name: `a row with as many ${name} as fit`, readers: ROW_READERS, answer: asRow, end: 'either' },
      {
        name: `as many ${name} as fit`,
        readers: ['misprest', 'mispgetevent'],
        answer: packed(() => fitting(body)),
        end: 'either',
      },
      { name: `as many ${name} as rows as fit`, readers: ['mispgetioc'], answer: asList, end: 'message' },
    ];
  }),
  ...Object.entries(LONG).flatMap(([name, text]): Attack[] => {
    const answer = lazily(() => ({ headers: COUNTS, body: asText('comment', text(MOST)) }));
    const asMany = lazily(() => ({
      headers: COUNTS,
      body: asText('comment', text(MOST / ROWS - 1000), ROWS),
    }));
    const top = lazily(() => ({ body: `["${text(MOST)}"]` }));
    return [
      { name: `a comment of as many ${name} as fit`, readers: ROW_READERS, answer, end: 'either' },
      {
        name: `${ROWS} comments of as many ${name} as fit`,
        readers: ROW_READERS,
        tried: 2,
        answer: asMany,
        end: 'either',
      },
      { name: `a text of as many ${name} as fit`, readers: ['misprest'], answer: top, end: 'either' },
    ];
  }),
];
