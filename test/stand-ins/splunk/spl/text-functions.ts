import { looksNumeric } from './results.ts';
import { numberOf, textOfValue, type Value } from './values.ts';

/** A function whose arguments are all values. */
export interface ValueFunction {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly kind?: 'boolean';
  readonly calculate: (args: readonly Value[]) => Value;
}

/** Null of a null. None of them takes a field of several values. */
export const textFunctions: readonly ValueFunction[] = [
  texts('lower', 1, 1, (text) => text.toLowerCase()),
  texts('upper', 1, 1, (text) => text.toUpperCase()),
  texts('trim', 1, 1, (text) => text.replace(/^[ \t]+|[ \t]+$/g, '')),
  texts('len', 1, 1, (text) => Array.from(text).length),
  texts('substr', 2, 3, substr),
  texts('replace', 3, 3, (text, pattern, replacement) =>
    text.replace(regexOf(pattern, 'g'), replacement.replaceAll('$', '$$$$').replace(/\\(\d)/g, '$$$1')),
  ),
  { ...texts('match', 2, 2, (text, pattern) => regexOf(pattern).test(text)), kind: 'boolean' },
  { ...texts('like', 2, 2, (text, pattern) => likeRegex(pattern).test(text)), kind: 'boolean' },
];

function texts(
  name: string,
  least: number,
  most: number,
  calculate: (...args: [string, string, string]) => Value,
): ValueFunction {
  return {
    name,
    least,
    most,
    calculate(args) {
      const all = args.map(textOfValue);
      return all.includes(null) ? null : calculate(...(all as [string, string, string]));
    },
  };
}

/** Counts from 1, and from the end when negative. */
function substr(text: string, from: string, length?: string): string | null {
  const start = numberOf(from);
  if (start === null || start === 0 || (length !== undefined && !looksNumeric(length))) return null;
  const characters = Array.from(text);
  const at = start > 0 ? start - 1 : Math.max(0, characters.length + start);
  return characters.slice(at, length === undefined ? undefined : at + Number(length)).join('');
}

const regexes = new Map<string, RegExp>();

/** @throws SyntaxError on what only PCRE has; of its inline flags only a leading (?i) is supported */
export function regexOf(pattern: string, flags = ''): RegExp {
  const key = `${flags}/${pattern}`;
  const known = regexes.get(key);
  if (known) return known;
  const isCaseless = pattern.startsWith('(?i)');
  const regex = new RegExp(isCaseless ? pattern.slice(4) : pattern, `${flags}u${isCaseless ? 'i' : ''}`);
  regexes.set(key, regex);
  return regex;
}

/** SQL's: % is any text, _ one character. */
function likeRegex(pattern: string): RegExp {
  if (pattern.includes('\\')) throw new Error(`A backslash in like() is not supported: ${pattern}`);
  const signs = Array.from(pattern, (sign) =>
    sign === '%' ? '[^]*' : sign === '_' ? '[^]' : sign.replace(/[$()*+./?[\]^{|}]/, String.raw`\$&`),
  );
  return regexOf(`^${signs.join('')}$`);
}
