/** Truncates a text and appends its length: values of MISP may be whole files. */
export function shorten(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  // Do not cut a surrogate pair in half.
  return `${text.slice(0, maxCharacters).replace(/[\ud800-\udbff]$/, '')}… (${text.length} characters)`;
}
