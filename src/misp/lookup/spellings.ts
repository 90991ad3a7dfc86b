import { isIPv6 } from 'node:net';
import { compressIfIPv6 } from './fold.ts';

/**
 * The spellings in which MISP may have stored a value, the most likely first. MISP removes the trailing dot of a domain.
 * It compresses an IPv6 address, except one that begins with a colon. It trims whole values, but neither the right half
 * of a composite nor values in a search. Source: exchanges with MISP 2.5.
 */
export function spellingsOf(value: string): readonly string[] {
  const text = value.replace(/^[ \t\n\r\0\v]+|[ \t\n\r\0\v]+$/g, '');
  const spellings = [text, text.trim()].flatMap(spellingsOfTrimmed);
  const withLeadingBlanks = /^\s/.test(value) ? [value.trimEnd()] : [];
  return [...new Set([...spellings, ...withLeadingBlanks])].filter((one) => one.trim() !== '');
}

function spellingsOfTrimmed(text: string): readonly string[] {
  const inner = /^\[(.*)\]$/s.exec(text)?.[1] ?? text;
  if (inner.includes(':') && isIPv6(inner))
    return [...addressSpellings(inner), ...(inner === text ? [] : [text])];
  return DOMAIN_WITH_DOT.test(text) ? [text, text.slice(0, -1)] : [text];
}

const DOMAIN_WITH_DOT = /^[^\s/\\:@|%?#]+\.[^\s/\\:@|%?#.]+\.$/;

function addressSpellings(address: string): readonly string[] {
  const [plain = '', ...zone] = address.split('%');
  const short = compressIfIPv6(plain);
  if (zone.length > 0) return [address, [short, ...zone].join('%')];
  return short.startsWith(':') ? [address, short, ...leadingColonSpellings(short)] : [short];
}

/** Spellings of an address that begins with `::`: with an IPv4 address at its end, and with zero-padded groups. */
function leadingColonSpellings(short: string): readonly string[] {
  const groups = short.slice(2).split(':');
  if (groups.length > 3) return [];
  const padded = groups.map((group) => group.padStart(4, '0'));
  const bytes = padded
    .slice(-2)
    .join('')
    .padStart(8, '0')
    .replace(/../g, (byte) => `${Number.parseInt(byte, 16)}.`)
    .slice(0, -1);
  return [`::${[...padded.slice(0, -2), bytes].join(':')}`, `::${padded.join(':')}`].filter((one) =>
    isIPv6(one),
  );
}
