import { type Cell, looksNumeric } from './results.ts';

/** What a field holds that looks like a number: one where a number is wanted, else its text as it is. */
export interface NumericText {
  readonly text: string;
  readonly number: number;
}

/** A value of an expression. A list has several values; a string is text that is no field's number. */
export type Value = null | boolean | number | string | NumericText | readonly string[];

export function isList(value: Value): value is readonly string[] {
  return Array.isArray(value);
}

export function valueOfCell(cell: Cell): Value {
  if (cell === undefined) return null;
  if (typeof cell === 'string') return looksNumeric(cell) ? { text: cell, number: Number(cell) } : cell;
  return cell.length > 1 ? cell : valueOfCell(cell[0]);
}

/** @throws Error on a boolean, which no field can hold */
export function cellOfValue(value: Value): Cell {
  if (typeof value === 'boolean') throw new Error('A field cannot hold a boolean.');
  return isList(value) ? value : (textOfValue(value) ?? undefined);
}

/** @throws Error on several values */
export function textOfValue(value: Value): string | null {
  if (value === null || typeof value === 'string') return value;
  if (isList(value))
    throw new Error(`A multivalue field where one text is wanted is not supported: ${value.join(', ')}`);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'number' ? String(value) : value.text;
}

/** Null for what is not a number. @throws Error on several values */
export function numberOf(value: Value): number | null {
  if (typeof value === 'number') return value;
  if (value !== null && typeof value === 'object' && 'number' in value) return value.number;
  const text = textOfValue(value);
  return text !== null && looksNumeric(text) ? Number(text) : null;
}

export type Comparison = '<' | '<=' | '>' | '>=' | '=' | '!=';

/**
 * Null if either is. Two numbers, or fields' texts that look like some, compare as numbers; otherwise texts compare, by
 * their characters. Where a text that looks like a number but is no field's would make a difference, nothing is said
 * of what Splunk does.
 *
 * @throws Error on that, and on several values
 */
export function compare(operator: Comparison, one: Value, other: Value): boolean | null {
  if (one === null || other === null) return null;
  if (isList(one) || isList(other))
    throw new Error(`The comparison ${operator} of a multivalue field is not supported.`);
  const texts = holds(operator, textOfValue(one) ?? '', textOfValue(other) ?? '');
  const [left, right] = [numberOf(one), numberOf(other)];
  if (left === null || right === null) return texts;
  const numbers = holds(operator, left, right);
  if (numbers !== texts && (typeof one === 'string' || typeof other === 'string')) {
    throw new Error(
      `${String(textOfValue(one))} ${operator} ${String(textOfValue(other))}: whether these are numbers or texts is not known; use tonumber() or tostring() on both.`,
    );
  }
  return numbers;
}

function holds<T extends string | number>(operator: Comparison, one: T, other: T): boolean {
  switch (operator) {
    case '<':
      return one < other;
    case '<=':
      return one <= other;
    case '>':
      return one > other;
    case '>=':
      return one >= other;
    case '=':
      return one === other;
    case '!=':
      return one !== other;
  }
}
