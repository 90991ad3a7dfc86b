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

function valuesIn(value: Value): readonly string[] {
  if (isList(value)) return value;
  const text = textOfValue(value);
  return text === null ? [] : [text];
}
