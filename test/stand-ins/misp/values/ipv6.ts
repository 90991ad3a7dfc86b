import { isIPv4, isIPv6 } from 'node:net';

/** As PHP's inet_ntop writes it; an address that begins with a colon stays as it is. */
export function compressed(value: string): string {
  if (value.startsWith(':') || value.includes('%') || !isIPv6(value)) return value;
  const short = new URL(`http://[${value}]`).hostname.slice(1, -1);
  const [, start = '', high = '', low = ''] = /^(::(?:ffff:)?)([0-9a-f]+):([0-9a-f]+)$/.exec(short) ?? [];
  const bytes = [high, low].flatMap((group) => [
    Number.parseInt(group, 16) >> 8,
    Number.parseInt(group, 16) & 255,
  ]);
  const dotted = bytes.join('.');
  return start !== '' && isIPv4(dotted) ? `${start}${dotted}` : short;
}
