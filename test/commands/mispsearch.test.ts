import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { post } from '../stand-ins/misp/client.ts';
import type { StoredEvent } from '../stand-ins/misp/store/records.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { connectedTo } from '../support/connected.ts';

const NOW = 1_795_000_000;

/** Values of every kind that MISP could take for something else, some of them there. */
const VALUES: readonly (readonly [type: string, value: string])[] = [
  ['domain', 'evil.example'],
  ['domain', 'evil.example.org'],
  ['domain|ip', 'pair.example|198.51.100.3'],
  ['ip-dst|port', '203.0.113.44|8443'],
  ['ip-dst', '203.0.113.0/24'],
  ['ip-dst', '2001:db8::1'],
  ['url', 'http://x.example/a%20b'],
  ['url', 'http://x.example/aZZ20b'],
  ['url', 'http://x.example/A%20B?c=%25'],
  ['filename', 'C:\\Temp\\50%.exe'],
  ['filename', 'C:Temp50x.exe'],
  ['text', '!important'],
  ['text', 'important'],
  ['text', 'a||b'],
  ['text', 'a'],
  ['text', '100%'],
  ['text', '1000'],
  ['text', 'under_score%'],
  ['text', 'underXscoreY'],
  ['filename', 'Überweisung "neu".exe'],
  ['email-subject', '日本語テキスト'],
  ['regkey|value', 'HKLM\\Run|x|y'],
  ['malware-sample', 'owl.exe|0123456789abcdef0123456789abcdef'],
];

const ASKED = [
  'evil.example',
  'EVIL.Example',
  ' evil.example ',
  'pair.example',
  'PAIR.example',
  '198.51.100.3',
  '8443',
  '203.0.113.44',
  '203.0.113.77',
  '203.0.113.0/24',
  '2001:0DB8:0:0:0:0:0:1',
  'http://x.example/a%20b',
  'http://X.example/A%20B',
  'http://x.example/A%20B?c=%25',
  'http://x.example/a%20c',
  'C:\\Temp\\50%.exe',
  '!important',
  '!nothing',
  'a||b',
  '100%',
  '%00%',
  '%evil%',
  'under_score%',
  'uberweisung "NEU".exe',
  '日本語テキスト',
  'x|y',
  'HKLM\\Run',
  'OWL.exe',
  '0123456789ABCDEF0123456789ABCDEF',
  'nope.example',
  '_',
  "o'hara",
];

