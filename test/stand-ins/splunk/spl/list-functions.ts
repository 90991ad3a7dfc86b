import { expectBooleans, expectValues, type Node } from './operators.ts';
import { cellOf } from './results.ts';
import { regexOf, type ValueFunction } from './text-functions.ts';
import { isList, numberOf, textOfValue, type Value, valueOfCell } from './values.ts';

/** Functions of fields with several values; a single value is a list of one. */
export const listFunctions: readonly ValueFunction[] = [
  { name: 'mvappend', least: 1, most: Infinity, calculate: mvappend },
  { name: 'mvcount', least: 1, most: 1, calculate: ([list = null]) => valuesIn(list).length || null },
  { name: 'mvfind', least: 2, most: 2, calculate: ([list = null, pattern = null]) => mvfind(list, pattern) },
  { name: 'mvindex', least: 2, most: 3, calculate: mvindex },
  { name: 'mvjoin', least: 2, most: 2, calculate: ([list = null, between = null]) => mvjoin(list, between) },
  { name: 'mvdedup', least: 1, most: 1, calculate: ([list = null]) => listOf([...new Set(valuesIn(list))]) },
  { name: 'mvrange', least: 2, most: 2, calculate: mvrange },
  { name: 'split', least: 2, most: 2, calculate: ([text = null, between = null]) => split(text, between) },
];

/** The values of all, in order; nulls are none. */
function mvappend(all: readonly Value[]): Value {
  return valueOfCell(cellOf(all.flatMap(valuesIn)));
}

/** The place of the first value that a pattern is found in, counted from 0; null of none. */
function mvfind(list: Value, pattern: Value): Value {
  const text = textOfValue(pattern);
  if (list === null || text === null) return null;
  const regex = regexOf(text);
  const at = valuesIn(list).findIndex((value) => regex.test(value));
  return at < 0 ? null : at;
}

/** Counts from 0, and from the end when negative; out of range is null. */
function mvindex([list = null, start = null, end = start]: readonly Value[]): Value {
  const values = valuesIn(list);
  const [from, to] = [start, end].map((index) => {
    const number = numberOf(index);
    return number !== null && number < 0 ? values.length + number : number;
  });
  if (typeof from !== 'number' || typeof to !== 'number' || from < 0 || to >= values.length || from > to)
    return null;
  return valueOfCell(cellOf(values.slice(from, to + 1)));
}

function mvjoin(list: Value, between: Value): Value {
  const delimiter = textOfValue(between);
  return list === null || delimiter === null ? null : valuesIn(list).join(delimiter);
}

function split(value: Value, between: Value): Value {
  const [text, delimiter] = [textOfValue(value), textOfValue(between)];
  if (delimiter === '') throw new Error('split() without a delimiter is not supported.');
  return text === null || delimiter === null ? null : valueOfCell(cellOf(text.split(delimiter)));
}

/** Whole numbers from the first up to the second, which is not among them. */
function mvrange([from = null, to = null]: readonly Value[]): Value {
  const [first, end] = [numberOf(from), numberOf(to)];
  if (first === null || end === null) return null;
  return listOf(Array.from({ length: Math.max(0, end - first) }, (_none, at) => String(first + at)));
}

/** mvmap(): what an expression makes of each value of a field. @throws Error when one of them becomes null, or several */
export function each(list: Node | undefined, expression: Node | undefined): Node {
  const field = list?.field;
  if (!list || !expression || field === undefined) throw new Error('mvmap() takes a field first.');
  expectValues('mvmap()', [list, expression]);
  return {
    kind: 'value',
    value: (row) =>
      listOf(
        valuesIn(list.value(row)).map((value) => {
          const made = textOfValue(expression.value({ ...row, [field]: value }));
          if (made === null) throw new Error('mvmap() of a value that becomes null is not supported.');
          return made;
        }),
      ),
  };
}

/** mvfilter(): the values of the one field of a condition for which it is true. */
export function filtered(condition: Node | undefined): Node {
  const field = condition?.field;
  if (!condition || field === undefined) throw new Error('mvfilter() takes a function of one field.');
  expectBooleans('mvfilter()', [condition]);
  return {
    kind: 'value',
    value: (row) => {
      const cell = row[field];
      const values = cell === undefined ? [] : typeof cell === 'string' ? [cell] : cell;
      return listOf(values.filter((value) => condition.value({ ...row, [field]: value }) === true));
    },
  };
}

function listOf(values: readonly string[]): Value {
  return valueOfCell(cellOf(values));
}

function valuesIn(value: Value): readonly string[] {
  if (isList(value)) return value;
  const text = textOfValue(value);
  return text === null ? [] : [text];
}
