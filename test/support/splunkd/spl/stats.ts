import type { Row } from '../../../../src/protocol/rows.ts';
import { type Command, later } from './context.ts';
import { type Cell, cellOf, looksNumeric, valuesOf } from './results.ts';
import { sortedBy } from './sort.ts';
import { fieldName, fieldNames, parseWords, type Word } from './words.ts';

interface Aggregate {
  readonly output: string;
  readonly field: string | undefined;
  readonly calculate: (values: readonly string[], rows: number) => Cell;
}

/**
 * One row for each combination of the fields after by, sorted by them; a row counts once for each of a field's values,
 * and not if it lacks the field.
 */
export const stats: Command = later((args, _context, { name }) => {
  const { words } = parseWords(name, args, {});
  const at = words.findIndex(({ text, isQuoted }) => !isQuoted && /^by$/i.test(text));
  const by = at < 0 ? [] : fieldNames(name, words.slice(at + 1));
  const aggregates = aggregatesOf(at < 0 ? words : words.slice(0, at));
  return ({ rows }) => {
    const groups = by.length === 0 ? [{ keys: [], rows }] : groupsOf(rows, by);
    const made = groups.map(({ keys, rows: members }): Row => {
      const inOrder = sortedBy(members, ['_time']);
      const cells = aggregates.map(({ field, calculate }) =>
        calculate(field === undefined ? [] : inOrder.flatMap((row) => valuesOf(row[field])), members.length),
      );
      const entries = [
        ...keys.map((key, index) => [by[index], key]),
        ...cells.map((cell, index) => [aggregates[index]?.output, cell]),
      ];
      return Object.fromEntries(entries.filter(([, cell]) => cell !== undefined)) as Row;
    });
    const isNothing =
      by.length === 0 && rows.length === 0 && made.every((row) => Object.keys(row).length === 0);
    return {
      fields: [...by, ...aggregates.map(({ output }) => output)],
      rows: isNothing ? [] : sortedBy(made, by),
    };
  };
});

const FUNCTIONS: Readonly<Record<string, Aggregate['calculate']>> = {
  count: (values) => String(values.length),
  dc: (values) => String(new Set(values).size),
  values: (values) => cellOf([...new Set(values)].sort()),
  max: (values) => extreme(values, 1),
  min: (values) => extreme(values, -1),
  sum: (values) => {
    const numbers = values.filter(looksNumeric).map(Number);
    return numbers.length === 0 ? undefined : String(numbers.reduce((sum, one) => sum + one, 0));
  },
  // Values come in the order of their rows' time.
  latest: (values) => values.at(-1),
};

function aggregatesOf(words: readonly Word[]): Aggregate[] {
  const aggregates: Aggregate[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const text = words[at]?.text ?? '';
    const [, called = '', inside] = /^(\w+)(?:\(([^()]+)\))?$/.exec(text) ?? [];
    const calculate = Object.hasOwn(FUNCTIONS, called) ? FUNCTIONS[called] : undefined;
    if (!calculate || (inside === undefined && called !== 'count'))
      throw new Error(`Unknown function ${text} of stats.`);
    const renamed = /^as$/i.test(words[at + 1]?.text ?? '') ? words[at + 2] : undefined;
    aggregates.push({
      output: renamed ? fieldName('stats', renamed) : text,
      field: inside === undefined ? undefined : fieldName('stats', { text: inside, isQuoted: false }),
      calculate: inside === undefined ? (_values, rows) => String(rows) : calculate,
    });
    if (renamed) at += 2;
  }
  if (aggregates.length === 0) throw new Error('stats needs a function.');
  return aggregates;
}

function groupsOf(rows: readonly Row[], by: readonly string[]): { keys: string[]; rows: Row[] }[] {
  const groups = new Map<string, { keys: string[]; rows: Row[] }>();
  for (const row of rows) {
    const combinations = by.reduce<string[][]>(
      (all, field) => all.flatMap((keys) => valuesOf(row[field]).map((value) => [...keys, value])),
      [[]],
    );
    for (const keys of combinations) {
      const id = JSON.stringify(keys);
      const group = groups.get(id);
      if (group) group.rows.push(row);
      else groups.set(id, { keys, rows: [row] });
    }
  }
  return [...groups.values()];
}

/** As numbers, or as texts if none is one. */
function extreme(values: readonly string[], direction: 1 | -1): Cell {
  const numbers = values.filter(looksNumeric);
  if (numbers.length > 0 && numbers.length < values.length) {
    throw new Error('max() or min() of numbers and other texts together is not supported.');
  }
  const isMore = (one: string, other: string) =>
    numbers.length > 0
      ? (Number(one) - Number(other)) * direction > 0
      : one !== other && one > other === direction > 0;
  return values.length === 0
    ? undefined
    : values.reduce((best, value) => (isMore(value, best) ? value : best));
}
