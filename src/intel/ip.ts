import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * Addresses that any network has inside itself, or that no host has: as threat intelligence they would match at random.
 * Source: IANA's registries of special-purpose addresses, without the ranges for documentation: those match nothing, and
 * examples live on them.
 */
const RESERVED_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
const RESERVED_V6: readonly (readonly [string, number])[] = [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
];
/** A network wider than these says nothing about anybody. */
const WIDEST_V4 = 8;
const WIDEST_V6 = 19;

const reserved = RESERVED_V4.map((network) => networkV4(network) ?? { first: 0, last: 0 });
const reservedV6 = new BlockList();
for (const [network, bits] of RESERVED_V6) reservedV6.addSubnet(network, bits, 'ipv6');

export type IpVerdict =
  { readonly address: string; readonly isReserved: boolean } | 'no IP address' | 'too wide';

/** An address, a network or a range `a-b`, as Enterprise Security takes it: IPv6 compressed, the bits of the host cut off. */
export function readIp(text: string): IpVerdict {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)?.[1] ?? text;
  if (isIPv4(mapped)) return v4(mapped, spanOf(mapped, mapped));
  if (isIPv6(text)) return { address: compressed(text), isReserved: reservedV6.check(text, 'ipv6') };
  const [from = '', to = ''] = text.split('-', 2).map((part) => part.trim());
  if (isIPv4(from) && isIPv4(to)) {
    const span = spanOf(from, to);
    return span.first > span.last ? 'no IP address' : v4(`${from}-${to}`, span);
  }
  const [network = '', bits = ''] = text.split('/', 2);
  if (!/^\d{1,3}$/.test(bits)) return 'no IP address';
  if (isIPv4(network)) {
    const span = networkV4(text);
    return span === undefined ? 'no IP address' : v4(`${dotted(span.first)}/${Number(bits)}`, span);
  }
  if (!isIPv6(network) || Number(bits) > 128) return 'no IP address';
  if (Number(bits) < WIDEST_V6) return 'too wide';
  return { address: `${compressed(network)}/${Number(bits)}`, isReserved: reservedV6.check(network, 'ipv6') };
}

interface Span {
  readonly first: number;
  readonly last: number;
}

function v4(address: string, span: Span): IpVerdict {
  if (span.last - span.first >= 2 ** (32 - WIDEST_V4 + 1)) return 'too wide';
  return {
    address,
    isReserved: reserved.some(({ first, last }) => span.first <= last && first <= span.last),
  };
}

function spanOf(from: string, to: string): Span {
  return { first: numberOf(from), last: numberOf(to) };
}

function networkV4(text: string): Span | undefined {
  const [address = '', bits = ''] = text.split('/', 2);
  const size = 2 ** (32 - Number(bits));
  if (size < 1) return undefined;
  const first = Math.floor(numberOf(address) / size) * size;
  return { first, last: first + size - 1 };
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function dotted(number: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join('.');
}

function compressed(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}
