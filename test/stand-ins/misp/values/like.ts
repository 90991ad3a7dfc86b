import { letterOf } from './letters.ts';

/**
 * SQL's LIKE, letter by letter: `%` is any text, `_` one character, and a `\` takes the next one as it is. A letter that
 * is two to the database is not both of them here.
 */
export function likeRegExp(pattern: string): (text: string) => boolean {
  const letters = Array.from(pattern);
  let source = '';
  for (let index = 0; index < letters.length; index += 1) {
    const letter = letters[index] ?? '';
    if (letter === '%') source += '.*';
    else if (letter === '_') source += '.';
    else source += codeOf(letter === '\\' ? (letters[(index += 1)] ?? '\\') : letter);
  }
  const expression = new RegExp(`^${source}$`, 's');
  return (text) => expression.test(Array.from(text, (letter) => codeOf(letter)).join(''));
}

/** A character for each letter that the database tells from others, those of two letters included. */
const CODES = new Map<string, string>();

function codeOf(letter: string): string {
  const folded = letterOf(letter).toLowerCase();
  const known = CODES.get(folded) ?? String.fromCharCode(0x100 + CODES.size);
  CODES.set(folded, known);
  return known;
}
