import type { Row } from '../../../../src/protocol/rows.ts';
import { looksNumeric, valuesOf } from './results.ts';
import { type Token, tokensOf } from './search-tokens.ts';

export type Test = (row: Row) => boolean;

/** Terms on fields, as the search command takes them. NOT goes before OR, and OR before AND, which stands between terms. */
export function parseTerms(command: string, terms: string | readonly Token[]): Test {
  const tokens = typeof terms === 'string' ? tokensOf(terms) : [...terms];
  const test = conjunction(tokens);
  const [rest] = tokens;
  if (rest) throw new Error(`${command} does not understand "${rest.text}" there.`);
  return test;
}

function conjunction(tokens: Token[]): Test {
  const tests = [disjunction(tokens)];
  while (tokens.length > 0 && !isNext(tokens, ')')) {
    if (isNext(tokens, 'AND')) tokens.shift();
    tests.push(disjunction(tokens));
  }
  return (row) => tests.every((test) => test(row));
}

function disjunction(tokens: Token[]): Test {
  const tests = [negation(tokens)];
  while (isNext(tokens, 'OR')) {
    tokens.shift();
    tests.push(negation(tokens));
  }
  return (row) => tests.some((test) => test(row));
}

function negation(tokens: Token[]): Test {
  if (isNext(tokens, 'NOT')) {
    tokens.shift();
    const test = negation(tokens);
    return (row) => !test(row);
  }
  if (!isNext(tokens, '(')) return term(tokens);
  tokens.shift();
  const test = conjunction(tokens);
  if (tokens.shift()?.text !== ')') throw new Error('A parenthesis of search is not closed.');
  return test;
}

function term(tokens: Token[]): Test {
  if (tokens[1]?.kind === 'operator' && tokens[1].text === 'IN') return membership(tokens);
  const [field, operator, value] = tokens.splice(0, 3);
  if (field?.kind !== 'word' || operator?.kind !== 'operator' || value?.kind !== 'word') {
    const found = [field, operator, value].map((token) => token?.text ?? '').join(' ');
    throw new Error(`search takes terms like field=value, not: ${found.trim()}`);
  }
  if (operator.text !== '=' && operator.text !== '!=') {
    throw new Error(`The operator ${operator.text} of search is not supported: use where.`);
  }
  const isMatch = matcherOf(value.text);
  if (operator.text === '=') return (row) => valuesOf(row[field.text]).some(isMatch);
  return (row) => {
    const cell = row[field.text];
    if (typeof cell === 'object')
      throw new Error(`${field.text}!= on a multivalue field is not supported: use NOT.`);
    return cell !== undefined && !isMatch(cell);
  };
}

/** `field IN (value, …)`: one of the values, each as after `=`. */
function membership(tokens: Token[]): Test {
  const [field, , open] = tokens.splice(0, 3);
  const end = tokens.findIndex(({ kind, text }) => kind === 'sign' && text === ')');
  const values = tokens.splice(0, end + 1).slice(0, -1);
  const isList = values.every(({ kind, text }, at) => (at % 2 === 0 ? kind === 'word' : text === ','));
  if (field?.kind !== 'word' || open?.text !== '(' || !isList || values.length % 2 === 0)
    throw new Error('IN of search takes a field before it, and a list of values in parentheses.');
  const tests = values.filter((_value, at) => at % 2 === 0).map(({ text }) => matcherOf(text));
  return (row) => valuesOf(row[field.text]).some((cell) => tests.some((test) => test(cell)));
}

/** Without regard to case; `*` stands for any text. Whether 5 is 5.0 to search is not known: that is an error. */
function matcherOf(value: string): (text: string) => boolean {
  if (value === '') throw new Error('A term of search needs a value.');
  if (value.includes('*')) {
    const pattern = value.split('*').map((part) => part.replace(/[^\w\s]/g, String.raw`\$&`));
    const regex = new RegExp(`^${pattern.join('.*')}$`, 'is');
    return (text) => regex.test(text);
  }
  const lower = value.toLowerCase();
  const number = looksNumeric(value) ? Number(value) : undefined;
  return (text) => {
    if (text.toLowerCase() === lower) return true;
    if (number !== undefined && looksNumeric(text) && Number(text) === number) {
      throw new Error(`Whether search takes ${text} for ${value} is not known: use where.`);
    }
    return false;
  };
}

function isNext(tokens: readonly Token[], text: string): boolean {
  return tokens[0]?.kind === 'sign' && tokens[0].text === text;
}
