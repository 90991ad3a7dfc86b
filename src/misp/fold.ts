import { isIPv6 } from 'node:net';

/**
 * A value as MISP compares it: without regard to letter case and accents, and to blanks around it; IPv6 addresses in
 * their shortest form. Source: a MISP 2.5 asked (its database compares by utf8mb4_unicode_ci).
 */
export function fold(value: string): string {
  const text = asSent(value);
  // Nearly all are: the rest of this is slow.
  if (ASCII.test(text)) return text.toLowerCase();
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss');
}

/** As MISP stores it: trimmed, IPv6 compressed. */
export function asSent(value: string): string {
  const text = value.trim();
  return text.includes(':') && isIPv6(text) ? compressedIPv6(text) : text;
}

/** As RFC 5952 has it, and MISP. */
export function compressedIPv6(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

const ASCII = /^[\0-\x7f]*$/;

const collator = new Intl.Collator('und', { sensitivity: 'base' });

/** The same question, asked of Unicode's own tables: they know more pairs than `fold`, and are slower. */
export function isAlike(one: string, other: string): boolean {
  return collator.compare(asSent(one), asSent(other)) === 0;
}
