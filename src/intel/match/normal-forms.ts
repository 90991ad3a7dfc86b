import { parse } from 'tldts';
import { isIPv4 } from 'node:net';
import { normalise, type NormaliseOptions } from '../values/normalise.ts';
import type { MatchKind } from './kinds.ts';

/**
 * The normal form of a value of MISP, or undefined when the value is not of the kind. `src/generate/matching/normal-forms.ts` makes the
 * same form of values of logs.
 */
export function normalForm(kind: MatchKind, text: string, options: NormaliseOptions): string | undefined {
  return FORMS[kind](text, options);
}

/** Whether names below a name have the same owner. Below a public suffix (com, co.uk, github.io) anybody registers names. */
export function ownsNamesBelow(name: string): boolean {
  return parse(name, { allowPrivateDomains: true }).domain !== null;
}

type Form = (text: string, options: NormaliseOptions) => string | undefined;

const FORMS: Readonly<Record<MatchKind, Form>> = {
  address(text, options) {
    const address = fitted('ip', text, options);
    // MISP has no ranges like a-b.
    if (address === undefined || address.includes('-')) return undefined;
    const [start = '', length] = address.split('/');
    const full = isIPv4(start) ? start : fullIPv6(start);
    const isHost = length === undefined || length === (isIPv4(start) ? '32' : '128');
    return isHost ? full : `${full}/${length}`;
  },
  domain(text, options) {
    const name = fitted('domain', text, options)?.replace(/^\*\./, '');
    // A suffix of a registry (com, co.uk) is not an indicator. A suffix of a provider (github.io) is a site, too.
    return name === undefined || parse(name).domain === null ? undefined : name;
  },
  url(text, options) {
    const url = fitted('url', text, options);
    return url === undefined ? undefined : bareUrl(url);
  },
  hash: hex,
  fingerprint: (text, options) => hex(text.replace(/[\s:]/g, ''), options),
  file_name: caseless,
  email: mail,
  sender: mail,
  recipient: mail,
  subject: caseless,
  user_agent: caseless,
  registry(text) {
    const path = caseless(text)
      ?.replace(/^computer\\/, '')
      .replace(/\\+$/, '');
    const [, short = '', rest = ''] = /^(hk[a-z]+)(\\[^]*)?$/.exec(path ?? '') ?? [];
    return path === undefined || HIVES[short] === undefined ? path : `${HIVES[short]}${rest}`;
  },
  service: caseless,
  serial(text) {
    const digits = text
      .toLowerCase()
      .replace(/^0x/, '')
      .replace(/[\s:-]/g, '')
      .replace(/^0+(?=.)/, '');
    return /^[\da-f]+$/.test(digits) ? digits : undefined;
  },
  user: caseless,
};

/** The hives of the Windows registry by their abbreviations, in lower case. */
export const HIVES: Readonly<Record<string, string>> = {
  hklm: 'hkey_local_machine',
  hkcu: 'hkey_current_user',
  hkcr: 'hkey_classes_root',
  hku: 'hkey_users',
  hkcc: 'hkey_current_config',
};

function fitted(
  kind: 'ip' | 'domain' | 'url' | 'email' | 'hash:any',
  text: string,
  options: NormaliseOptions,
) {
  const normalised = normalise(kind, text, options);
  return 'value' in normalised ? normalised.value : undefined;
}

/** Only of the lengths in HASH_LENGTHS. */
function hex(text: string, options: NormaliseOptions): string | undefined {
  const digits = fitted('hash:any', text, options);
  return digits !== undefined && HASH_LENGTHS.includes(digits.length) ? digits : undefined;
}

/** Hexadecimal digits: MD5, SHA-1, SHA-224, SHA-256, SHA-384, SHA-512. */
export const HASH_LENGTHS: readonly number[] = [32, 40, 56, 64, 96, 128];

function mail(text: string, options: NormaliseOptions): string | undefined {
  return fitted('email', text, options);
}

/** Ignores letter case and repeated blanks, in which logs and indicators differ. Undefined for a blank text. */
export function caseless(text: string): string | undefined {
  const value = text.replace(/\s+/g, ' ').trim().toLowerCase();
  return value === '' ? undefined : value;
}

/** Removes scheme, user, fragment, the ports 80 and 443 and a slash at the end, in which logs differ. */
function bareUrl(url: string): string | undefined {
  const bare = url
    .replace(/^[a-z][a-z\d+.-]*:\/\//i, '')
    .replace(/#[^]*$/, '')
    .replace(/^[^/?@]*@/, '');
  const [, host = '', rest = ''] = /^([^/?]*)([^]*)$/.exec(bare) ?? [];
  const name = host
    .toLowerCase()
    .replace(/\.(?=(?::\d+)?$)/, '')
    .replace(/:(?:80|443)$/, '');
  return name === '' ? undefined : `${name}${rest.replace(/\/$/, '')}`;
}

/** Expands a compressed IPv6 address to eight groups of four digits. */
function fullIPv6(address: string): string {
  const [left = [], right = []] = address
    .split('::')
    .map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].map((group) => group.padStart(4, '0')).join(':');
}
