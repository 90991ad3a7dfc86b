import { unquote } from '../programs/own-search.ts';

export interface Token {
  /** Signs are parentheses, commas, NOT, AND and OR; IN is an operator. */
  readonly kind: 'word' | 'operator' | 'sign';
  /** Unquoted. */
  readonly text: string;
}

const TOKEN = /("(?:\\[^]|[^"\\])*")|(!=|<=|>=|[=<>])|([(),])|([^\s"=!<>(),]+)|(\S)/g;

/** The words and signs of the search command's arguments. */
export function tokensOf(args: string): Token[] {
  return Array.from(args.matchAll(TOKEN), ([text, quoted, operator, sign, word]): Token => {
    if (quoted !== undefined) return { kind: 'word', text: unquoteValue(quoted) };
    if (operator !== undefined) return { kind: 'operator', text };
    if (sign !== undefined) return { kind: 'sign', text };
    if (word === 'IN') return { kind: 'operator', text };
    if (word === undefined || /[\\'[\]|]/.test(word))
      throw new Error(`search: ${text} must be in double quotes.`);
    if (/^(TERM|CASE)$/.test(word)) throw new Error(`${word} of search is not supported.`);
    return { kind: /^(NOT|AND|OR)$/.test(word) ? 'sign' : 'word', text };
  });
}

function unquoteValue(quoted: string): string {
  const odd = /(?:^|[^\\])(?:\\\\)*(\\[^"\\])/.exec(quoted)?.[1];
  if (odd !== undefined) throw new Error(`What search makes of ${odd} in quotes is not known: ${quoted}`);
  return unquote(quoted);
}
