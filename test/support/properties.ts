import fc from 'fast-check';

/**
 * Every run tries the same examples; `SEED=<number>` tries others. What fails is made as small as can be, and is
 * reported with its seed and path.
 */
fc.configureGlobal({ seed: Number(process.env['SEED'] ?? 20261125), numRuns: 500 });

/** Names that every object has. */
export const PROTOTYPE_NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

const SPECIAL = [
  ...[
    '"',
    "'",
    ',',
    ';',
    '$',
    '$$',
    '=',
    '\\',
    '%',
    '_',
    '!',
    '&',
    '<',
    '>',
    '|',
    '.',
    ':',
    '/',
    '?',
    '#',
    '@',
  ],
  ...[
    '[',
    ']',
    '{',
    '}',
    '(',
    ')',
    '*',
    '-',
    '+',
    ' ',
    '\t',
    '\n',
    '\r',
    '\r\n',
    '\0',
    '\u0007',
    '\u007f',
    '\u0085',
  ],
  ...[
    '\u00a0',
    '\u2028',
    '\ufeff',
    '\ufffd',
    '\ufffe',
    '\uffff',
    '\ud83d',
    '\udc00',
    '😀',
    'ü',
    'ß',
    'İ',
    'ſ',
    '１',
  ],
  ...[
    'a',
    'B',
    '0',
    '1',
    '9',
    'x',
    'true',
    '0x',
    '1e9',
    ']]>',
    '&amp;',
    '&#0;',
    '<!--',
    '__mv_',
    ...PROTOTYPE_NAMES,
  ],
];

/** Any text, rich in characters that mean something to somebody; lone surrogates, too. */
export function texts(maxLength = 20): fc.Arbitrary<string> {
  return fc.oneof(
    fc.array(fc.constantFrom(...SPECIAL), { maxLength }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength }),
    fc.string({ maxLength }),
  );
}

/** Texts whose every letter is of some alphabet, and now and then any text. */
export function textsOf(alphabet: readonly string[], maxLength = 20): fc.Arbitrary<string> {
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.array(fc.constantFrom(...alphabet), { maxLength }).map((parts) => parts.join('')),
    },
    { weight: 1, arbitrary: texts(maxLength) },
  );
}

/** As UTF-8 has it: half a pair of surrogates is no character. */
export function inUtf8(text: string): string {
  return Buffer.from(text).toString();
}
