import type { Row } from '../../../../src/protocol/rows.ts';
import { type Cell, cellOf, looksNumeric, valuesOf } from './results.ts';
import { fieldName, type Word } from './words.ts';

/** One function of stats and its relatives: `dc(a) AS b`. */
export interface Aggregate {
  readonly output: string;
  /** The field that it is of; none of a bare count. */
  readonly input?: string;
  readonly calculate: (rows: readonly Row[]) => Cell;
}

/** @throws Error on none, and on functions that are not known */
export function aggregatesOf(command: string, words: readonly Word[]): Aggregate[] {
  const aggregates: Aggregate[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const text = words[at]?.text ?? '';
    const [, called = '', inside] = /^(\w+)(?:\(([^()]+)\))?$/.exec(text) ?? [];
    const calculate = Object.hasOwn(FUNCTIONS, called) ? FUNCTIONS[called] : undefined;
    if (!calculate || (inside === undefined && called !== 'count'))
      throw new Error(`Unknown function ${text} of ${command}.`);
    const renamed = /^as$/i.test(words[at + 1]?.text ?? '') ? words[at + 2] : undefined;
    const field = inside === undefined ? undefined : fieldName(command, { text: inside, isQuoted: false });
    aggregates.push({
      output: renamed ? fieldName(command, renamed) : text,
      ...(field !== undefined && { input: field }),
      calculate: (rows) => (field === undefined ? String(rows.length) : calculate(field, rows)),
    });
    if (renamed) at += 2;
  }
  if (aggregates.length === 0) throw new Error(`${command} needs a function.`);
  return aggregates;
}

const FUNCTIONS: Readonly<Record<string, (field: string, rows: readonly Row[]) => Cell>> = {
  count: of((values) => String(values.length)),
  dc: of((values) => String(new Set(values).size)),
  values: of((values) => cellOf([...new Set(values)].sort())),
  max: of((values) => extreme(values, 1)),
  min: of((values) => extreme(values, -1)),
  sum: of((values) => {
    const numbers = values.filter(looksNumeric);
    return numbers.length === 0 ? undefined : String(numbers.reduce((sum, one) => sum + Number(one), 0));
  }),
  latest,
};

function of(calculate: (values: readonly string[]) => Cell) {
  return (field: string, rows: readonly Row[]) => calculate(rows.flatMap((row) => valuesOf(row[field])));
}

/** Of the row with the greatest `_time` that has the field. @throws Error when two with different values are the latest */
function latest(field: string, rows: readonly Row[]): Cell {
  let best: { readonly time: number; readonly cell: Cell } | undefined;
  for (const row of rows) {
    const cell = row[field];
    if (cell === undefined) continue;
    if (typeof cell === 'object') throw new Error(`latest(${field}) of several values is not supported.`);
    if (row['_time'] === undefined) throw new Error('latest() needs _time.');
    const time = Number(row['_time']);
    if (best?.time === time && best.cell !== cell)
      throw new Error(`Which of two at the same _time is latest(${field}) is not known.`);
    if (best === undefined || time > best.time) best = { time, cell };
  }
  return best?.cell;
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
