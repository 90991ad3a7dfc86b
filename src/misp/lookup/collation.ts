import { UNICODE_CI } from './unicode-ci-table.ts';

/**
 * A text in the one spelling of all texts that MISP's database takes for the same: letter case, accents, width and more
 * do not count, nor do blanks at the end. Source: `UNICODE_CI`; code points beyond 0xffff are all equal to it.
 */
export function foldLetters(text: string): string {
  // Nearly all values are: the rest is slow.
  if (PLAIN.test(text)) return text.toLowerCase().replace(/ +$/, '');
  letters ??= lettersOf(UNICODE_CI);
  let folded = '';
  for (const letter of text) folded += letter.length > 1 ? BEYOND : (letters.get(letter) ?? letter);
  return folded.replace(/ +$/, '');
}

const PLAIN = /^[\t-\r -~]*$/;
/** Half a character, which no text has. */
const BEYOND = '\ud800';

let letters: ReadonlyMap<string, string> | undefined;

function lettersOf(table: string): ReadonlyMap<string, string> {
  const pairs = table
    .trim()
    .split(/\s/)
    .flatMap((group) => {
      const [target = '', members = ''] = group.split(':');
      const equal = target === '' ? '' : String.fromCharCode(...target.split('+').map(fromHex));
      return members
        .split(',')
        .flatMap((range) => codesOf(range).map((code) => [String.fromCharCode(code), equal] as const));
    });
  return new Map(pairs);
}

function codesOf(range: string): readonly number[] {
  const [first = 0, last = first] = range.split('-').map(fromHex);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function fromHex(text: string): number {
  return Number.parseInt(text, 16);
}
