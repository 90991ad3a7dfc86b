/** Rows beside those that there are; `part` says what they are, and keeps them from being counted again. */
export function appended(part: string, ...lines: readonly string[]): string {
  return `| appendpipe [ search NOT part=* ${lines.join(' ')} | eval part="${part}" ]`;
}
