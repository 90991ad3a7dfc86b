/**
 * Why an API key is invalid, as the end of "<setting> …" and without the key. MISP's keys have letters and digits only. A
 * key copied from a document may have similar or invisible characters. Undefined for a key that can be sent.
 */
export function invalidKeyReason(key: string): string | undefined {
  const index = Array.from(key).findIndex((one) => !/^[!-~]$/.test(one));
  if (index < 0) return undefined;
  const code = Array.from(key)[index]?.codePointAt(0) ?? 0;
  return `has a character that no API key has (the ${ordinal(index + 1)}, U+${code.toString(16).toUpperCase().padStart(4, '0')}): copy the key from MISP again`;
}

function ordinal(number: number): string {
  const suffix = /1\d$/.test(String(number)) ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${suffix}`;
}
