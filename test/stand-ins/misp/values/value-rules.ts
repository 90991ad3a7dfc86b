import { isIP, isIPv4 } from 'node:net';
import { isDomain } from './value-forms.ts';
import { HASH_DIGITS } from './value-hashes.ts';

/**
 * What MISP has against a value in its stored form, undefined when nothing. Of the texts, those on addresses, hashes and
 * composites are recorded; the others are those of MISP's source.
 */
export function objectionTo(type: string, value: string): string | undefined {
  if (value === '') return 'Value cannot be empty.';
  if (type.includes('|') || type === 'malware-sample') {
    const parts = value.split('|');
    if (parts.length !== 2)
      return 'Composite type found but the value not in the composite (value1|value2) format.';
    if (parts.includes('')) return 'Composite type found but invalid value.';
  }
  return RULES[type]?.(value);
}

type Rule = (value: string) => string | undefined;

const OTHER = 'Please double check the value or select type "other".';
const NO_IP = 'IP address has an invalid format.';
const NO_PORT = 'Port numbers have to be integers between 1 and 65535.';
const WRONG_FORMAT = `Value not in the right type/format. ${OTHER}`;

const domain =
  (text: string): Rule =>
  (value) =>
    isDomain(value) ? undefined : text;
const port: Rule = (value) => (isInteger(value, 65_535) && Number(value) > 0 ? undefined : NO_PORT);
const address: Rule = (value) => (isAddress(value) ? undefined : NO_IP);
const email = matching(/^.\S*@.*\..*$/i, `Email address has an invalid format. ${OTHER}`);
const amount = matching(/^\d+$/, 'The value has to be a whole number greater or equal 0.');
const numeric = matching(/^[+-]?\d+(\.\d+)?$/, WRONG_FORMAT);
const currency = matching(/^[a-zA-Z0-9]+$/, WRONG_FORMAT);

const RULES: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(Object.entries(HASH_DIGITS).flatMap(([type, digits]) => hashRules(type, digits))),
  'ip-src': network,
  'ip-dst': network,
  'ip-src|port': both(address, port),
  'ip-dst|port': both(address, port),
  port,
  domain: domain(`Domain has an invalid format. ${OTHER}`),
  hostname: domain(`Hostname has an invalid format. ${OTHER}`),
  'hostname|port': both(domain('Hostname has an invalid format.'), port),
  'domain|ip': both(domain('Domain has an invalid format.'), address),
  'onion-address': matching(/^([a-z2-7]{16}|[a-z2-7]{56})\.onion$/, 'Onion address has an invalid format.'),
  'mac-address': matching(/^([a-f0-9]{2}:?){6}$/i, WRONG_FORMAT),
  ...every(
    ['email', 'email-src', 'eppn', 'email-dst', 'target-email', 'whois-registrant-email', 'dns-soa-email'],
    email,
  ),
  'jabber-id': email,
  ssdeep: matching(/^\d+:[\w/+]*:[\w/+]*$/, 'Invalid SSDeep hash. The format has to be blocksize:hash:hash'),
  vulnerability: matching(/^CVE-\d{4}-\d{4,}$/, 'Invalid format. Expected: CVE-xxxx-xxxx...'),
  weakness: matching(/^CWE-\d+$/, 'Invalid format. Expected: CWE-x...'),
  link: (value) => (URL.canParse(value) ? undefined : WRONG_FORMAT),
  hex: matching(/^[0-9a-f]+$/i, WRONG_FORMAT),
  datetime: matching(/^\d{4}-\d\d-\d\d/, 'Datetime has to be in the ISO 8601 format.'),
  ...every(['size-in-bytes', 'counter'], amount),
  ...every(['btc', 'dash', 'xmr', 'iban', 'bic'], currency),
  ...every(['float', 'phone-number', 'cc-number', 'bin', 'prtn'], numeric),
  AS: (value) =>
    isInteger(value, 4_294_967_295) ? undefined : 'AS number have to be integer between 1 and 4294967295',
};

function hashRules(type: string, digits: number): [string, Rule][] {
  const text = (what: string) =>
    `Checksum has an invalid length or format (expected: ${what}${digits} hexadecimal characters). ${OTHER}`;
  return [
    [type, matching(new RegExp(`^[0-9a-f]{${digits}}$`, 'i'), text(''))],
    [`filename|${type}`, matching(new RegExp(`^.+\\|[0-9a-f]{${digits}}$`), text('filename|'))],
  ];
}

function network(value: string): string | undefined {
  const [ip = '', range, ...rest] = value.split('/');
  if (range === undefined) return address(ip);
  if (rest.length > 0 || !/^\d+$/.test(range)) return 'Invalid CIDR notation value found.';
  if (!isAddress(ip)) return NO_IP;
  const [version, bits] = isIPv4(ip) ? ['IPv4', 32] : ['IPv6', 128];
  if (Number(range) <= bits) return undefined;
  return `Invalid CIDR notation value found, for ${version} must be lower or equal ${bits}.`;
}

/** One with a zone belongs to one machine. */
function isAddress(value: string): boolean {
  return isIP(value) > 0 && !value.includes('%');
}

function both(left: Rule, right: Rule): Rule {
  return (value) => {
    const cut = value.indexOf('|');
    return left(value.slice(0, cut)) ?? right(value.slice(cut + 1));
  };
}

function matching(pattern: RegExp, text: string): Rule {
  return (value) => (pattern.test(value) ? undefined : text);
}

function every(types: readonly string[], rule: Rule): Record<string, Rule> {
  return Object.fromEntries(types.map((type) => [type, rule]));
}

function isInteger(value: string, max: number): boolean {
  return /^\d+$/.test(value) && Number(value) <= max;
}
