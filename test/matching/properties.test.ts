import { BlockList, isIPv4 } from 'node:net';
import { expect } from 'chai';
import fc from 'fast-check';
import { MATCH_KINDS, type MatchKind } from '../../src/intel/match/kinds.ts';
import { normalForm } from '../../src/intel/match/normal-forms.ts';
import { textsOf } from '../support/properties.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { runSpl } from '../stand-ins/splunk/spl/run.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { MatchLab, NOW } from './lab.ts';

const OPTIONS = { allowPrivate: true };

/** What values of a kind are put together of. */
const ALPHABETS: Readonly<Record<MatchKind, readonly string[]>> = {
  address: [
    '198',
    '51',
    '.',
    '.',
    '1',
    '0',
    ':',
    '::',
    'ffff',
    'FFFF',
    'dB8',
    '2001',
    '[',
    ']',
    '/',
    '24',
    '%eth0',
    '0001',
    'c633',
    '6401',
  ],
  domain: ['a', 'B', 'evil', '.', '.', '-', '_', 'com', 'co.uk', 'example', '1', '*.', 'xn--bcher-kva', ' '],
  url: [
    'http://',
    'HTTPS://',
    'evil.example',
    'Evil',
    '/',
    '/',
    '?a=B',
    '#f',
    ':80',
    ':443',
    ':8080',
    'u:p@',
    '.',
    '198.51.100.1',
    '[2001:db8::1]',
    ' ',
  ],
  hash: ['0123456789abcdef', 'ABCDEF0123456789', 'f', ',', 'MD5=', ' '],
  file_name: ['a', 'B', '.exe', '\\', '/', ' ', '  ', 'Ü', '"'],
  email: ['a', 'B', '@', '@', 'evil.example', '.', '+', ' '],
  sender: ['a', 'B', '@', 'evil.example', '.', '-'],
  recipient: ['a', 'B', '@', 'evil.example', '.', '-'],
  subject: ['Re:', ' ', '\t', 'Invoice', '|', '"', 'ß'],
  user_agent: ['Bot/', '1.0', ' ', '(', ')', ';'],
  registry: [
    'HKLM',
    'hkcu',
    'HKU',
    'HKEY_LOCAL_MACHINE',
    '\\',
    '\\',
    'Run',
    ' ',
    'Computer\\',
    'Computer',
    '-',
    '/',
  ],
  service: ['Evil', 'svc', ' ', '$'],
  fingerprint: ['0123456789', 'ABCDEF', ':', ' ', 'aa:bb:'],
  serial: ['00', '0x', 'AB', 'cd', ':', ' ', '-', '12', 'g'],
  user: ['evil', 'ADMIN', '\\', '_', '$', ' '],
};