describe('mispsearch', () => {
  let splunk: StandInSplunk;
  let misp: MispServer;
  let store: MispStore;
  let event: StoredEvent;

  before(async () => {
    store = new MispStore();
    event = store.addEvent({ info: 'Event', timestamp: NOW, tags: ['tlp:green'] });
    for (const [type, value] of VALUES) store.addAttribute(event, { type, value });
    misp = await startMisp({ store, now: NOW });
    splunk = await StandInSplunk.start(
      connectedTo(misp, { misp: { retry_timeout: 0 }, other: { prefix: 'o_' } }),
    );
  });
  after(async () => {
    await splunk.close();
    await misp.close();
  });
  beforeEach(() => {
    misp.requests.length = 0;
  });

  async function search(options: string, ...chunks: (readonly Row[])[]): Promise<readonly Row[]> {
    const { rows, messages, failed } = await splunk.search(`mispsearch misp_instance=misp ${options}`, {
      input: chunks,
    });
    expect(messages).to.deep.equal([]);
    expect(failed).to.equal(false);
    return rows;
  }
  const records = (values: readonly string[]) => values.map((value) => ({ v: value }));
  const listOf = (value: Row[string] | undefined) => [value ?? []].flat();

  it('finds what MISP finds for each value alone, and nothing more', async () => {
    const rows = await search('field=v limit=0', records(ASKED));
    // Values, and those that end with %.
    expect(misp.requests).to.have.length(2);
    const literal = (attribute: string, type: string, asked: string): boolean => {
      const fold = (text: string) => text.trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
      const cut = /\||malware/.test(type) ? attribute.indexOf('|') : -1;
      const halves = cut < 0 ? [attribute] : [attribute.slice(0, cut), attribute.slice(cut + 1)];
      const ipv6 = asked.includes('2001') ? '2001:db8::1' : asked;
      return halves.some((half) => fold(half) === fold(ipv6));
    };
    for (const [index, asked] of ASKED.entries()) {
      const expected = VALUES.filter(([type, value]) => literal(value, type, asked)).map(
        ([, value]) => value,
      );
      const attributes = listOf(rows[index]?.['misp_attributes']).map(
        (json) => (JSON.parse(json) as { misp_value: string }).misp_value,
      );
      expect(attributes.sort(), asked).to.deep.equal(expected.sort());
    }
    const found = rows.filter((row) => row['misp_value'] !== undefined);
    expect(found.length).to.be.within(15, ASKED.length - 5);
  });

  it('finds what MISP answers when it is asked for one value alone', async () => {
    // Values that MISP would take for a pattern cannot be asked for alone.
    const plain = ASKED.filter((value) => !/%|^!|\|/.test(value));
    const rows = await search('field=v limit=0 fields=attribute_id', records(plain));
    for (const [index, value] of plain.entries()) {
      const answer = await post(misp, { returnFormat: 'json', value });
      const { response } = (await answer.json()) as { response: { Attribute: readonly { id: string }[] } };
      expect(listOf(rows[index]?.['misp_attribute_id']), value).to.deep.equal(
        response.Attribute.map(({ id }) => id),
      );
    }
  });

  it('finds a composite by both of its halves, unless pipesplit=false, and not by one of them', async () => {
    const rows = records(['pair.example|198.51.100.3', '203.0.113.44|8443', '203.0.113.5|8443']);
    const [first, second, third] = await search('field=v', rows);
    expect(first?.['misp_value']).to.equal('pair.example|198.51.100.3');
    expect(second?.['misp_value']).to.equal('203.0.113.44|8443');
    expect(third).to.deep.equal(rows[2]);
    const whole = await search('field=v pipesplit=false', rows);
    expect(whole).to.deep.equal(rows);
  });

  it('finds a whole value with a pipe, with and without pipesplit', async () => {
    const values = ['http://x.example/p|q?id=1', '(A|B)\\c', 'left|right.exe'];
    for (const [index, value] of values.entries())
      store.addAttribute(event, { type: ['url', 'regkey', 'filename'][index] ?? '', value });
    for (const options of ['', 'pipesplit=false']) {
      const rows = await search(`field=v fields=value ${options}`, records(values));
      expect(
        rows.map((row) => row['misp_value']),
        options,
      ).to.deep.equal(values);
    }
  });

  it('finds escapes, and no others like them', async () => {
    const values = ['http://x.example/%20a?b=1%25', '%WINDIR%\\System32\\oci.dll', '%%', '!', '!%', '_%'];
    for (const value of [
      ...values,
      'http://x.example/_20a?b=1_25',
      '1%WINDIR%\\System32\\oci.dll',
      '!x',
      'x%',
    ])
      store.addAttribute(event, { type: 'text', value });
    const rows = await search('field=v fields=value', records(values));
    expect(rows.map((row) => row['misp_value'])).to.deep.equal(values);
  });

  it('finds an address or a name in the spelling in which MISP has it', async () => {
    for (const value of ['fe80::1%eth0', '::ffff:192.0.2.128', '::FFFF:C000:281', 'dot.example'])
      store.addAttribute(event, { type: 'text', value });
    const asked = {
      'fe80::1%eth0': 'fe80::1%eth0',
      'fe80::1': undefined,
      '[fe80::1%eth0]': 'fe80::1%eth0',
      '::ffff:c000:280': '::ffff:192.0.2.128',
      '0:0:0:0:0:ffff:c000:280': '::ffff:192.0.2.128',
      '::ffff:192.0.2.129': '::FFFF:C000:281',
      'DOT.example.': 'dot.example',
      '[2001:db8:0::1]': '2001:db8::1',
      ' 2001:db8:0::1 ': '2001:db8::1',
    };
    const rows = await search('field=v fields=value', records(Object.keys(asked)));
    expect(rows.map((row) => row['misp_value'])).to.deep.equal(Object.values(asked));
  });

  it('tells letters apart, and takes them for one, as MISP does, also over chunks', async () => {
    const values = ['ปู.exe', 'ปี.exe', 'कि', 'की', 'майка', 'маика', 'カカ', 'Straße', 'zwsp', 'soft'];
    for (const value of values) store.addAttribute(event, { type: 'filename', value });
    const chunks = [
      [...values, 'ปา.exe', 'का', 'かか', 'ガガ', 'STRASSE', 'zw\u200bsp', 'so\u00adft', 'strase'],
      ['ปี.exe', 'की', 'かか', 'strasse'],
    ].map(records);
    const rows = await search('field=v fields=value', ...chunks);
    expect(rows.map((row) => row['misp_value'])).to.deep.equal([
      ...values,
      ...[undefined, undefined, 'カカ', 'カカ', 'Straße', 'zwsp', undefined, undefined],
      ...['ปี.exe', 'की', 'カカ', 'Straße'],
    ]);
  });

  it('passes blanks, 0 and % untouched, and asks nothing for them', async () => {
    const rows = [{ v: '0', n: '1' }, { v: '%', n: '2' }, { v: '   ', n: '3' }, { n: '4' }];
    expect(await search('field=v', rows)).to.deep.equal(rows);
    expect(misp.requests).to.deep.equal([]);
  });

  it('adds every field of a match, and leaves a record without one as it is, beside it', async () => {
    const [none, some] = await search('field=v', [
      { v: 'nope.example', n: '1' },
      { v: 'evil.example', n: '2' },
    ]);
    expect(none).to.deep.equal({ v: 'nope.example', n: '1' });
    expect(some).to.include({
      v: 'evil.example',
      n: '2',
      misp_type: 'domain',
      misp_domain: 'evil.example',
      misp_to_ids: '1',
      misp_deleted: '0',
      misp_event_info: 'Event',
      misp_tag: 'tlp:green',
      misp_instance: 'misp',
    });
    expect(some).not.to.have.any.keys('_time', '_raw', 'host', 'source', 'sourcetype');
  });

  it('looks up each of several values of a record', async () => {
    const [row] = await search('field=v', [{ v: ['evil.example', 'nope.example', '2001:db8::1'] }]);
    expect(row?.['misp_value']).to.deep.equal(['evil.example', '2001:db8::1']);
    expect(listOf(row?.['misp_attributes'])).to.have.length(2);
  });

  it('merges the matches of one object', async () => {
    store.addObject(event, [
      ['domain', 'domain', 'same.example'],
      ['hostname', 'hostname', 'same.example'],
    ]);
    const [row] = await search('field=v', records(['same.example']));
    expect(listOf(row?.['misp_attributes'])).to.have.length(1);
    expect(row?.['misp_type']).to.deep.equal(['domain', 'hostname']);
  });

  it('cuts to limit and page of a value, and max_matches of a record', async () => {
    for (let index = 0; index < 25; index += 1)
      store.addAttribute(event, { type: 'text', value: 'many', comment: `c${index}` });
    const comments = async (options: string) => {
      const [row] = await search(`field=v fields=comment ${options}`, records(['many']));
      return listOf(row?.['misp_comment']);
    };
    expect(await comments('')).to.have.length(10);
    expect((await comments('limit=20 page=2'))[0]).to.equal('c20');
    expect(await comments('limit=0')).to.have.length(25);
    expect(await comments('limit=2 page=0')).to.have.length(25);
    expect(await comments('limit=2 page=13')).to.deep.equal(['c24']);
    expect(await comments('limit=0 max_matches=3')).to.deep.equal(['c0', 'c1', 'c2']);
  });

  it('asks for each value once a search, over chunks, unless cache=false', async () => {
    const chunks = [
      records(['evil.example', 'nope.example']),
      records(['EVIL.example', 'nope.example']),
    ] as const;
    await search('field=v', ...chunks);
    expect(misp.requests).to.have.length(1);
    await search('field=v cache=false', ...chunks);
    expect(misp.requests).to.have.length(3);
  });

  it('sends many values in few requests, side by side', async () => {
    const values = Array.from({ length: 2500 }, (_none, index) => `n${index}.example`);
    await search('field=v', records([...values, ...values]));
    const sent = misp.requests.map((one) => (one.body as { value: { OR: string[] } }).value.OR.length);
    expect(sent.length).to.be.within(3, 10);
    expect(sent.reduce((sum, one) => sum + one, 0)).to.equal(2500);
  });

  it('sends long values in requests that are not too large', async () => {
    const values = Array.from({ length: 50 }, (_none, index) => `${'x'.repeat(20_000)}${index}`);
    await search('field=v', records(values));
    for (const { body } of misp.requests) expect(JSON.stringify(body).length).to.be.below(300_000);
  });

  it('takes parameters from fields of a record only with overrides=true', async () => {
    const rows = [
      { v: 'evil.example', prefix: 'mine_', page: '1', tags: 'tlp:green' },
      { v: 'evil.example', prefix: '', page: '', tags: 'no:tag' },
    ];
    const plain = await search('field=v fields=value', rows);
    expect(plain.map((row) => row['misp_value'])).to.deep.equal(['evil.example', 'evil.example']);
    expect(misp.requests).to.have.length(1);
    const own = await splunk.search('mispsearch misp_instance=misp field=v fields=value overrides=true', {
      input: [rows],
    });
    expect(own.messages).to.deep.equal([['WARN', 'MISP has no tag "no:tag", or none for this key.']]);
    expect(own.rows[0]?.['mine_value']).to.equal('evil.example');
    expect(own.rows[1]).not.to.have.property('misp_value');
  });

  it('leaves a record alone that has a wrong option, and says which one', async () => {
    const rows = [
      { v: 'evil.example', limit: 'many' },
      { v: 'evil.example', misp_http_body: '{"typ": 1}' },
      { v: 'evil.example', misp_http_body: '{"value": ""}' },
      { v: 'evil.example', limit: '1' },
    ];
    const result = await splunk.search('mispsearch misp_instance=misp field=v fields=value overrides=true', {
      input: [rows],
    });
    expect(result.failed).to.equal(false);
    expect(result.rows.map((row) => row['misp_value'])).to.deep.equal([
      ...[undefined, undefined, undefined],
      'evil.example',
    ]);
    expect(result.messages).to.have.length(1);
    expect(result.messages[0]?.join(' ')).to.match(
      /^WARN Left 3 records unchanged because the lookup failed\. .* v="evil\.example": .*field limit="many" must be a whole number of at least 0/,
    );
  });

  it('quotes the beginning of a long field', async () => {
    const result = await splunk.search('mispsearch misp_instance=misp field=v fields=value overrides=true', {
      input: [[{ v: 'evil.example', limit: 'x'.repeat(100_000) }]],
    });
    expect(result.messages.join()).to.match(
      /field limit="x{1,200}… \(100000 characters\)" must be a whole number/,
    );
  });

  it('finds only what the organisations of the option created', async () => {
    const found = await search('field=v', [{ v: 'same.example' }]);
    expect(found[0]).to.have.property('misp_event_id');
    const name =
      misp.store.events.find(({ id }) => found[0]?.['misp_event_id']?.includes(id))?.orgc.name ?? '';
    const records = [{ v: 'same.example', org: 'a column of the results' }];
    expect(await search(`field=v overrides=true org="${name}"`, records)).to.deep.equal([
      { ...found[0], ...records[0] },
    ]);
    const [other] = await search(`field=v org="!${name}"`, [{ v: 'same.example' }]);
    expect(other).not.to.have.property('misp_event_id');
  });

  it("lets misp_http_body say more, in MISP's own words", async () => {
    const [row] = await search('field=v misp_http_body="{\\"type\\": \\"hostname\\", \\"limit\\": 1}"', [
      { v: 'same.example' },
    ]);
    expect(row?.['misp_type']).to.equal('hostname');
    const bad = await splunk.search('mispsearch misp_instance=misp field=v misp_http_body="{\\"typ\\": 1}"');
    expect(bad.messages[0]?.[1]).to.match(/has no filter "typ".* did you mean "type"/);
    const own = await splunk.search(
      'mispsearch misp_instance=misp field=v misp_http_body="{\\"value\\": \\"\\"}"',
    );
    expect(own.messages[0]?.[1]).to.match(
      /misp_http_body="[^]*" must not contain "value": mispsearch sets it/,
    );
  });

  it("uses the instance's prefix, and that of the option before it", async () => {
    const other = await splunk.search('mispsearch misp_instance=other field=v', {
      input: [records(['evil.example'])],
    });
    expect(other.rows[0]?.['o_value']).to.equal('evil.example');
    const own = await search('field=v prefix=p_', records(['evil.example']));
    expect(own[0]?.['p_value']).to.equal('evil.example');
  });

  it("gives MISP's JSON with misp_output_mode=json", async () => {
    const [row] = await search('field=v misp_output_mode=json', records(['evil.example']));
    expect(JSON.parse(String(row?.['misp_json']))).to.include({ value: 'evil.example', type: 'domain' });
    expect(row).to.include({ misp_type: 'domain' });
    expect(row).not.to.have.any.keys('misp_domain', 'misp_attributes');
  });

  it('fails as a whole when a request fails', async () => {
    misp.state.databaseDown = true;
    const { rows, failed, messages } = await splunk.search('mispsearch misp_instance=misp field=v', {
      input: [records(['evil.example'])],
    });
    misp.state.databaseDown = false;
    expect(failed).to.equal(true);
    expect(rows).to.deep.equal([]);
    expect(messages[0]?.[1]).to.match(/MISP failed/);
  });

  it('stays on the search head', async () => {
    const running = splunk.start('mispsearch misp_instance=misp field=v');
    const { metadata } = await running.getinfo();
    expect(metadata).to.include({ type: 'stateful' });
    expect(metadata).not.to.have.property('generating');
    running.process.stdin.end();
    await running.ended();
  });

  it('warns once of values that would find nearly everything, and reads little for them', async () => {
    const values = ['\u200b', '\u0301\u0001', 'evil.example', '%%', '!', '!%', '\\%', '%_'];
    const result = await splunk.search('mispsearch misp_instance=misp field=v fields=value', {
      input: [records(values), records(values)],
    });
    expect(result.rows[2]?.['misp_value']).to.equal('evil.example');
    expect(result.messages.map(([level, text]) => `${level} ${text}`)).to.deep.equal([
      'WARN Not looked up: "\\u200b", "\\u0301\\u0001". MISP would match such a value with very many others.',
    ]);
    expect(misp.requests.length).to.be.at.most(4);
  });

  it('warns of a value whose pattern finds too much, and reads little of it', async () => {
    const many = new MispStore();
    const its = many.addEvent({ info: 'Many', timestamp: NOW });
    for (let index = 0; index < 6000; index += 1)
      many.addAttribute(its, { type: 'text', value: index % 2 === 0 ? `%T%x${index}` : `${index}%T%x` });
    for (const value of ['a%b', '%T%x', '%U%', 'U', '%T%17']) many.addAttribute(its, { type: 'text', value });
    const server = await startMisp({ store: many, now: NOW });
    splunk.state.instances['many'] = { misp_url: server.url, page_size: 500 };
    splunk.state.secrets['many.misp_key'] = server.keys['automation'] ?? '';
    const result = await splunk.search('mispsearch misp_instance=many field=v fields=value', {
      input: [records(['%T%x', 'a%b', '%U%', '%T%17', '%T%'])],
    });
    const bodies = server.requests.map(({ body }) => body as { limit: number; page: number });
    await server.close();
    expect(result.rows.map((row) => row['misp_value'])).to.deep.equal([
      undefined,
      'a%b',
      '%U%',
      '%T%17',
      undefined,
    ]);
    expect(result.messages.map(([level, text]) => `${level} ${text}`)).to.deep.equal([
      'WARN Not looked up: "%T%x". MISP would match such a value with very many others.',
    ]);
    expect(bodies.length).to.be.at.most(20);
    expect(bodies.every(({ limit, page }) => limit <= 500 && page <= 4)).to.equal(true);
  });

  it('warns when no record has the field, and says which one may be meant', async () => {
    const run = async (rows: readonly Row[]) =>
      (await splunk.search('mispsearch misp_instance=misp field=dest_ip', { input: [rows] })).messages;
    expect(await run([{ Dest_IP: '192.0.2.1' }, { x: '1' }])).to.deep.equal([
      ['WARN', 'No record has a value in the field "dest_ip". Did you mean "Dest_IP"? Letter case counts.'],
    ]);
    expect(await run([{ x: '1' }])).to.deep.equal([
      ['WARN', 'No record has a value in the field "dest_ip".'],
    ]);
    expect(await run([{ x: '1' }, { dest_ip: '192.0.2.1' }])).to.deep.equal([]);
    expect(await run([])).to.deep.equal([]);
  });

  it('sends nothing that is longer than what MISP stores', async () => {
    const rows = records(['x'.repeat(70_000), 'é'.repeat(40_000), 'evil.example']);
    const found = await search('field=v fields=value', rows);
    expect(found.map((row) => row['misp_value'])).to.deep.equal([undefined, undefined, 'evil.example']);
    expect(JSON.stringify(misp.requests.map(({ body }) => body)).length).to.be.below(1000);
  });

  it('keeps fields that are called like members of objects', async () => {
    const row = { v: 'evil.example', constructor: 'c', toString: 't', valueOf: 'v', hasOwnProperty: 'h' };
    Object.defineProperty(row, '__proto__', { value: 'p', enumerable: true });
    const [found] = await search('field=v fields=value', [row]);
    expect(Object.entries(found ?? {})).to.have.deep.members([
      ...Object.entries(row),
      ['misp_value', 'evil.example'],
    ]);
    const { messages } = await splunk.search('mispsearch misp_instance=misp field=constructor', {
      input: [records(['evil.example'])],
    });
    expect(messages[0]?.[1]).to.match(/No record has a value in the field "constructor"/);
  });
});
