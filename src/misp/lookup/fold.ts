import { isIPv6 } from 'node:net';
import { foldByCollation } from './collation.ts';

/**
 * The canonical form of a value: MISP treats two values with the same form as equal. Surrounding blanks are removed,
 * characters are folded by the collation of its database, and IPv6 addresses are compressed. The form is '' for a value
 * that MISP treats as empty.
 */
export function foldValue(value: string): string {
  return foldByCollation(compressIfIPv6(value.trim()));
}

/** Compresses an IPv6 address and returns other text as it is. MISP knows no addresses with a zone. */
export function compressIfIPv6(text: string): string {
  return text.includes(':') && !text.includes('%') && isIPv6(text) ? compressIPv6(text) : text;
}

/** The form of RFC 5952. @param address an IPv6 address without a zone */
export function compressIPv6(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}