/** Indicators are written in ways that logs are not: so that nobody clicks them, or with stars. */
const ONLY_IN_MISP = /[({]|\[[.:]|hxx|\*(?!\.)/i;

/** IPv4 at the end of IPv6, other than mapped: the searches do not read that. */
const MIXED = /^\[?(?!::ffff:).*:.*\./i;

describe('Properties of matching', function () {
  this.timeout(120_000);
  let splunk: StandInSplunk;

  before(async () => {
    splunk = await StandInSplunk.start();
  });
  after(() => splunk.close());

  /** The keys that the searches make of a log's values. */
  async function keysOf(kind: MatchKind, seen: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
    const input = [...new Set(seen)].map((value) => ({
      ...{ misp_match_kind: kind, misp_match_seen: value, misp_match_field: 'f', misp_match_other: '-' },
      ...{ misp_match_asset_field: 'src', misp_match_asset: 'a', misp_match_count: '1' },
      ...{ misp_match_first: String(NOW), misp_match_last: String(NOW) },
    }));
    const { rows, failed, messages } = await runSpl(splunk, '`misp_match_candidates`', { input });
    expect(failed, JSON.stringify(messages)).to.equal(false);
    const keys = new Map<string, string[]>();
    for (const row of rows) {
      const value = String(row['misp_match_seen']);
      keys.set(value, [...(keys.get(value) ?? []), String(row['misp_match_key'])]);
    }
    return keys;
  }

  for (const kind of Object.keys(MATCH_KINDS) as MatchKind[]) {
    it(`a ${kind} of a log has the form of the same one of MISP`, async () => {
      const texts = fc.sample(valuesOf(kind), {
        numRuns: 3000,
        seed: Number(process.env['SEED'] ?? 20261126),
      });
      const seen = texts.filter(
        (text) => text !== '' && text !== 'unknown' && !/[\0\ud800-\udfff]/.test(text),
      );
      const keys = await keysOf(kind, seen);
      let compared = 0;
      for (const text of seen) {
        const form = normalForm(kind, text, OPTIONS);
        if (
          form === undefined ||
          (kind === 'address' && form.includes('/')) ||
          ONLY_IN_MISP.test(text) ||
          (kind === 'address' && MIXED.test(text))
        )
          continue;
        compared += 1;
        expect(keys.get(text) ?? [], JSON.stringify(text)).to.include(`${kind}:${form}`);
      }
      expect(compared).to.be.above(30);
    });
  }

  const address = fc.oneof(
    fc.integer({ min: 0, max: 40 }).map((last) => `198.51.100.${last}`),
    fc.integer({ min: 0, max: 20 }).map((last) => `2001:DB8::${last.toString(16)}`),
    fc.integer({ min: 0, max: 20 }).map((last) => `2001:0db8:0:0:0:0:0:${last.toString(16)}`),
  );
  const label = fc.constantFrom('a', 'b', 'evil', 'notevil', 'Evil');
  const name = fc
    .tuple(
      fc.array(label, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('example', 'com', 'co.uk', 'github.io'),
    )
    .map(([labels, top]) => [...labels, top].join('.'));
  const port = fc.constantFrom('80', '443', '8443');
  const named = fc.oneof(
    name.map((value) => ['domain', value] as const),
    name.map((value) => ['hostname', value] as const),
    fc.tuple(name, port).map(([value, one]) => ['hostname|port', `${value}|${one}`] as const),
  );
  const indicator = fc.oneof(
    { weight: 4, arbitrary: named },
    address.map((value) => ['ip-dst', value] as const),
    fc.tuple(address, port).map(([value, one]) => ['ip-dst|port', `${value}|${one}`] as const),
    fc.integer({ min: 24, max: 31 }).map((length) => ['ip-src', `198.51.100.16/${length}`] as const),
    fc.constant(['ip-dst', '2001:db8::10/124'] as const),
  );
  const happening = fc.record({
    dest: fc.oneof(address, name),
    dest_port: port,
    src: fc.constantFrom('x1', 'x2'),
  });

  it('matches are what a comparison of every value with every indicator finds', async () => {
    let total = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(indicator, {
          minLength: 1,
          maxLength: 12,
          selector: ([type, value]) => `${type} ${value}`,
        }),
        fc.array(happening, { minLength: 60, maxLength: 60 }),
        async (indicators, events) => {
          const store = new MispStore();
          const event = store.addEvent({ info: 'Any', timestamp: NOW - 3600 });
          for (const [type, value] of indicators) store.addAttribute(event, { type, value, to_ids: true });
          const lab = await MatchLab.start(splunk, store);
          try {
            await lab.refresh();
            for (const fields of events) lab.log('Network_Traffic.All_Traffic', fields);
            await lab.run('MISP_match_traffic');
            const found = (await lab.matches()).map(
              (row) =>
                `${String(row['misp_match_value'])} ${String(row['misp_match_asset'])} ${String(row['misp_match_count'])}`,
            );
            const expected = new Map<string, number>();
            for (const one of events)
              if (indicators.some((each) => isMatch(each, one.dest, one.dest_port))) {
                const key = `${written(one.dest)} ${one.src}`;
                expected.set(key, (expected.get(key) ?? 0) + 1);
              }
            total += expected.size;
            expect(found.sort()).to.deep.equal([...expected].map(([key, count]) => `${key} ${count}`).sort());
          } finally {
            await lab.close();
          }
        },
      ),
      { numRuns: 12 },
    );
    expect(total).to.be.above(100);
  });

  const nameInLog = fc
    .tuple(name, fc.constantFrom('', '.'), fc.boolean())
    .map(([text, dot, isUpper]) => `${isUpper ? text.toUpperCase() : text}${dot}`);
  const request = fc.record({
    urlHost: nameInLog,
    dest: nameInLog,
    referrerHost: nameInLog,
    dest_port: port,
    src: fc.constantFrom('x1', 'x2'),
  });

  it('a match counts the events that have its value, in however many fields', async () => {
    let total = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(named, {
          minLength: 1,
          maxLength: 12,
          selector: ([type, value]) => `${type} ${value}`,
        }),
        fc.array(request, { minLength: 60, maxLength: 60 }),
        async (indicators, events) => {
          const store = new MispStore();
          const event = store.addEvent({ info: 'Any', timestamp: NOW - 3600 });
          for (const [type, value] of indicators) store.addAttribute(event, { type, value, to_ids: true });
          const lab = await MatchLab.start(splunk, store);
          try {
            await lab.refresh();
            for (const { urlHost, referrerHost, ...fields } of events)
              lab.log('Web.Web', {
                ...fields,
                url: `https://${urlHost}/a`,
                http_referrer: `http://${referrerHost}/b`,
              });
            await lab.run('MISP_match_web');
            const expected = new Map<string, number>();
            for (const one of events) {
              const values = [
                [one.urlHost, one.dest_port],
                [one.dest, one.dest_port],
                [one.referrerHost, undefined],
              ] as const;
              const matched = values
                .map(([value, beside]) => [value.toLowerCase().replace(/[.]$/, ''), beside] as const)
                .filter(([value, beside]) => indicators.some((each) => isMatch(each, value, beside)));
              for (const value of new Set(matched.map(([text]) => text))) {
                const key = `${value} ${one.src}`;
                expected.set(key, (expected.get(key) ?? 0) + 1);
              }
            }
            total += expected.size;
            const found = (await lab.matches()).map((row) =>
              ['misp_match_value', 'misp_match_asset', 'misp_match_count']
                .map((field) => String(row[field]))
                .join(' '),
            );
            expect(found.sort()).to.deep.equal([...expected].map(([key, count]) => `${key} ${count}`).sort());
          } finally {
            await lab.close();
          }
        },
      ),
      { numRuns: 12 },
    );
    expect(total).to.be.above(100);
  });
});

/** Values of a kind, and what is put together of their parts. */
function valuesOf(kind: MatchKind): fc.Arbitrary<string> {
  const any = textsOf(ALPHABETS[kind], 8);
  if (kind === 'hash')
    return fc.oneof(
      any,
      fc.constantFrom(32, 40, 64).map((length) => 'aB'.repeat(length / 2)),
    );
  if (kind === 'fingerprint')
    return fc.oneof(
      any,
      fc.constantFrom(20, 32).map((count) => Array(count).fill('aB').join(':')),
    );
  if (kind !== 'address') return any;
  const v4 = fc.ipV4();
  const v6 = fc.ipV6().map((text) => text.toUpperCase());
  return fc.oneof(
    any,
    v4,
    fc.ipV6(),
    v6,
    v4.map((text) => `::ffff:${text}`),
    v6.map((text) => `[${text}]`),
  );
}

/** The rule as docs/matching.md has it, without any index. @param port undefined where the data has none */
function isMatch([type, value]: readonly [string, string], dest: string, port: string | undefined): boolean {
  const [left = '', other] = value.toLowerCase().split('|');
  if (other !== undefined && port !== undefined && other !== port) return false;
  const seen = dest.toLowerCase();
  if (type.startsWith('ip')) {
    if (!isAddress(seen)) return false;
    const [start = '', length] = left.split('/');
    const family = isIPv4(start) ? 'ipv4' : 'ipv6';
    const list = new BlockList();
    list.addSubnet(start, Number(length ?? (family === 'ipv4' ? 32 : 128)), family);
    return isIPv4(seen) === isIPv4(start) && list.check(seen, family);
  }
  if (isAddress(seen)) return false;
  if (['com', 'co.uk'].includes(left)) return false;
  return seen === left || (type === 'domain' && left !== 'github.io' && seen.endsWith(`.${left}`));
}

const isAddress = (text: string) => text.includes(':') || isIPv4(text);

/** As matches have it. */
function written(dest: string): string {
  if (!dest.includes(':')) return dest.toLowerCase();
  const last = dest.slice(dest.lastIndexOf(':') + 1);
  return `2001:0db8:0000:0000:0000:0000:0000:${last.toLowerCase().padStart(4, '0')}`;
}
