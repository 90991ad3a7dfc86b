import type { Attack } from '../support/attack.ts';
import { asRows, asText, filled, lazily, listOf, MEGABYTE } from '../support/bodies.ts';
import { attributeOf, countsOf } from '../support/tame.ts';

/** Just below what is taken of an answer. */
const LARGE = 19 * MEGABYTE;
const ROW = JSON.stringify(attributeOf(1));

/** A row with a list of tags of so many bytes, each row with others. */
function rowWithTags(id: number, bytes: number): string {
  const tags = Array.from({ length: Math.floor(bytes / 20) }, (_, tag) => ({ name: `t${id}-${tag}` }));
  return JSON.stringify(attributeOf(id, { Tag: tags }));
}

const BODIES: Readonly<Record<string, () => string>> = {
  'a text of 19 MB': () => asText('value', 'x'.repeat(LARGE)),
  'escapes alone': () => asText('value', filled(LARGE, '\\u0041')),
  'quotation marks, escaped': () => asText('comment', filled(LARGE, '\\"')),
  'a text that never ends': () => asText('value', 'x'.repeat(LARGE)).slice(0, LARGE - 1000),
  'a row that never ends': () => asRows(`[${ROW.slice(0, -1)},"more":[`).slice(0, -2) + filled(LARGE, '{},'),
  'lists within lists': () => asRows(`[${ROW},${'['.repeat(LARGE)}`),
  'lists in each row': () => asRows(listOf(LARGE, `${ROW.slice(0, -1)},"Tag":${listOf(3000, '[]')}}`)),
  'tags of rows, all different': () =>
    asRows(`[${filled(LARGE, (row) => `${rowWithTags(row + 1, 3000)},`)}${ROW}]`),
  'members in another order': () =>
    asRows(listOf(LARGE, JSON.stringify(Object.fromEntries(Object.entries(attributeOf(1)).reverse())))),
  'blanks alone': () => `{"response": {"Attribute": [${ROW},${' '.repeat(LARGE)}`,
  'as many rows as there is room for': () => asRows(listOf(LARGE, ROW)),
};

/** Pages that come when the order of members is known, by which rows are then read. */
export const laterPages: readonly Attack[] = Object.entries(BODIES).map(([name, make]): Attack => {
  const body = lazily(make);
  return {
    name: `after a page that is right, ${name}`,
    readers: ['mispgetioc', 'input, attributes'],
    tried: 2,
    pages: 2,
    answer: ({ limit }, tame) => (limit <= 1000 ? tame : { headers: countsOf(limit, limit), body: body() }),
    end: 'either',
  };
});
