import type { Row } from '../../../../src/protocol/rows.ts';
import { compare, type Comparison, numberOf, textOfValue, type Value } from './values.ts';

/** A part of an expression. Whether it is a boolean is known before there are rows, and whether it is always null. */
export interface Node {
  readonly kind: 'boolean' | 'value' | 'null';
  readonly value: (row: Row) => Value;
  /** The only field that it is of. */
  readonly field?: string;
  /** Whether what it makes is JSON, and not a text. */
  readonly isJson?: boolean;
}

/** False if one is, else null if one is. */
export function conjunction(one: Node, other: Node): Node {
  return logic('AND', one, other, (left, right) =>
    left === false || right === false ? false : both(left, right),
  );
}

/** True if one is, else null if one is. */
export function disjunction(one: Node, other: Node): Node {
  return logic('OR', one, other, (left, right) =>
    left === true || right === true ? true : both(left, right),
  );
}

export function negation(node: Node): Node {
  return logic('NOT', node, node, (value) => (value === null ? null : value === false));
}

export function comparison(operator: Comparison, one: Node, other: Node): Node {
  expectValues(operator, [one, other]);
  return { kind: 'boolean', value: (row) => compare(operator, one.value(row), other.value(row)) };
}

/**
 * `.` joins anything. `+` adds what look like numbers and joins two texts that do not; of one of each, and where the
 * others meet a text, null comes. Null comes of null, and of a division by 0.
 */
export function arithmetic(operator: string, one: Node, other: Node): Node {
  expectValues(operator, [one, other]);
  return { kind: 'value', value: (row) => calculate(operator, one.value(row), other.value(row)) };
}

export function negative(node: Node): Node {
  return arithmetic('-', { kind: 'value', value: () => 0 }, node);
}

/** @throws Error when one of them is a boolean */
export function expectValues(what: string, nodes: readonly Node[]): void {
  if (nodes.some(({ kind }) => kind === 'boolean')) throw new Error(`${what} does not take a boolean.`);
}

/** @throws Error when one of them is not a boolean */
export function expectBooleans(what: string, nodes: readonly Node[]): void {
  if (nodes.some(({ kind }) => kind !== 'boolean'))
    throw new Error(`${what} takes a condition, not a value.`);
}

function logic(what: string, one: Node, other: Node, decide: (left: Value, right: Value) => Value): Node {
  expectBooleans(what, [one, other]);
  return { kind: 'boolean', value: (row) => decide(one.value(row), other.value(row)) };
}

function both(left: Value, right: Value): Value {
  return left === null || right === null ? null : left === true && right === true;
}

function calculate(operator: string, one: Value, other: Value): Value {
  if (one === null || other === null) return null;
  if (operator === '.') return `${textOfValue(one) ?? ''}${textOfValue(other) ?? ''}`;
  const [left, right] = [numberOf(one), numberOf(other)];
  if (left === null && right === null && operator === '+') {
    return `${textOfValue(one) ?? ''}${textOfValue(other) ?? ''}`;
  }
  if (left === null || right === null) return null;
  if (operator === '+') return left + right;
  if (operator === '-') return left - right;
  if (operator === '*') return left * right;
  return right === 0 ? null : left / right;
}
