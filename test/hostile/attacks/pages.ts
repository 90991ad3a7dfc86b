import type { Attack } from '../support/attack.ts';
import { asEvents, asRows, MEGABYTE } from '../support/bodies.ts';
import type { ReaderName } from '../support/readers.ts';
import type { Answer, Asked } from '../support/server.ts';
import { attributeOf, countsOf, eventOf, json } from '../support/tame.ts';

const ATTRIBUTES: readonly ReaderName[] = [
  ...(['mispgetioc', 'mispgetioc limit=100', 'mispsearch', 'mispfetch attributes', 'mispserved'] as const),
  ...(['misprest attributes all_pages', 'input, attributes', 'add sightings', 'mispsight'] as const),
];
const EVENTS: readonly ReaderName[] = [
  'mispgetevent',
  'mispgetevent getioc',
  'mispfetch events',
  'input, events',
];

const NONE = '{"response": {"Attribute": []}}';
const NO_EVENTS = '{"response": []}';

function rows({ limit }: Asked, idOf: (row: number) => number): Answer {
  const list = Array.from({ length: limit }, (_, row) => attributeOf(idOf(row)));
  return json({ response: { Attribute: list } }, countsOf(limit, limit));
}

let otherRows = 0;

/** Pages that never end, counts that cannot be, rows that were not asked for. */
export const pages: readonly Attack[] = [
  ...Object.entries({
    '5000 rows were taken out': { 'X-Skipped-Elements-Count': '5000' },
    'infinitely many rows were taken out': { 'X-Skipped-Elements-Count': 'Infinity' },
    'minus five rows were taken out': { 'X-Skipped-Elements-Count': '-5' },
    'a billion rows were taken out': { 'X-Skipped-Elements-Count': '1000000000', 'X-Result-Count': '1' },
    'as many rows as were asked for were taken out': {
      'X-Skipped-Elements-Count': 'LIMIT',
      'X-Result-Count': 'LIMIT+1',
    },
    'half a row was taken out': { 'X-Skipped-Elements-Count': '0.5', 'X-Result-Count': '1e9' },
    'there are a billion': { 'X-Result-Count': '1000000000' },
    'there are a billion, none taken out': {
      'X-Result-Count': '1000000000',
      'X-Skipped-Elements-Count': '0',
    },
    'two counts': { 'X-Result-Count': '5, 7', 'X-Skipped-Elements-Count': '3, 4' },
  }).map(([name, headers]): Attack => ({
    name: `no rows, and ${name}`,
    readers: ATTRIBUTES,
    tried: 2,
    answer: ({ limit }) => ({ headers: counted(headers, limit), body: NONE }),
    end: 'either',
    message: /page after page without rows|No sightings were added/,
  })),
  {
    name: 'no events of a billion',
    readers: EVENTS,
    tried: 3,
    answer: () => ({ headers: { 'X-Result-Count': '1000000000' }, body: NO_EVENTS }),
    end: 'either',
    message: /without events/,
  },
  {
    name: 'the same page again and again',
    readers: ATTRIBUTES,
    tried: 4,
    answer: (asked) => rows(asked, (row) => row + 1),
    end: 'message',
    message: /sent before|page after page|same/,
  },
  {
    name: 'the same events again and again',
    readers: EVENTS,
    tried: 4,
    answer: () =>
      json({ response: [{ Event: eventOf(1, { Attribute: [] }) }] }, { 'X-Result-Count': '1000000000' }),
    end: 'either',
    message: /sent before/,
  },
  {
    name: 'ids far apart, without end',
    readers: ['mispgetioc', 'mispfetch attributes', 'mispserved'],
    answer: (asked) => rows(asked, (row) => ((asked.page - 1) * asked.limit + row + 1) * 300),
    end: 'message',
    seconds: 90,
    isSlow: true,
  },
  {
    name: 'ten times the rows that were asked for',
    readers: ATTRIBUTES,
    tried: 4,
    answer: ({ limit }) => rows({ limit: limit * 10 } as Asked, (row) => row * 2000 + 1),
    end: 'message',
  },
  {
    name: 'other rows each time, more than were asked for',
    readers: ['misprest attributes all_pages'],
    answer: ({ limit }) => rows({ limit: limit + 1 } as Asked, (row) => row + (otherRows += 10_000)),
    end: 'message',
  },
  {
    name: 'more events than were asked for',
    readers: EVENTS,
    tried: 4,
    answer: () => json({ response: Array.from({ length: 5000 }, (_, row) => ({ Event: eventOf(row + 1) })) }),
    end: 'message',
  },
  {
    name: 'rows that are numbers',
    readers: ATTRIBUTES,
    answer: () => ({ body: asRows(`[${'1,'.repeat(2 * MEGABYTE)}1]`) }),
    end: 'message',
  },
  {
    name: 'events that are numbers',
    readers: EVENTS,
    answer: () => ({ body: asEvents(`[${'1,'.repeat(MEGABYTE)}1]`) }),
    end: 'message',
  },
  {
    name: 'events whose attributes are no JSON',
    readers: ['mispgetevent getioc', 'mispgetevent getioc json'],
    tried: 2,
    answer: () => ({ body: '{"response": [{"Event": {"id": "1", "Attribute": [{bad}]}}]}' }),
    end: 'message',
  },
  {
    name: 'pages that alternate',
    readers: ['misprest all_pages', 'misprest attributes all_pages', 'mispgetioc limit=100'],
    tried: 3,
    answer: (asked) => rows(asked, (row) => row + 1 + (asked.page % 2) * 1000),
    end: 'either',
  },
  {
    name: 'ids that are none, or huge',
    readers: ['input, attributes', 'mispgetioc', 'mispfetch json'],
    tried: 3,
    answer: () => {
      const ids = [
        '-1',
        '-300',
        'abc',
        '1.3',
        '1e300',
        '9007199254740993',
        '9007199254740991',
        '4294967295',
        '7',
      ];
      return json({ response: { Attribute: ids.map((id) => attributeOf(1, { id })) } }, countsOf(9, 1000));
    },
    end: 'rows',
  },
  {
    name: 'six thousand sightings of attributes far apart',
    readers: ['input, sightings'],
    answer: () =>
      json({
        response: Array.from({ length: 6_000 }, (_, index) => ({
          Sighting: {
            id: String(index * 300 + 1),
            uuid: `30000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
            date_sighting: '1795000000',
            attribute_id: String(index * 300 + 1),
          },
        })),
      }),
    end: 'either',
  },
];

function counted(headers: Readonly<Record<string, string>>, limit: number): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, text]) => [
      name,
      text.replace('LIMIT+1', String(limit + 1)).replace('LIMIT', String(limit)),
    ]),
  );
}
