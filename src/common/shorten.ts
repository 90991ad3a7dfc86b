/** A text of at most so many characters, with how many it has where it has more: values of MISP may be whole files. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  // Half a pair of surrogates is no character.
  return `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}… (${text.length} characters)`;
}
