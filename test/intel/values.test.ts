import { expect } from 'chai';
import type { Kind } from '../../src/intel/mapping.ts';
import { normalise } from '../../src/intel/values/normalise.ts';
import { cpuTimeOf } from '../support/cpu-time.ts';

const PUBLIC = { allowPrivate: false };

/** The value as it stands in its column, or why it does not, in parentheses. */
function fitted(kind: Kind, text: string, options = PUBLIC): string {
  const result = normalise(kind, text, options);
  return 'value' in result ? result.value : `(${result.skipReason})`;
}

const HEX = '0123456789abcdef'.repeat(8);
const LABEL = 'a'.repeat(63);
const LONGEST_NAME = [LABEL, LABEL, LABEL, 'a'.repeat(61)].join('.');

/** Of each kind: a text and what becomes of it. */
const CASES: readonly (readonly [Kind, ...(readonly [string, string])[]])[] = [
  [
    'ip',
    ['8.8.8.8', '8.8.8.8'],
    [' 8[.]8[.]8[.]8\n', '8.8.8.8'],
    ['8(dot)8(.)8{.}8', '8.8.8.8'],
    ['8[dot]8[DOT]8.8', '8.8.8.8'],
    ['2001:DB8::1', '2001:db8::1'],
    ['2001[:]db8[:]:1', '2001:db8::1'],
    ['8.8.8.8\t-\t8.8.8.9', '8.8.8.8-8.8.8.9'],
    ['203.0.113.77/24', '203.0.113.0/24'],
    ['192.168.1.1', '(private or reserved addresses)'],
    ['127.0.0.1', '(private or reserved addresses)'],
    ['::1', '(private or reserved addresses)'],
    ['0.0.0.0/0', '(too wide)'],
    ['8.8.8.8:53', '(no IP address)'],
    ['evil.example', '(no IP address)'],
    ['', '(blank)'],
    ['::', '(blank)'],
  ],
  [
    'domain',
    ['evil.example', 'evil.example'],
    ['EVIL.Example.', 'evil.example'],
    ['evil[.]example', 'evil.example'],
    ['evil(dot)example', 'evil.example'],
    ['evil{.}example', 'evil.example'],
    ['evil[[.]]example', 'evil.example'],
    ['hxxp.example', 'hxxp.example'],
    ['münchen.example', 'xn--mnchen-3ya.example'],
    ['MÜNCHEN.example', 'xn--mnchen-3ya.example'],
    ['日本。example', 'xn--wgv71a.example'],
    ['evil.рф', 'evil.xn--p1ai'],
    ['xn--mnchen-3ya.example', 'xn--mnchen-3ya.example'],
    ['_dmarc.evil.example', '_dmarc.evil.example'],
    ['_dmarc.münchen.example', '_dmarc.xn--mnchen-3ya.example'],
    ['a_b_.evil.example', 'a_b_.evil.example'],
    ['1.2.3.evil.example', '1.2.3.evil.example'],
    ['*.evil.example', '*.evil.example'],
    ['*.münchen.example', '*.xn--mnchen-3ya.example'],
    ['nightowlnightowl.onion', 'nightowlnightowl.onion'],
    [LONGEST_NAME, LONGEST_NAME],
    [`${LONGEST_NAME}.`, LONGEST_NAME],
    [`${LONGEST_NAME}a`, '(no domain)'],
    [`a${LABEL}.example`, '(no domain)'],
    ['*.co.uk', '(too wide a wildcard)'],
    ['*.google.com', '(too wide a wildcard)'],
    ['*.amazonaws.com', '(too wide a wildcard)'],
    ['*.example', '(no domain)'],
    ['*.*.evil.example', '(no domain)'],
    ['*evil.example', '(no domain)'],
    ['evil.*', '(no domain)'],
    ['localhost', '(no domain)'],
    ['evil..example', '(no domain)'],
    ['evil.example..', '(no domain)'],
    ['.evil.example', '(no domain)'],
    ['-evil.example', '(no domain)'],
    ['evil-.example', '(no domain)'],
    ['evil.ex_ample', '(no domain)'],
    ['evil .example', '(no domain)'],
    ['evil.example:443', '(no domain)'],
    ['evil.example/gate', '(no domain)'],
    ['http://evil.example', '(no domain)'],
    ['user@evil.example', '(no domain)'],
    ['203.0.113.5', '(no domain)'],
    ['203.0.113.5.', '(no domain)'],
    ['２０３.0.113.5', '(no domain)'],
    ['evil.123', '(no domain)'],
    ['2001:db8::1', '(no domain)'],
    ['...', '(blank)'],
  ],
  [
    'url',
    ['http://evil.example/gate', 'http://evil.example/gate'],
    ['HTTPS://Evil.Example/Gate.PHP?Q=A#F', 'https://evil.example/Gate.PHP?Q=A#F'],
    ['hxxps://evil[.]example/gate', 'https://evil.example/gate'],
    ['hXXp[:]//evil.example', 'http://evil.example'],
    ['h**p[://]evil.example', 'http://evil.example'],
    ['http://evil.example/[[.]]', 'http://evil.example/.'],
    ['http://Evil.example?Q', 'http://evil.example?Q'],
    ['http://Evil.example#F', 'http://evil.example#F'],
    ['http://evil.example/a%20b', 'http://evil.example/a%20b'],
    ['http://evil.example/a b', 'http://evil.example/a b'],
    ['http://evil.example/a\nb', 'http://evil.example/a b'],
    ['http://evil.example/日本', 'http://evil.example/日本'],
    ['http://MÜNCHEN.example:81/Ü', 'http://xn--mnchen-3ya.example:81/Ü'],
    ['http://User:PassWord@Evil.example/', 'http://User:PassWord@evil.example/'],
    ['http://A@B@Evil.example/', 'http://A@B@evil.example/'],
    ['http://evil.example/@User', 'http://evil.example/@User'],
    ['http://evil_host.example/', 'http://evil_host.example/'],
    ['http://203.0.113.5:8080/x', 'http://203.0.113.5:8080/x'],
    ['http://10.0.0.1/x', 'http://10.0.0.1/x'],
    ['http://[2001:DB8::1]:80/X', 'http://[2001:db8::1]:80/X'],
    ['http://localhost/x', 'http://localhost/x'],
    ['FTP://evil.example', 'ftp://evil.example'],
    ['tcp://evil.example:4444', 'tcp://evil.example:4444'],
    ['http://evil.example/*', 'http://evil.example/*'],
    ['evil.example/Gate', 'evil.example/Gate'],
    ['Evil.example:8080/Gate', 'evil.example:8080/Gate'],
    ['evil.example?Q', 'evil.example?Q'],
    ['evil[.]example', 'evil.example'],
    ['münchen.example/Ü', 'xn--mnchen-3ya.example/Ü'],
    ['203.0.113.5/x', '203.0.113.5/x'],
    ['*.evil.example/x', '*.evil.example/x'],
    ['http://*', '(too wide a wildcard)'],
    ['https://*', '(too wide a wildcard)'],
    ['https://www.*', '(too wide a wildcard)'],
    ['https://www.google.com/*', '(too wide a wildcard)'],
    ['https://github.com/evil-user/*', 'https://github.com/evil-user/*'],
    ['203.0.113.5-203.0.113.9/x', '(no absolute URL)'],
    ['http://', '(no absolute URL)'],
    ['http:///gate', '(no absolute URL)'],
    ['http://user@', '(no absolute URL)'],
    ['http://evil.example:99999/', '(no absolute URL)'],
    ['http://evil.example:port/', '(no absolute URL)'],
    ['http://1.2.3.4.5/', '(no absolute URL)'],
    ['http://[2001:db8::1/', '(no absolute URL)'],
    ['http://[2001:db8:::1]/', '(no absolute URL)'],
    ['http://[fe80::1%25eth0]/', '(no absolute URL)'],
    ['http://evil.example (seen twice)', '(no absolute URL)'],
    ['http://evil example/', '(no absolute URL)'],
    ['javascript:alert(1)', '(no absolute URL)'],
    ['mailto:evil@evil.example', '(no absolute URL)'],
    ['data:text/plain,x', '(no absolute URL)'],
    ['//evil.example/x', '(no absolute URL)'],
    ['/gate.php', '(no absolute URL)'],
    ['gate', '(no absolute URL)'],
    ['user@evil.example/x', '(no absolute URL)'],
    ['2001:db8::1/x', '(no absolute URL)'],
    ['http://\u00ad/', '(no absolute URL)'],
    ['tcp://\u00ad/', '(no absolute URL)'],
  ],
  [
    'absoluteUrl',
    ['hxxp://Evil.example/Gate', 'http://evil.example/Gate'],
    ['evil.example/gate', '(no absolute URL)'],
    ['evil.example', '(no absolute URL)'],
    ['/gate', '(no absolute URL)'],
    ['mailto:evil@evil.example', '(no absolute URL)'],
  ],
  [
    'email',
    ['Evil@Evil.Example', 'evil@evil.example'],
    ['evil[at]evil[.]example', 'evil@evil.example'],
    ['evil(AT)evil(dot)example', 'evil@evil.example'],
    ['e.v+i_l%@sub.evil.example', 'e.v+i_l%@sub.evil.example'],
    ['BÖSE@evil.example', 'böse@evil.example'],
    ['evil@MÜNCHEN.example', 'evil@xn--mnchen-3ya.example'],
    ['*@evil.example', '*@evil.example'],
    ['@evil.example', '(no e-mail address)'],
    ['evil@', '(no e-mail address)'],
    ['evil@localhost', '(no e-mail address)'],
    ['evil@evil..example', '(no e-mail address)'],
    ['evil@evil.*', '(no e-mail address)'],
    ['@', '(blank)'],
    ['evil.example', '(no e-mail address)'],
    ['a@b@evil.example', '(no e-mail address)'],
    ['Evil <evil@evil.example>', '(no e-mail address)'],
    ['a@evil.example, b@evil.example', '(no e-mail address)'],
    ['*@bc.de', '(too wide a wildcard)'],
    ['*@gmail.com', '(too wide a wildcard)'],
    ['*@GMail.com', '(too wide a wildcard)'],
    ['*@protonmail.com', '(too wide a wildcard)'],
  ],
  [
    'text',
    ['Mozilla/5.0 (X11; Linux)', 'Mozilla/5.0 (X11; Linux)'],
    ['  two\r\n lines\t and a tab ', 'two lines and a tab'],
    ['a\u2028b', 'a b'],
    ['Letter Case', 'Letter Case'],
    ['a[.]b hxxp://c', 'a[.]b hxxp://c'],
    ['緊急', '緊急'],
    ['срочно', 'срочно'],
    ['عاجل', 'عاجل'],
    ['7', '7'],
    ['HKLM\\Software\\%s', 'HKLM\\Software\\%s'],
    ['*evil.example', '*evil.example'],
    ['evil*', '(too wide a wildcard)'],
    ['evil-*.exe', 'evil-*.exe'],
    ['*evil.exe', '*evil.exe'],
    ['*.exe', '(too wide a wildcard)'],
    ...[
      ...[
        'Mozilla*',
        'mozilla/5.0*',
        '*Windows*',
        '*agent',
        '*Chrome*',
        '*AppleWebKit*',
        '*(KHTML, like Gecko)*',
      ],
      ...[
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64)*',
        '*Safari/537.36',
        'python-requests*',
        'Go-http-client/*',
      ],
      ...['*svchost.exe', '*system32*', 'C:\\Windows\\*', 'C:\\Program Files*', 'HKLM\\Software\\*'],
      ...[
        'Invoice*',
        '*password*',
        '*your order*',
        'Newsletter*',
        'administrator*',
        'Mozilla**',
        '**Mozilla*',
      ],
    ].map((one) => [one, '(too wide a wildcard)'] as const),
    ['Mozilla/5.0 (Zeus 1.0)*', 'Mozilla/5.0 (Zeus 1.0)*'],
    ['Mozilla/5.0', 'Mozilla/5.0'],
    ['*\\evilservice.exe', '*\\evilservice.exe'],
    ['*.緊急緊急緊', '*.緊急緊急緊'],
    ['C:\\*', '(too wide a wildcard)'],
    ['https://*', '(too wide a wildcard)'],
    ['*', '(blank)'],
    ['**', '(blank)'],
    ['-', '(blank)'],
    ['?!…', '(blank)'],
    ['👀', '(blank)'],
    ['', '(blank)'],
    [' \n\t\u00a0', '(blank)'],
  ],
  ...[32, 40, 56, 64, 96, 128].map((digits) => {
    const its = HEX.slice(0, digits);
    const no = '(no hash of their type)';
    return [
      `hash:${digits}`,
      [its, its],
      [its.toUpperCase(), its],
      [` ${its}\n`, its],
      [its.slice(1), no],
      [`${its}0`, no],
      [`g${its.slice(1)}`, no],
      [`0x${its}`, no],
      [HEX.slice(0, digits === 32 ? 40 : 32), no],
    ] as const;
  }),
  [
    'hash:any',
    [HEX.slice(0, 32).toUpperCase(), HEX.slice(0, 32)],
    [HEX, HEX],
    [HEX.slice(0, 30), '(no hash of their type)'],
    [HEX.slice(0, 33), '(no hash of their type)'],
    [`${HEX}00`, '(no hash of their type)'],
    ['evil', '(no hash of their type)'],
  ],
  [
    'hash:ssdeep',
    ['96:s4Ud1Lj96tHHl/:sF1LjEt+Hlr', '96:s4Ud1Lj96tHHl/:sF1LjEt+Hlr'],
    ['96:s4Ud1Lj96tHHl', '(no hash of their type)'],
    ['s4Ud1Lj96tHHl:sF1LjEt:x', '(no hash of their type)'],
    [HEX.slice(0, 32), '(no hash of their type)'],
  ],
  [
    'hash:tlsh',
    [HEX.slice(0, 70), HEX.slice(0, 70)],
    [`T1${HEX.slice(0, 70).toUpperCase()}`, `T1${HEX.slice(0, 70).toUpperCase()}`],
    [HEX.slice(0, 69), '(no hash of their type)'],
    [`T1${HEX.slice(0, 69)}`, '(no hash of their type)'],
  ],
  [
    'hash:vhash',
    ['015056656D155510f8z731z4dz2035z2fz', '015056656d155510f8z731z4dz2035z2fz'],
    ['0150', '(no hash of their type)'],
    ['not a vhash', '(no hash of their type)'],
  ],
];

