import { isIPv6 } from 'node:net';
import { foldLetters } from './collation.ts';

/**
 * What two values that are one to MISP have in common: without blanks around them, letters as its database compares
 * them, IPv6 addresses in their shortest form. It is '' for a value that MISP cannot tell from an empty one.
 */
export function fold(value: string): string {
  return foldLetters(shortest(value.trim()));
}

/** An IPv6 address in its shortest form, anything else as it is: a zone belongs to no address that MISP knows. */
export function shortest(text: string): string {
  return text.includes(':') && !text.includes('%') && isIPv6(text) ? compressedIPv6(text) : text;
}

/** As RFC 5952 has it. @param address an IPv6 address without a zone */
export function compressedIPv6(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}
