import { UNICODE_CI } from '../../../../src/misp/lookup/unicode-ci-table.ts';

/** What each letter is to the database: '' for one that it ignores. Recorded of a MariaDB, letter for letter. */
const LETTERS = new Map(
  UNICODE_CI.trim()
    .split(/\s+/)
    .flatMap((group) => {
      const [letters = '', codes = ''] = group.split(':');
      const equal = letters
        .split('+')
        .map((code) => (code === '' ? '' : String.fromCharCode(Number.parseInt(code, 16))))
        .join('');
      return codes.split(',').flatMap((range) => {
        const [from = 0, to = from] = range.split('-').map((code) => Number.parseInt(code, 16));
        const members: [string, string][] = [];
        for (let code = from; code <= to; code += 1) members.push([String.fromCharCode(code), equal]);
        return members;
      });
    }),
);

/** One letter as the database compares it. */
export function letterOf(letter: string): string {
  return LETTERS.get(letter) ?? letter;
}

/** A text as the database compares it with `=`: blanks at the end do not count. */
export function fold(text: string): string {
  // Nearly all indicators are ASCII, and the rest of this is slow.
  const folded = /^[ -~]*$/.test(text) ? text.toLowerCase() : Array.from(text, letterOf).join('');
  return folded.replace(/ +$/, '');
}
