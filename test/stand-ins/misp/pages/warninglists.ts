import { BlockList, isIP } from 'node:net';

export interface Warninglist {
  readonly id: string;
  readonly name: string;
  readonly type: 'cidr' | 'hostname' | 'string' | 'substring' | 'regex';
  readonly description: string;
  readonly version: string;
  readonly enabled: boolean;
  readonly default: boolean;
  readonly category: string;
  /** As MISP shows it, with a comma and a space between. */
  readonly valid_attributes: string;
  /** Some of those that it has. */
  readonly entries: readonly string[];
  /** How many it has, when `entries` are not all. */
  readonly count?: number;
}

const IPS = 'ip-src, ip-dst, domain|ip, ip-dst|port, ip-src|port';
const NAMES = 'hostname, domain, url, domain|ip';

/** The enabled lists that hold what warninglists/checkValue was recorded with. */
export const WARNINGLISTS: readonly Warninglist[] = [
  list('2', 'Top 1000 website from Alexa', 'hostname', NAMES, ['google.com']),
  list('17', 'Top 10 000 websites from Cisco Umbrella', 'string', NAMES, ['google.com']),
  list('23', 'Top 1,000 domains from Cloudflare Radar', 'string', NAMES, ['google.com']),
  list('50', 'List of known google domains', 'string', NAMES, ['google.com', 'google.de']),
  list('63', 'Top 10000 websites from Majestic Million', 'string', NAMES, ['google.com']),
  list('96', 'List of known IPv4 public DNS resolvers', 'cidr', IPS, [
    ...['8.8.8.8/32', '8.8.4.4/32', '9.9.9.9/32'],
  ]),
  list('101', 'List of RFC 1918 CIDR blocks', 'cidr', IPS, ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']),
  // Without the networks for documentation, which all invented data is in.
  list('103', 'List of RFC 5735 CIDR blocks', 'cidr', IPS, [
    ...['0.0.0.0/8', '10.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
    ...['198.18.0.0/15', '224.0.0.0/4', '240.0.0.0/4'],
  ]),
];

export interface Hit {
  readonly list: Warninglist;
  /** The entry. */
  readonly matched: string;
}

/** The enabled lists that hold a value, in the order of their ids. @param type of an attribute; any list when absent */
export function hitsOf(
  { warninglists }: { readonly warninglists: readonly Warninglist[] },
  value: string,
  type?: string,
): Hit[] {
  const texts = type?.includes('|') ? value.split('|') : [value];
  return warninglists
    .filter((one) => one.enabled && (type === undefined || one.valid_attributes.split(', ').includes(type)))
    .toSorted((a, b) => Number(a.id) - Number(b.id))
    .flatMap((one) => {
      const matched = one.entries.find((entry) => texts.some((text) => fits(one, entry, text)));
      return matched === undefined ? [] : [{ list: one, matched }];
    });
}

function fits({ type }: Warninglist, entry: string, text: string): boolean {
  if (type === 'cidr') return isWithin(entry, text);
  if (type === 'hostname') return isUnder(entry, URL.canParse(text) ? new URL(text).hostname : text);
  return type === 'substring' ? text.includes(entry) : text === entry;
}

function isWithin(network: string, ip: string): boolean {
  const [address = '', bits] = network.split('/');
  if (isIP(ip) === 0 || isIP(ip) !== isIP(address)) return false;
  const family = isIP(ip) === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(address, Number(bits), family);
  return block.check(ip, family);
}

function isUnder(domain: string, name: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

function list(
  id: string,
  name: string,
  type: Warninglist['type'],
  valid_attributes: string,
  entries: readonly string[],
): Warninglist {
  return {
    ...{ id, name, type, description: name, version: '1', enabled: true, default: true },
    ...{ category: 'false_positive', valid_attributes, entries },
  };
}
