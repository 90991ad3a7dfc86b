/** What a value would be to MISP's `value`: `%` is a wildcard anywhere, a leading `!` negates, `||` is an OR. */
export function isSpecial(value: string): boolean {
  return value.includes('%') || value.startsWith('!') || value.includes('||');
}

/**
 * A pattern that finds a special value, and as little else as can be; what it finds must be compared with the value.
 * MISP has no way to write such a value literally. With one `%` in it, each `_` stands for one character: so they stand
 * for what must not be written, among it the backslash, which would take the next character literally.
 */
export function patternOf(value: string): string {
  const chars = Array.from(value);
  const kept = keptWildcard(chars);
  const pattern = chars
    .map((char, index) => {
      if (index === kept) return '%';
      if (char === '%' || char === '\\' || (char === '!' && index === 0)) return '_';
      return char === '|' && chars[index + 1] === '|' ? '_' : char;
    })
    .join('');
  return kept < 0 ? `${pattern}%` : pattern;
}

/** The index of the `%` that stays one: one with text on both sides, for a pattern that is open at an end finds more. */
function keptWildcard(chars: readonly string[]): number {
  const inner = chars.findIndex((char, index) => char === '%' && index > 0 && index < chars.length - 1);
  return inner >= 0 ? inner : chars.lastIndexOf('%');
}
