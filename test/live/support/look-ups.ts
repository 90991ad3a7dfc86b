import { isIPv6 } from 'node:net';
import { lab } from './lab.ts';

const RANDOM_VALUES = 300;
/** Of each kind of odd value. */
const OF_A_KIND = 15;
/** Values of more attributes are left out: a look-up one at a time would not have them all on its page. */
const MOST_MATCHES = 500;
/** MISP holds 64 KiB of a value; longer ones say nothing more. */
const LONGEST = 60_000;

const KINDS: Readonly<Record<string, (value: string) => boolean>> = {
  '%': (value) => value.includes('%'),
  '% twice': (value) => /%.*%/s.test(value),
  '% at an end': (value) => value.startsWith('%') || value.endsWith('%'),
  '|': (value) => value.includes('|'),
  '!': (value) => value.startsWith('!'),
  '||': (value) => value.includes('||'),
  '&&': (value) => value.includes('&&'),
  backslash: (value) => value.includes('\\'),
  _: (value) => value.includes('_'),
  quotes: (value) => /["']/.test(value),
  ipv6: (value) => isIPv6(value),
  unicode: (value) => /[^\0-\x7f]/.test(value),
  marks: (value) => /\p{M}/u.test(value.normalize('NFD')),
  long: (value) => value.length > 1_000,
  short: (value) => value.length < 4,
  lines: (value) => /[\r\n]/.test(value),
  blanks: (value) => value.includes(' '),
  dot: (value) => value.endsWith('.'),
};

/** Values of this server, at random and of every odd kind; halves; other letter cases; and some that nobody has. */
export function valuesToLookUp(): readonly string[] {
  const random = lab().random('values');
  const counts = new Map<string, number>();
  for (const { attribute } of lab().universe.live)
    for (const part of [attribute.value, ...attribute.value.split('|')])
      counts.set(folded(part), (counts.get(folded(part)) ?? 0) + 1);
  const isFew = (value: string) =>
    value.length <= LONGEST &&
    [value, ...value.split('|')].every((part) => (counts.get(folded(part)) ?? 0) <= MOST_MATCHES);
  const all = [...new Set(lab().universe.live.map(({ attribute }) => attribute.value))].filter(isFew);
  const halves = [
    ...new Set(
      lab()
        .universe.live.filter(({ attribute }) => attribute.type.includes('|'))
        .flatMap(({ attribute }) => attribute.value.split('|')),
    ),
  ].filter(isFew);
  const plain = random.some(all, RANDOM_VALUES);
  const odd = Object.values(KINDS).flatMap((isOfKind) => random.some(all.filter(isOfKind), OF_A_KIND));
  const asked = [...plain, ...odd, ...random.some(halves, 40)];
  const recased = random.some(asked, 100).flatMap((value) => [value.toUpperCase(), value.toLowerCase()]);
  const unknown = [
    'nobody-has-this.invalid',
    '203.0.113.255|65000',
    '%nothing%',
    '!nothing',
    '',
    ' ',
    '0',
    '%',
    'fe80::1%eth0',
  ];
  return [
    ...new Set([...asked, ...recased, ...random.some(asked, 20).map((value) => ` ${value}  `), ...unknown]),
  ];
}

export function folded(value: string): string {
  return value.toLowerCase();
}

export function cutOnce(value: string): readonly string[] {
  const cut = value.indexOf('|');
  return cut < 0 ? [] : [value.slice(0, cut), value.slice(cut + 1)];
}

/** Without blanks around it, as MISP trims: not a no-break space. */
export function trimmed(value: string): string {
  return value.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
}

/** Spellings that the documentation says are looked up, too. */
export function otherSpellings(text: string): readonly string[] {
  const inner = /^\[(.*)\]$/.exec(text)?.[1] ?? '';
  const bare = text.replace(/\.$/, '');
  return [inner, bare, ...mappedSpellings(text)].filter((one) => one !== '' && one !== text);
}

/** `::ffff:192.0.2.1` and `::ffff:c000:201` */
function mappedSpellings(text: string): readonly string[] {
  const [, tail = ''] = /^::ffff:(.*)$/i.exec(text) ?? [];
  if (!isIPv6(text) || tail === '') return [];
  const words = tail.split(':').map((word) => Number.parseInt(word, 16));
  const bytes = tail.includes('.')
    ? tail.split('.').map(Number)
    : words.flatMap((word) => [Math.floor(word / 256), word % 256]);
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  return [`::ffff:${bytes.join('.')}`, `::ffff:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`];
}
