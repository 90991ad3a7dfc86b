/**
 * What is wrong with an API key, as in "<setting> …", without the key itself: MISP's have letters and digits only, and what is copied
 * out of a document may have others that look alike or cannot be seen. Undefined for one that can be sent.
 */
export function mistakeInKey(key: string): string | undefined {
  const index = Array.from(key).findIndex((one) => !/^[!-~]$/.test(one));
  if (index < 0) return undefined;
  const code = Array.from(key)[index]?.codePointAt(0) ?? 0;
  return `has a character that no API key has (the ${ordinal(index + 1)}, U+${code.toString(16).toUpperCase().padStart(4, '0')}): copy the key from MISP anew`;
}

function ordinal(number: number): string {
  const suffix = /1\d$/.test(String(number)) ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${suffix}`;
}
