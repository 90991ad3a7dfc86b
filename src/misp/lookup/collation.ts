import { UNICODE_CI } from './unicode-ci-table.ts';

/**
 * Folds a text by the collation of MISP's database. Texts that the database treats as equal have the same result:
 * letter case, accents, width and trailing blanks do not count. Code points beyond 0xffff are all equal.
 * Source: `UNICODE_CI`.
 */
export function foldByCollation(text: string): string {
  // Nearly all values are ASCII, and the rest of the function is slow.
  if (ASCII_ONLY.test(text)) return text.toLowerCase().replace(/ +$/, '');
  foldedCharacters ??= parseTable(UNICODE_CI);
  let folded = '';
  for (const character of text)
    folded += character.length > 1 ? SUPPLEMENTARY : (foldedCharacters.get(character) ?? character);
  return folded.replace(/ +$/, '');
}

const ASCII_ONLY = /^[\t-\r -~]*$/;
/** A lone surrogate, which does not occur in a text. */
const SUPPLEMENTARY = '\ud800';

let foldedCharacters: ReadonlyMap<string, string> | undefined;

function parseTable(table: string): ReadonlyMap<string, string> {
  const pairs = table
    .trim()
    .split(/\s/)
    .flatMap((group) => {
      const [target = '', members = ''] = group.split(':');
      const equal = target === '' ? '' : String.fromCharCode(...target.split('+').map(fromHex));
      return members
        .split(',')
        .flatMap((range) => codesInRange(range).map((code) => [String.fromCharCode(code), equal] as const));
    });
  return new Map(pairs);
}

function codesInRange(range: string): readonly number[] {
  const [first = 0, last = first] = range.split('-').map(fromHex);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function fromHex(text: string): number {
  return Number.parseInt(text, 16);
}
