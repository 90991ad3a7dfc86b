import type { Attack } from '../support/attack.ts';
import type { ReaderName } from '../support/readers.ts';
import { attributeOf, countsOf, eventOf, json } from '../support/tame.ts';
import { lazily } from '../support/bodies.ts';

const JSON_READERS: readonly ReaderName[] = ['mispgetioc json', 'mispfetch json'];
const ROW_READERS: readonly ReaderName[] = [
  'mispgetioc',
  'mispfetch attributes',
  'mispsearch',
  'input, attributes',
];

const many = (rows: number, rowOf: (row: number) => Readonly<Record<string, unknown>>) =>
  lazily(() =>
    json(
      { response: { Attribute: Array.from({ length: rows }, (_, row) => attributeOf(row + 1, rowOf(row))) } },
      countsOf(rows, 1000),
    ),
  );

const leaves = (row: number, count: number, length = 0) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, leaf) => [`leaf_${row}_${leaf}${'x'.repeat(length)}`, 'v']),
  );

/** Fields whose names MISP chooses, which are columns of all results. */
export const columns: readonly Attack[] = [
  {
    name: '903 rows with 200 leaves of their own',
    readers: JSON_READERS,
    tried: 2,
    answer: many(903, (row) => leaves(row, 200)),
    end: 'rows',
  },
  {
    name: '107 rows with 1,500 leaves of their own',
    readers: JSON_READERS,
    tried: 2,
    answer: many(107, (row) => leaves(row, 1500)),
    end: 'either',
  },
  {
    name: '903 rows with leaves of long names',
    readers: JSON_READERS,
    tried: 1,
    answer: many(903, (row) => leaves(row, 10, 1000)),
    end: 'rows',
  },
  {
    name: '903 rows of types of their own',
    readers: ROW_READERS,
    tried: 4,
    answer: many(903, (row) => ({ type: `type-${row}` })),
    end: 'rows',
  },
  {
    name: '903 rows of types of long names',
    readers: ROW_READERS,
    tried: 2,
    answer: many(903, (row) => ({ type: `type-${row}${'x'.repeat(85)}` })),
    end: 'rows',
  },
  {
    // No type is so long: these rows are dropped, with a warning.
    name: '903 rows of types that are none',
    readers: ROW_READERS,
    tried: 2,
    answer: many(903, (row) => ({ type: `type-${row}${'x'.repeat(5000)}` })),
    end: 'either',
  },
  {
    name: 'an attribute with 5,000 members',
    readers: ['mispgetattribute'],
    answer: ({ path }) =>
      json({
        Attribute: attributeOf(Number(path.split('/').at(-1)), leaves(Number(path.split('/').at(-1)), 5000)),
      }),
    end: 'either',
  },
  {
    name: 'attributes with a comment of 900 kB',
    readers: ['mispgetattribute'],
    answer: ({ path }) =>
      json({ Attribute: attributeOf(Number(path.split('/').at(-1)), { comment: 'x'.repeat(900_000) }) }),
    end: 'message',
  },
  {
    name: 'events with 2,000 galaxies each',
    readers: ['mispgetevent', 'mispgetevent json', 'mispfetch events'],
    tried: 3,
    answer: ({ page }) =>
      json(
        {
          response: Array.from({ length: page === 1 ? 15 : 0 }, (_, row) => ({
            Event: eventOf(row + 1, {
              Galaxy: Array.from({ length: 2000 }, (_, galaxy) => ({
                name: `g${galaxy}`,
                GalaxyCluster: [{ value: 'v', [`own_${row}_${galaxy}`]: 'x' }],
              })),
            }),
          })),
        },
        { 'X-Result-Count': '15' },
      ),
    end: 'either',
  },
  {
    name: 'leaves that are called like fields of Splunk',
    readers: [...JSON_READERS, 'mispgetattribute'],
    tried: 3,
    answer: ({ path }) => {
      const row = attributeOf(1, {
        index: 'x',
        splunk_server: 'x',
        _indextime: 'x',
        _cd: 'x',
        __mv_host: '$EVIL1$;$EVIL2$',
        __mv__raw: '$a$',
        __mv_value: '$a$',
        linecount: 'x',
        punct: 'x',
        constructor: 'x',
        host: 'evil',
        _time: '1',
        _raw: 'evil',
      });
      const body = JSON.stringify(row).replace('{', '{"__proto__":["x","y"],');
      return {
        headers: countsOf(1, 1000),
        body: path.includes('/view/') ? `{"Attribute":${body}}` : `{"response":{"Attribute":[${body}]}}`,
      };
    },
    end: 'rows',
    absent: /splunk_server|_indextime|_cd\b|__mv_(host|_raw|value)|linecount|punct|__proto__|EVIL/,
  },
];