/** Pseudo-random numbers from 0 to 1, always the same (mulberry32). */
function randomness(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What texts that nearly fit are made of. */
const PIECES = [
  ...['hxxp', 'h**p', 'http', 's', '://', '[:]', '[://]', '//', '[', ']', '(', ')', '{', '}', '.', '[.]'],
  ...[
    '(dot)',
    'dot',
    'at',
    '[at]',
    '@',
    '*',
    '*.',
    '-',
    '/',
    '\\',
    '?',
    '#',
    '%',
    '%20',
    ':',
    '::',
    '|',
    ',',
  ],
  ...['a', 'B', 'evil', 'example', 'com', '1', '8', '255', '010', '::ffff:', 'fe80', 'T1', ' ', '\n', '\t'],
  ...[
    'ü',
    'ẞ',
    'İ',
    '日',
    '。',
    '٣',
    '👀',
    '\u0000',
    '\u00ad',
    '\u202e',
    '\u2028',
    '\ud800',
    '_',
    '=',
    '"',
    '<',
  ],
];

function randomText(random: () => number): string {
  const length = 1 + Math.floor(random() * 9);
  return Array.from({ length }, () => PIECES[Math.floor(random() * PIECES.length)] ?? '').join('');
}

describe('A value', () => {
  for (const [kind, ...cases] of CASES) {
    describe(`of kind ${kind}`, () => {
      for (const [text, expected] of cases) {
        it(`${JSON.stringify(text)} becomes ${expected}`, () => {
          expect(fitted(kind, text)).to.equal(expected);
        });
      }
    });
  }

  it('may be private when that is allowed, but no wider than others', () => {
    const allowed = { allowPrivate: true };
    expect(fitted('ip', '192.168.1.1', allowed)).to.equal('192.168.1.1');
    expect(fitted('ip', 'FE80::1', allowed)).to.equal('fe80::1');
    expect(fitted('ip', '10.1.2.3/8', allowed)).to.equal('10.0.0.0/8');
    expect(fitted('ip', '0.0.0.0/0', allowed)).to.equal('(too wide)');
  });

  for (const [kind, ...cases] of CASES) {
    it(`of kind ${kind} never throws, and what is taken is one line and is taken again as it is`, () => {
      const random = randomness(7);
      const texts = Array.from({ length: 4000 }, () => randomText(random));
      let taken = 0;
      for (const text of [...texts, ...cases.map(([one]) => one)]) {
        for (const options of [PUBLIC, { allowPrivate: true }]) {
          const result = normalise(kind, text, options);
          if ('skipReason' in result) continue;
          taken += 1;
          expect(result.value, JSON.stringify(text)).to.match(/^\S(?:.*\S)?$/u);
          expect(normalise(kind, result.value, options), JSON.stringify(text)).to.deep.equal(result);
        }
      }
      expect(taken).to.be.above(0);
    });
  }

  it('of great length takes no long time', () => {
    const time = cpuTimeOf(() => {
      for (const piece of [...PIECES, 'a.', 'a@', '[.', '(', 'a-'])
        for (const [kind] of CASES) normalise(kind, `x${piece.repeat(20_000)}`, PUBLIC);
    });
    expect(time, 'ms').to.be.below(5000);
  });
});
