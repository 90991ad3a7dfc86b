import { isIPv4, isIPv6 } from 'node:net';
import { compressIPv6 } from '../../misp/lookup/fold.ts';

/** The upper bits of IPv4-mapped IPv6: `::ffff:0:0/96`. */
const MAPPED = 0xffffn;

/**
 * Private and reserved addresses. As threat intelligence they would match at random. Source: IANA's registries of
 * special-purpose addresses, without the documentation ranges, which match nothing and are used in examples.
 */
const RESERVED = [
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
  '::/127',
  '64:ff9b:1::/48',
  '100::/64',
  '2001:2::/48',
  '5f00::/16',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
].flatMap((network) => parseNetwork(network) ?? []);

export type ParsedIp =
  { readonly address: string; readonly isReserved: boolean } | 'no IP address' | 'too wide';

/** Parses an address, a network or a range `a-b` to the form of Enterprise Security: compressed IPv6, host bits cleared. */
export function parseIp(text: string): ParsedIp {
  const range = parseRange(text) ?? parseNetwork(text);
  if (range === undefined) return 'no IP address';
  const { bits, first, last, address } = range;
  if (last - first >= sizeOf(bits, shortestPrefix(bits))) return 'too wide';
  return {
    address,
    isReserved: RESERVED.some((one) => one.bits === bits && one.first <= last && first <= one.last),
  };
}

/** A range of addresses as numbers, and its text. */
interface IpRange {
  readonly bits: Bits;
  readonly first: bigint;
  readonly last: bigint;
  readonly address: string;
}

type Bits = 32 | 128;

/** Shortest prefix length: a wider network is not specific enough. */
function shortestPrefix(bits: Bits): number {
  return bits === 32 ? 8 : 19;
}

/** `a-b`, IPv4 only, like Enterprise Security. */
function parseRange(text: string): IpRange | undefined {
  const [from, to, ...more] = text.split('-').map((part) => parseAddress(part.trim()));
  if (from?.bits !== 32 || to?.bits !== 32 || more.length > 0 || from.number > to.number) return undefined;
  const address = `${formatAddress(32, from.number)}-${formatAddress(32, to.number)}`;
  return { bits: 32, first: from.number, last: to.number, address };
}

/** A network, or an address as a network of one. */
function parseNetwork(text: string): IpRange | undefined {
  const [, address = '', length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const { bits, number } = parseAddress(address) ?? {};
  if (bits === undefined || number === undefined || Number(length ?? 0) > bits) return undefined;
  const size = sizeOf(bits, Number(length ?? bits));
  const first = number - (number % size);
  const suffix = length === undefined ? '' : `/${Number(length)}`;
  return { bits, first, last: first + size - 1n, address: `${formatAddress(bits, first)}${suffix}` };
}

function sizeOf(bits: Bits, prefixLength: number): bigint {
  return 1n << BigInt(bits - prefixLength);
}

function parseAddress(address: string): { readonly bits: Bits; readonly number: bigint } | undefined {
  if (isIPv4(address)) return { bits: 32, number: joinBits(address.split('.').map(Number), 8n) };
  // An address with a zone is local to one machine.
  if (!isIPv6(address) || address.includes('%')) return undefined;
  const [left = [], right = []] = compressIPv6(address)
    .split('::')
    .map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  const number = joinBits(
    [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16)),
    16n,
  );
  return number >> 32n === MAPPED ? { bits: 32, number: number & 0xffff_ffffn } : { bits: 128, number };
}

function formatAddress(bits: Bits, number: bigint): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (number >> shift) & 0xffn).join('.');
  return compressIPv6((number.toString(16).padStart(32, '0').match(/.{4}/g) ?? []).join(':'));
}

function joinBits(parts: readonly number[], width: bigint): bigint {
  return parts.reduce((sum, part) => (sum << width) | BigInt(part), 0n);
}
