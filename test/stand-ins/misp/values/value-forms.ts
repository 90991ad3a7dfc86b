import { domainToASCII } from 'node:url';
import { compressed } from './ipv6.ts';
import { HASH_DIGITS } from './value-hashes.ts';

/**
 * A value as MISP stores it: trimmed, without what hides it from scanners, with variables for Windows' folders, in the
 * one form of its type.
 */
export function storedForm(type: string, value: string): string {
  // Its tables have no room for characters beyond the Basic Multilingual Plane.
  const plain = value.trim().replace(/[\u{10000}-\u{10ffff}]/gu, '?');
  const open = withVariables(refanged(type, plain));
  return FORMS.find(({ types }) => types.includes(type))?.form(open) ?? open;
}

export function isDomain(value: string): boolean {
  return /^[A-Z0-9.\-_]+\.[A-Z0-9-]{2,}$/i.test(value);
}

const EMAILS = ['email', 'email-src', 'email-dst', 'target-email', 'whois-registrant-email'];
const PHONES = ['prtn', 'whois-registrant-phone', 'phone-number'];
const FINGERPRINTS = ['x509-fingerprint-md5', 'x509-fingerprint-sha1', 'x509-fingerprint-sha256'];
const HASHES = [...Object.keys(HASH_DIGITS), 'vhash', 'tlsh', 'cdhash'].filter(
  (type) => type !== 'git-commit-id' && !FINGERPRINTS.includes(type),
);

const FORMS: readonly { readonly types: readonly string[]; readonly form: (value: string) => string }[] = [
  { types: ['ip-src', 'ip-dst'], form: normalIp },
  { types: [...HASHES, ...EMAILS, 'hostname', 'anonymised'], form: lower },
  { types: ['domain'], form: normalDomain },
  { types: ['domain|ip'], form: (value) => halves(value, normalDomain, normalIp) },
  { types: HASHES.map((type) => `filename|${type}`), form: (value) => halves(value, same, lower) },
  { types: FINGERPRINTS, form: (value) => lower(value.replaceAll(':', '')) },
  { types: ['ip-dst|port', 'ip-src|port'], form: normalIpAndPort },
  { types: ['hostname|port'], form: (value) => lower(value).replaceAll(':', '|') },
  { types: ['http-method', 'hex'], form: (value) => value.toUpperCase() },
  { types: ['vulnerability', 'weakness'], form: (value) => value.replaceAll('–', '-').toUpperCase() },
  { types: ['cc-number', 'bin'], form: (value) => value.replace(/\D+/g, '') },
  { types: ['iban', 'bic'], form: (value) => value.toUpperCase().replace(/[^0-9A-Z]+/g, '') },
  {
    types: PHONES,
    form: (value) =>
      value
        .replace(/^00/, '+')
        .replaceAll('(0)', '')
        .replace(/[^+0-9]+/g, ''),
  },
  {
    types: ['mac-address', 'mac-eui-64'],
    form: (value) =>
      lower(value)
        .replace(/[.:\- ]/g, '')
        .replace(/(..)(?=.)/g, '$1:'),
  },
  { types: ['boolean'], form: (value) => (['', '0', 'false'].includes(lower(value.trim())) ? '0' : '1') },
  { types: ['datetime'], form: normalDatetime },
  { types: ['AS'], form: (value) => asNumber(value.replace(/^as/i, '')) },
];

/** Types in which a part written so that nobody clicks on it becomes what it is. */
const REFANGED: readonly (readonly [RegExp, string, readonly string[]])[] = [
  [/^(hxxp|hxtp|htxp|meow|h\[tt\]p)/i, 'http', ['link', 'url']],
  [/\[\.\]|\[dot\]|\(dot\)/g, '.', ['link', 'url', 'ip-dst', 'ip-src', 'domain|ip', 'domain', 'hostname']],
  [/\[hxxp:\/\/\]/g, 'http://', ['link', 'url']],
  [/\[@\]|\[at\]/g, '@', ['email-src', 'email-dst']],
  [/\[:\]/g, ':', ['link', 'url']],
];

function refanged(type: string, value: string): string {
  return REFANGED.reduce(
    (text, [from, to, types]) => (types.includes(type) ? text.replace(from, to) : text),
    value,
  );
}

/** The first ones of MISP's import rules that matter; it has some more for folders of users. */
const VARIABLES: readonly (readonly [RegExp, string])[] = [
  [/.:\\ProgramData\\/gi, '%ALLUSERSPROFILE%\\'],
  [/.:\\Program Files\\/gi, '%PROGRAMFILES%\\'],
  [/.:\\Users\\Public\\/gi, '%PUBLIC%\\'],
  [/.:\\Users\\[^\\]*\\AppData\\Local\\Temp\\/gi, '%TEMP%\\'],
  [/.:\\Users\\[^\\]*\\AppData\\Local\\/gi, '%LOCALAPPDATA%\\'],
  [/.:\\Users\\[^\\]*\\AppData\\Roaming\\/gi, '%APPDATA%\\'],
  [/.:\\Users\\[^\\]*\\/gi, '%USERPROFILE%\\'],
  [/.:\\Windows\\/gi, '%WINDIR%\\'],
];

function withVariables(value: string): string {
  return VARIABLES.reduce((text, [from, to]) => text.replace(from, () => to), value);
}

/** Compressed, if it is an IPv6 address; an address, if it is a network of one. */
function normalIp(value: string): string {
  const [ip = '', range] = value.split('/');
  const address = compressed(ip);
  const isWhole = range === (address.includes(':') ? '128' : '32');
  return range === undefined || isWhole ? address : `${address}/${range}`;
}

/** A name that is no domain yet is one of another alphabet. */
function normalDomain(value: string): string {
  const name = lower(value).replace(/^\.+|\.+$/g, '');
  return isDomain(name) ? name : domainToASCII(name) || name;
}

function normalIpAndPort(value: string): string {
  const isV6 = value.split(':').length > 2;
  const parts = isV6
    ? /^\[?(.*?)\]?(?:\||:(?=\d+$)| port |#)(\d+)$/.exec(value)
    : /^(.*?)[|:](.*)$/.exec(value);
  const [, ip, port] = parts ?? [];
  return ip === undefined || port === undefined ? value : `${normalIp(ip)}|${port}`;
}

/** With microseconds and an offset without a colon. */
function normalDatetime(value: string): string {
  const [, day, time = '00:00:00', fraction = '', zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?)?$/.exec(value) ?? [];
  if (day === undefined) return value;
  return `${day}T${time}.${fraction.slice(0, 6).padEnd(6, '0')}${zone === 'Z' ? '+0000' : zone.replace(':', '')}`;
}

/** Of two numbers with a dot between, the one that they mean. */
function asNumber(value: string): string {
  const [, high, low] = /^(\d+)\.(\d+)$/.exec(value) ?? [];
  return high === undefined ? value : String(Number(high) * 65_536 + Number(low));
}

function halves(value: string, left: (text: string) => string, right: (text: string) => string): string {
  const cut = value.indexOf('|');
  return cut < 0 ? left(value) : `${left(value.slice(0, cut))}|${right(value.slice(cut + 1))}`;
}

/** ASCII letters only. */
function lower(value: string): string {
  return value.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function same(value: string): string {
  return value;
}
