import type { Row } from '../../../../src/protocol/rows.ts';
import { type Command, later } from './context.ts';
import { looksNumeric, valuesOf } from './results.ts';
import { fieldName, parseWords, type Word } from './words.ts';

interface Key {
  readonly field: string;
  readonly direction: 1 | -1;
  readonly as: 'auto' | 'num' | 'str';
}

/**
 * Sorts by fields, nulls last, and otherwise keeps the order; then takes the first rows, all for 0. A field is sorted as
 * numbers or addresses if all its values are such; if only some are, Splunk's order is none, which is an error.
 */
export const sort: Command = later((args, _context, { name }) => {
  const [count, ...rest] = parseWords(name, args.replaceAll(/(^|[\s,])([+-])\s+/g, '$1$2'), {}).words;
  if (!count || !/^\d+$/.test(count.text))
    throw new Error('sort needs a count: without one, Splunk cuts at 10,000 rows.');
  if (rest.length === 0) throw new Error('sort needs the name of a field.');
  const keys = rest.map(keyOf);
  const limit = Number(count.text) || Infinity;
  return ({ rows, fields }) => ({ fields, rows: sorted(rows, keys).slice(0, limit) });
});

/** Rows by these fields ascending. A field of which only some values are numbers is sorted as text: any order is as good. */
export function sortedBy(rows: readonly Row[], fields: readonly string[]): Row[] {
  return sorted(
    rows,
    fields.map((field) => ({ field, direction: 1, as: isOfOneKind(rows, field) ? 'auto' : 'str' })),
  );
}

function keyOf(word: Word): Key {
  const [, sign, as = 'auto', inside, bare] =
    /^([+-]?)(?:(auto|num|str)\(([^()]+)\)|([^()]+))$/.exec(word.text) ?? [];
  if (word.isQuoted) return { field: fieldName('sort', word), direction: 1, as: 'auto' };
  const field = inside ?? bare;
  if (field === undefined || /^(d|desc|asc)$/.test(field))
    throw new Error(`sort does not support "${word.text}".`);
  return {
    field: fieldName('sort', { text: field, isQuoted: false }),
    direction: sign === '-' ? -1 : 1,
    as: as as Key['as'],
  };
}

type Sortable = string | number | undefined;

function sorted(rows: readonly Row[], keys: readonly Key[]): Row[] {
  const columns = keys.map((key) => sortables(rows, key));
  const order = rows.map((_row, index) => index);
  order.sort((one, other) => {
    for (const [at, column] of columns.entries()) {
      const difference = compare(column[one], column[other], keys[at]?.direction ?? 1);
      if (difference !== 0) return difference;
    }
    return one - other;
  });
  return order.map((index) => rows[index] ?? {});
}

function compare(one: Sortable, other: Sortable, direction: number): number {
  if (one === other) return 0;
  if (one === undefined) return 1;
  if (other === undefined) return -1;
  return one < other ? -direction : direction;
}

function sortables(rows: readonly Row[], { field, as }: Key): Sortable[] {
  const texts = rows.map((row) => {
    const cell = row[field];
    if (typeof cell === 'object')
      throw new Error(`sort by ${field}, which has several values, is not supported.`);
    return cell;
  });
  if (as === 'str') return texts;
  if (as === 'num')
    return texts.map((text) => (text !== undefined && looksNumeric(text) ? Number(text) : undefined));
  const kinds = new Set(texts.flatMap((text) => (text === undefined ? [] : kindOf(text))));
  if (kinds.size > 1)
    throw new Error(
      `sort by ${field}, only some of whose values are numbers or addresses: use str() or num().`,
    );
  if (kinds.has('text')) return texts;
  return texts.map((text) =>
    text === undefined ? undefined : kinds.has('number') ? Number(text) : addressOf(text),
  );
}

function isOfOneKind(rows: readonly Row[], field: string): boolean {
  return new Set(rows.flatMap((row) => valuesOf(row[field]).map(kindOf))).size <= 1;
}

const ADDRESS = /^\d{1,3}(\.\d{1,3}){3}$/;

function kindOf(text: string): 'number' | 'address' | 'text' {
  if (looksNumeric(text)) return 'number';
  return ADDRESS.test(text) ? 'address' : 'text';
}

function addressOf(text: string): number {
  return text.split('.').reduce((sum, part) => sum * 1000 + Number(part), 0);
}
