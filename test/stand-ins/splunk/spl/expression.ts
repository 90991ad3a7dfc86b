import type { Row } from '../../../../src/protocol/rows.ts';
import { type Token, tokensOf } from './expression-tokens.ts';
import { functionNamed } from './functions.ts';
import {
  arithmetic,
  comparison,
  conjunction,
  disjunction,
  negation,
  negative,
  type Node,
} from './operators.ts';
import { valueOfCell } from './values.ts';

export interface Assignment {
  readonly field: string;
  readonly node: Node;
}

/** An expression that is true or false, as where takes it. @param now Unix seconds */
export function parseCondition(text: string, now: number): (row: Row) => boolean {
  const parser = new Parser(text, now);
  const node = parser.either();
  parser.end();
  if (node.kind !== 'boolean') throw new Error(`Not a condition: ${text}`);
  return (row) => node.value(row) === true;
}

/** `field = expression`, several with commas between them. */
export function parseAssignments(text: string, now: number): Assignment[] {
  const parser = new Parser(text, now);
  const assignments = [parser.assignment()];
  while (parser.takeSign(',')) assignments.push(parser.assignment());
  parser.end();
  return assignments;
}

const COMPARISONS = ['=', '!=', '<', '<=', '>', '>='] as const;
const WORDS = /^(AND|OR|NOT|XOR|IN|LIKE|true|false|null)$/i;

/** Goes through the tokens of one expression. From the loosest to the tightest: OR, AND, NOT, comparisons, + - and ., * and /. */
class Parser {
  readonly #text: string;
  readonly #now: number;
  readonly #tokens: Token[];

  constructor(text: string, now: number) {
    this.#text = text;
    this.#now = now;
    this.#tokens = tokensOf(text);
  }

  assignment(): Assignment {
    const { kind, text } = this.#next();
    if (kind === 'sign' || kind === 'number' || kind === 'end' || (kind === 'name' && WORDS.test(text)))
      this.#fail(text);
    if (!this.takeSign('=')) this.#fail(this.#peek().text);
    const node = this.either();
    if (node.kind === 'boolean') throw new Error(`eval cannot put a boolean into a field: ${this.#text}`);
    return { field: text, node };
  }

  either(): Node {
    let node = this.#both();
    while (this.#takeWord('OR')) node = disjunction(node, this.#both());
    return node;
  }

  takeSign(...signs: readonly string[]): string | undefined {
    const { kind, text } = this.#peek();
    return kind === 'sign' && signs.includes(text) ? this.#next().text : undefined;
  }

  end(): void {
    if (this.#peek().kind !== 'end') this.#fail(this.#peek().text);
  }

  #both(): Node {
    let node = this.#not();
    while (this.#takeWord('AND')) node = conjunction(node, this.#not());
    return node;
  }

  #not(): Node {
    if (this.#takeWord('NOT')) return negation(this.#not());
    const node = this.#sum();
    const operator = COMPARISONS.find((sign) => this.takeSign(sign) !== undefined);
    return operator ? comparison(operator, node, this.#sum()) : node;
  }

  #sum(): Node {
    let node = this.#product();
    let isText: boolean | undefined;
    for (let sign = this.takeSign('+', '-', '.'); sign !== undefined; sign = this.takeSign('+', '-', '.')) {
      if (isText !== undefined && isText !== (sign === '.')) {
        throw new Error(`Of . beside + or - parentheses must say which is first: ${this.#text}`);
      }
      isText = sign === '.';
      node = arithmetic(sign, node, this.#product());
    }
    return node;
  }

  #product(): Node {
    let node = this.#single();
    for (let sign = this.takeSign('*', '/'); sign !== undefined; sign = this.takeSign('*', '/')) {
      node = arithmetic(sign, node, this.#single());
    }
    return node;
  }

  #single(): Node {
    if (this.takeSign('-') !== undefined) return negative(this.#single());
    const { kind, text } = this.#next();
    if (kind === 'number') return { kind: 'value', value: () => Number(text) };
    if (kind === 'string') return { kind: 'value', value: () => text };
    if (kind === 'field') return fieldNode(text);
    if (kind === 'name' && this.takeSign('(') !== undefined)
      return functionNamed(text)(this.#arguments(), this.#now);
    if (kind === 'name' && !WORDS.test(text)) return fieldNode(text);
    if (kind !== 'sign' || text !== '(') this.#fail(text);
    const node = this.either();
    if (!this.takeSign(')')) this.#fail(this.#peek().text);
    return node;
  }

  #arguments(): Node[] {
    if (this.takeSign(')') !== undefined) return [];
    const nodes = [this.either()];
    while (this.takeSign(',') !== undefined) nodes.push(this.either());
    if (this.takeSign(')') === undefined) this.#fail(this.#peek().text);
    return nodes;
  }

  #takeWord(word: string): boolean {
    const { kind, text } = this.#peek();
    if (kind !== 'name' || text.toUpperCase() !== word) return false;
    this.#next();
    return true;
  }

  #peek(): Token {
    return this.#tokens[0] ?? { kind: 'end', text: 'the end' };
  }

  #next(): Token {
    return this.#tokens.shift() ?? this.#peek();
  }

  #fail(found: string): never {
    throw new Error(`"${found}" is not understood at its place in the expression: ${this.#text}`);
  }
}

function fieldNode(name: string): Node {
  return { kind: 'value', field: name, value: (row) => valueOfCell(row[name]) };
}
