import { isIPv4 } from 'node:net';
import { domainToASCII } from 'node:url';
import { readIp } from './ip.ts';
import type { Kind } from '../mapping.ts';
import { isWideWildcard } from './wide-wildcards.ts';

/** A value as its column takes it, or why it does not. */
export type Fit = { readonly value: string } | { readonly misfit: string };

export interface FitOptions {
  readonly allowPrivate: boolean;
}

/** Makes a value of MISP's fit a column, where it can be made to. */
export function fit(kind: Kind, text: string, options: FitOptions): Fit {
  const value = text.replace(/\s+/g, ' ').trim();
  // Also what is only dashes or stars: no indicator is.
  if (!/[\p{L}\p{N}]/u.test(value)) return { misfit: 'blank' };
  const fitted = kind.startsWith('hash:') ? hash(kind.slice(5), value) : FITS[kind as Plain](value, options);
  return 'value' in fitted && isWideWildcard(kind, fitted.value) ? { misfit: 'too wide a wildcard' } : fitted;
}

type Plain = Exclude<Kind, `hash:${string}`>;

const FITS: Readonly<Record<Plain, (value: string, options: FitOptions) => Fit>> = {
  ip,
  domain(value) {
    const name = asciiName(refanged(value));
    return name === undefined ? { misfit: 'no domain' } : { value: name };
  },
  url(value) {
    const absolute = absoluteUrl(value);
    return 'value' in absolute ? absolute : hostAndPath(value);
  },
  absoluteUrl,
  email(value) {
    const address = refanged(value).replace(/\[at\]|\(at\)/gi, '@');
    const [, user = '', domain = ''] = /^([^\s@<>]+)@([^\s@<>]+)$/.exec(address) ?? [];
    const name = asciiName(domain);
    return name === undefined ? { misfit: 'no e-mail address' } : { value: `${user.toLowerCase()}@${name}` };
  },
  text: (value) => ({ value }),
};

function ip(value: string, { allowPrivate }: FitOptions): Fit {
  const verdict = readIp(refanged(value).toLowerCase());
  if (typeof verdict === 'string') return { misfit: verdict };
  if (verdict.isReserved && !allowPrivate) return { misfit: 'private or reserved addresses' };
  return { value: verdict.address };
}

/** `hxxp`, `[.]`, `(dot)`, `[:]`: how people write what must not be clicked. Also with several brackets around. */
function refanged(value: string): string {
  return value
    .replace(/(?<![[({])[[({]+(:\/\/|:|\.|dot)[\])}]+/gi, (_whole, mark: string) =>
      mark.startsWith(':') ? mark : '.',
    )
    .replace(/^h(?:xx|\*\*)p(?=s?:)/i, 'http');
}

/** Scheme and host do not tell letter cases apart; the rest of a URL may. */
function absoluteUrl(value: string): Fit {
  const match = ABSOLUTE_URL.exec(refanged(value));
  if (match === null) return { misfit: 'no absolute URL' };
  const [scheme = '', user = '', host = '', port = '', rest = ''] = match.slice(1);
  const [start, name] = [`${scheme.toLowerCase()}://`, lowerCased(host)];
  return name !== '' && URL.canParse(`${start}${name}${port}`)
    ? { value: `${start}${user}${name}${port}${rest}` }
    : { misfit: 'no absolute URL' };
}

const ABSOLUTE_URL =
  /^([a-z][a-z\d+.-]*):\/\/([^/?#\\\s]*@)?(\[[\da-f:.]+\]|[^/?#\\\s@:]+)(:\d*)?([/?#\\][^]*)?$/i;

function hostAndPath(value: string): Fit {
  const [, host = '', port = '', rest = ''] = /^([^/?#:\s]+)(:\d+)?([/?][^]*)?$/.exec(refanged(value)) ?? [];
  const name = isIPv4(host) ? host : asciiName(host);
  return name === undefined ? { misfit: 'no absolute URL' } : { value: `${name}${port}${rest}` };
}

/** A name with at least one dot, lower-cased, as it goes over the wire. */
function asciiName(value: string): string | undefined {
  const wildcard = value.startsWith('*.') ? '*.' : '';
  const ascii = lowerCased(value.slice(wildcard.length)).replace(/\.$/, '');
  return ascii.length <= MAX_NAME && LABELS.test(ascii) ? `${wildcard}${ascii}` : undefined;
}

/** A host in lower case; blank when it has letters that no name may have. */
function lowerCased(host: string): string {
  return /^[\x20-\x7e]*$/.test(host) ? host.toLowerCase() : domainToASCII(host);
}

/** Characters of a name in the DNS. */
const MAX_NAME = 253;

/** The last is not of digits only: that would be an address. */
const LABELS = /^(?:[a-z\d_](?:[a-z\d_-]{0,61}[a-z\d_])?\.)+(?!\d+$)[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/;

const HASHES: Readonly<Record<string, RegExp>> = {
  any: /^(?:[\da-f]{2}){16,64}$/i,
  ssdeep: /^\d+:[\w+/]+:[\w+/]+$/,
  tlsh: /^(?:T1)?[\da-f]{70}$/i,
  vhash: /^[\da-z]{8,}$/i,
};

/** @param form a number of hexadecimal digits, or a name in `HASHES` */
function hash(form: string, value: string): Fit {
  const pattern = HASHES[form] ?? new RegExp(`^[\\da-f]{${form}}$`, 'i');
  if (!pattern.test(value)) return { misfit: 'no hash of their type' };
  return { value: form === 'ssdeep' || form === 'tlsh' ? value : value.toLowerCase() };
}
