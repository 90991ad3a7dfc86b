import { isIPv4 } from 'node:net';
import { domainToASCII } from 'node:url';
import { parseIp } from './ip.ts';
import type { Kind } from '../mapping.ts';
import { isWideWildcard } from './wide-wildcards.ts';

/** The value in the format of its column, or why it does not fit. */
export type NormalisedValue = { readonly value: string } | { readonly skipReason: string };

export interface NormaliseOptions {
  readonly allowPrivate: boolean;
}

/** Converts a value of MISP to the format of a column. */
export function normalise(kind: Kind, text: string, options: NormaliseOptions): NormalisedValue {
  const value = text.replace(/\s+/g, ' ').trim();
  // A value of dashes or stars only is not an indicator.
  if (!/[\p{L}\p{N}]/u.test(value)) return { skipReason: 'blank' };
  const fitted = kind.startsWith('hash:')
    ? hash(kind.slice(5), value)
    : NORMALISERS[kind as SimpleKind](value, options);
  return 'value' in fitted && isWideWildcard(kind, fitted.value)
    ? { skipReason: 'too wide a wildcard' }
    : fitted;
}

type SimpleKind = Exclude<Kind, `hash:${string}`>;

const NORMALISERS: Readonly<
  Record<SimpleKind, (value: string, options: NormaliseOptions) => NormalisedValue>
> = {
  ip,
  domain(value) {
    const name = asciiName(refang(value));
    return name === undefined ? { skipReason: 'no domain' } : { value: name };
  },
  url(value) {
    const absolute = absoluteUrl(value);
    return 'value' in absolute ? absolute : hostAndPath(value);
  },
  absoluteUrl,
  email(value) {
    const address = refang(value).replace(/\[at\]|\(at\)/gi, '@');
    const [, user = '', domain = ''] = /^([^\s@<>]+)@([^\s@<>]+)$/.exec(address) ?? [];
    const name = asciiName(domain);
    return name === undefined
      ? { skipReason: 'no e-mail address' }
      : { value: `${user.toLowerCase()}@${name}` };
  },
  text: (value) => ({ value }),
};

function ip(value: string, { allowPrivate }: NormaliseOptions): NormalisedValue {
  const parsed = parseIp(refang(value).toLowerCase());
  if (typeof parsed === 'string') return { skipReason: parsed };
  if (parsed.isReserved && !allowPrivate) return { skipReason: 'private or reserved addresses' };
  return { value: parsed.address };
}

/** Reverts defanging: `hxxp`, `[.]`, `(dot)`, `[:]`, also with several brackets. */
function refang(value: string): string {
  return value
    .replace(/(?<![[({])[[({]+(:\/\/|:|\.|dot)[\])}]+/gi, (_whole, mark: string) =>
      mark.startsWith(':') ? mark : '.',
    )
    .replace(/^h(?:xx|\*\*)p(?=s?:)/i, 'http');
}

/** Lower-cases scheme and host. The rest of a URL may depend on letter case. */
function absoluteUrl(value: string): NormalisedValue {
  const match = ABSOLUTE_URL.exec(refang(value));
  if (match === null) return { skipReason: 'no absolute URL' };
  const [scheme = '', user = '', host = '', port = '', rest = ''] = match.slice(1);
  const [start, name] = [`${scheme.toLowerCase()}://`, toAsciiLowerCase(host)];
  return name !== '' && URL.canParse(`${start}${name}${port}`)
    ? { value: `${start}${user}${name}${port}${rest}` }
    : { skipReason: 'no absolute URL' };
}

const ABSOLUTE_URL =
  /^([a-z][a-z\d+.-]*):\/\/([^/?#\\\s]*@)?(\[[\da-f:.]+\]|[^/?#\\\s@:]+)(:\d*)?([/?#\\][^]*)?$/i;

function hostAndPath(value: string): NormalisedValue {
  const [, host = '', port = '', rest = ''] = /^([^/?#:\s]+)(:\d+)?([/?][^]*)?$/.exec(refang(value)) ?? [];
  const name = isIPv4(host) ? host : asciiName(host);
  return name === undefined ? { skipReason: 'no absolute URL' } : { value: `${name}${port}${rest}` };
}

/** A name with at least one dot, in lower case and Punycode. */
function asciiName(value: string): string | undefined {
  const wildcard = value.startsWith('*.') ? '*.' : '';
  const ascii = toAsciiLowerCase(value.slice(wildcard.length)).replace(/\.$/, '');
  return ascii.length <= MAX_NAME && LABELS.test(ascii) ? `${wildcard}${ascii}` : undefined;
}

/** A host in lower case and Punycode. Blank for invalid characters. */
function toAsciiLowerCase(host: string): string {
  return /^[\x20-\x7e]*$/.test(host) ? host.toLowerCase() : domainToASCII(host);
}

/** Maximum characters of a DNS name. */
const MAX_NAME = 253;

/** The last label is not numeric: that would be an address. */
const LABELS = /^(?:[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?\.)+(?!\d+$)[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;

const HASHES: Readonly<Record<string, RegExp>> = {
  any: /^(?:[\da-f]{2}){16,64}$/i,
  ssdeep: /^\d+:[\w+/]+:[\w+/]+$/,
  tlsh: /^(?:T1)?[\da-f]{70}$/i,
  vhash: /^[\da-z]{8,}$/i,
};

/** @param form a number of hexadecimal digits, or a name in `HASHES` */
function hash(form: string, value: string): NormalisedValue {
  const pattern = HASHES[form] ?? new RegExp(`^[\\da-f]{${form}}$`, 'i');
  if (!pattern.test(value)) return { skipReason: 'no hash of their type' };
  return { value: form === 'ssdeep' || form === 'tlsh' ? value : value.toLowerCase() };
}
