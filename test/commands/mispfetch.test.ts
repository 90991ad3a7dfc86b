import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { connectedTo } from '../support/connected.ts';

const NOW = 1_795_000_000;

describe('mispfetch', () => {
  let splunk: StandInSplunk;
  let misp: MispServer;

  before(async () => {
    const store = new MispStore();
    const recent = store.addEvent({ info: 'Recent', timestamp: NOW - 600, tags: ['tlp:green'] });
    store.addAttribute(recent, { type: 'domain|ip', value: 'pair.example|198.51.100.1' });
    store.addObject(recent, [
      ['filename', 'filename', 'evil.exe'],
      ['md5', 'md5', '0123456789abcdef0123456789abcdef'],
    ]);
    const old = store.addEvent({ info: 'Old', timestamp: NOW - 5 * 86_400, tags: ['tlp:white'] });
    store.addAttribute(old, { type: 'domain', value: 'old.example' });
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

  async function fetched(options: string, ...chunks: (readonly Row[])[]): Promise<readonly Row[]> {
    const { rows, messages } = await splunk.search(`mispfetch ${options}`.trim(), { input: chunks });
    expect(messages).to.deep.equal([]);
    return rows;
  }
  const bodies = () =>
    misp.requests
      .filter(({ path }) => path.endsWith('/restSearch'))
      .map((one) => one.body as Record<string, unknown>);
  const ALL = 'misp_http_body="{\\"last\\": \\"30d\\"}"';

  it('passes results on, and appends what was published within an hour when nothing is said', async () => {
    const rows = await fetched('misp_instance=misp', [{ n: '1' }, { n: '2' }]);
    expect(rows.slice(0, 2)).to.deep.equal([{ n: '1' }, { n: '2' }]);
    expect(rows.slice(2).map((row) => row['misp_event_info'])).to.deep.equal(['Recent']);
    expect(bodies()[0]).to.include({ last: String(NOW - 3600), published: 1 });
  });

  it('appends attributes, joined composites and merged objects unless it is told otherwise', async () => {
    const asked = `misp_instance=misp misp_restsearch=attributes ${ALL}`;
    const values = (rows: readonly Row[]) => rows.slice(1).map((row) => row['misp_type']);
    const rows = await fetched(asked, [{ n: '1' }]);
    expect(values(rows)).to.deep.equal(['domain|ip', 'domain', ['filename', 'md5']]);
    expect(rows[1]).to.include({ misp_domain_p_ip: 'pair.example|198.51.100.1', misp_instance: 'misp' });
    const expanded = await fetched(`${asked} expand_object=true pipesplit=true`, [{ n: '1' }]);
    expect(values(expanded)).to.have.members(['domain|ip', 'domain', 'filename', 'md5']);
    expect(expanded[1]).to.include({ misp_domain: 'pair.example', misp_ip: '198.51.100.1' });
  });

  it('gives attributes the fields and the _raw of mispgetioc', async () => {
    const rows = await fetched(
      `misp_instance=misp misp_restsearch=attributes pipesplit=true expand_object=true ${ALL}`,
      [{ n: '1' }],
    );
    const own = await splunk.search('| mispgetioc misp_instance=misp last=30d expand_object=true');
    const sorted = (all: readonly Row[]) =>
      all.map((row) => {
        const raw = JSON.parse(String(row['_raw'])) as Record<string, unknown>;
        return { ...row, _raw: JSON.stringify(Object.entries(raw).sort()) };
      });
    expect(sorted(rows.slice(1))).to.deep.equal(sorted(own.rows));
  });

  it('appends the attributes of events with getioc=true', async () => {
    const rows = await fetched(`misp_instance=misp getioc=true ${ALL}`, [{ n: '1' }]);
    expect(rows.slice(1).map((row) => row['misp_event_info'])).to.deep.equal(['Recent', 'Recent', 'Old']);
  });

  it('takes fields of the last result before the options, also when the last chunk is empty', async () => {
    const own = {
      misp_instance: 'other',
      misp_http_body: '{"eventid": "2"}',
      prefix: '',
      limit: '5',
      getioc: 'true',
    };
    const rows = await fetched('misp_instance=misp', [{ misp_http_body: 'not read' }, own], []);
    expect(rows.slice(2).map((row) => row['o_value'])).to.deep.equal(['old.example']);
    expect(bodies()[0]).to.include({ eventid: '2', limit: 5 });
  });

  describe('after an event, whose fields are chosen by whoever wrote it', () => {
    const event = { _raw: 'misp_instance=other misp_http_body={}', misp_instance: 'other', limit: '5' };
    const search = (options: string, row: Row) =>
      splunk.search(`mispfetch misp_instance=misp ${ALL} ${options}`, { input: [[row]] });

    it('leaves its fields alone, and says so', async () => {
      const { rows, messages } = await search('', event);
      expect(rows.slice(1).map((row) => row['misp_event_info'])).to.deep.equal(['Recent', 'Old']);
      expect(bodies()[0]?.['limit']).not.to.equal(5);
      expect(messages).to.deep.equal([
        [
          'WARN',
          'The last result is an event, so its fields misp_instance, limit do not override options. If they should, add overrides=true.',
        ],
      ]);
    });

    it('says nothing of an event without such fields', async () => {
      const { messages } = await search('', { _raw: 'a line of a log', user: 'a' });
      expect(messages).to.deep.equal([]);
    });

    it('takes them with overrides=true, and those of no result with overrides=false', async () => {
      const taken = await search('overrides=true', event);
      expect(taken.messages).to.deep.equal([]);
      expect(taken.rows.slice(1).map((row) => row['o_event_info'])).to.deep.equal(['Recent', 'Old']);
      const { rows, messages } = await search('overrides=false', {
        misp_instance: 'other',
        overrides: 'true',
      });
      expect(messages).to.deep.equal([]);
      expect(rows.slice(1).map((row) => row['misp_event_info'])).to.deep.equal(['Recent', 'Old']);
    });
  });

  it('takes every option from a field, whatever the command line says', async () => {
    const own = {
      misp_restsearch: 'ATTRIBUTES',
      misp_http_body: '{"last": "30d"}',
      expand_object: 'y',
      pipesplit: '1',
      prefix: 'f_',
      tags: ['tlp:green', 'tlp:white'],
      limit: '2',
      page: '1',
    };
    const rows = await fetched('misp_instance=misp misp_restsearch=events prefix=x_ limit=7 page=9', [own]);
    expect(rows.slice(1).map((row) => row['f_value'])).to.deep.equal([
      'pair.example|198.51.100.1',
      'evil.exe',
    ]);
    expect(rows[1]).to.include({ f_domain: 'pair.example' });
    expect(bodies()).to.have.length(1);
    expect(bodies()[0]).to.deep.include({ limit: 2, page: 1, tags: { OR: ['tlp:green', 'tlp:white'] } });
  });

  it('lets an empty field override nothing', async () => {
    const empty = {
      n: '1',
      misp_instance: ' ',
      misp_http_body: '',
      getioc: '',
      limit: '',
      misp_restsearch: '',
    };
    const rows = await fetched(`misp_instance=misp ${ALL}`, [empty]);
    expect(rows.slice(1).map((row) => row['misp_event_info'])).to.deep.equal(['Recent', 'Old']);
  });

  it('asks once, at the end, and without results to pass on by its options', async () => {
    const rows = await fetched('misp_instance=misp', [{ n: '1' }], [{ n: '2' }], [{ n: '3' }]);
    expect(rows.map((row) => row['n'])).to.deep.equal(['1', '2', '3', undefined]);
    expect(bodies()).to.have.length(1);
    expect(await fetched('misp_instance=misp', [])).to.have.length(1);
  });

  it('reads all pages, or the one that is named', async () => {
    const all = await fetched(`misp_instance=misp limit=1 ${ALL}`, [{ n: '1' }]);
    expect(all.slice(1).map((row) => row['misp_event_info'])).to.deep.equal(['Recent', 'Old']);
    expect(bodies().map((body) => [body['limit'], body['page']])).to.deep.equal([
      [1, 1],
      [1, 2],
    ]);
    const second = await fetched(
      'misp_instance=misp misp_http_body="{\\"last\\": \\"30d\\", \\"limit\\": \\"1\\", \\"page\\": 2}"',
      [{ n: '1' }],
    );
    expect(second.slice(1).map((row) => row['misp_event_info'])).to.deep.equal(['Old']);
    expect(bodies()).to.have.length(3);
  });

  it('asks for few whole events at a time', async () => {
    await fetched(`misp_instance=misp getioc=true ${ALL}`, [{ n: '1' }]);
    await fetched(`misp_instance=misp ${ALL}`, [{ n: '1' }]);
    expect(bodies().map((body) => [body['limit'], body['metadata'], body['eventid']])).to.deep.equal([
      [200, true, undefined],
      [2, undefined, ['1', '2']],
      [200, true, undefined],
    ]);
  });

  it('has no galaxies unless they are asked for, and adds nothing of its own', async () => {
    const [, row] = await fetched(`misp_instance=misp ${ALL}`, [{ n: '1' }]);
    const others = Object.keys(row ?? {}).filter((field) => !field.startsWith('misp_'));
    expect(others).to.have.members(['_time', '_raw', 'host', 'source', 'sourcetype']);
    expect(row).not.to.have.any.keys('misp_mispfetch_params', 'misp_limit');
  });

  it('fails rather than append more than splunkd takes in one answer', async () => {
    const search = `mispfetch misp_instance=misp getioc=true ${ALL}`;
    const input = [[{ n: '1' }, { n: '2' }]];
    const fits = await splunk.search(search, { input, maxResultRows: 5 });
    expect(fits.messages).to.deep.equal([]);
    expect(fits.rows).to.have.length(5);
    const { failed, rows, messages } = await splunk.search(search, { input, maxResultRows: 4 });
    expect(failed).to.equal(true);
    expect(rows).to.deep.equal([]);
    expect(messages.map(([, text]) => text)).to.deep.equal([
      'mispfetch can append at most 2 rows here, and MISP has more. Narrow the filters, or use mispgetioc or mispgetevent.',
    ]);
  });

  it('gives JSON with misp_output_mode=json', async () => {
    const rows = await fetched(`misp_instance=misp misp_output_mode=json ${ALL}`, [{ n: '1' }]);
    expect(JSON.parse(String(rows[1]?.['_raw']))).to.include({ info: 'Recent' });
    const attributes = await fetched(
      `misp_instance=misp misp_output_mode=json misp_restsearch=attributes ${ALL}`,
      [{ n: '1' }],
    );
    expect(JSON.parse(String(attributes[1]?.['_raw']))).to.include({ type: 'domain|ip' });
  });

  it('adds tags to the request', async () => {
    await fetched(`misp_instance=misp tags=tlp:green not_tags=tlp:red ${ALL}`, [{ n: '1' }]);
    expect(bodies()[0]?.['tags']).to.deep.equal({ OR: ['tlp:green'], NOT: ['tlp:red'] });
  });

  it('adds organisations to the request, from the option only', async () => {
    const options = `misp_instance=misp org="EXAMPLE-CSIRT,!2" ${ALL}`;
    await fetched(options, [{ n: '1', org: 'another' }]);
    expect(bodies().at(-1)?.['org']).to.deep.equal({ OR: ['EXAMPLE-CSIRT'], NOT: ['2'] });
    await fetched(`misp_instance=misp ${ALL}`, [{ n: '1', org: 'a column of the results' }]);
    expect(bodies().at(-1)).not.to.have.property('org');
  });

  for (const [what, options, row, message] of [
    ['a field is no option', 'misp_instance=misp', { limit: 'many' }, /field limit="many" must be a whole/],
    [
      'a field is long',
      'misp_instance=misp',
      { limit: 'x'.repeat(100_000) },
      /field limit="x{1,200}… \(100000 characters\)" must be a whole number[^]{1,100}$/,
    ],
    [
      'a body is no JSON',
      'misp_instance=misp',
      { misp_http_body: '{' },
      /field misp_http_body="{" is not JSON/,
    ],
    ['a filter is blank', 'misp_instance=misp', { misp_http_body: '{"value": ""}' }, /"value" is blank/],
    ['a field names no instance', '', { misp_instance: 'mips' }, /did you mean "misp"/],
    ['a field is no boolean', 'misp_instance=misp', { getioc: 'maybe' }, /field getioc="maybe" must be true/],
    ['a prefix is none', 'misp_instance=misp', { prefix: '9' }, /field prefix="9" must be a letter and/],
    [
      'a body is a list',
      'misp_instance=misp',
      { misp_http_body: '["last"]' },
      /field misp_http_body=.* must be a JSON object/,
    ],
    [
      'a limit in a body is none',
      'misp_instance=misp',
      { misp_http_body: '{"last": "1d", "limit": "all"}' },
      /"limit" of the request must be a whole number/,
    ],
    [
      'a page has no size',
      'misp_instance=misp page=2 limit=0',
      { n: '1' },
      /With page, limit is the size of a page and must not be 0/,
    ],
    [
      'a page of attributes cannot be asked for',
      'misp_instance=misp misp_restsearch=attributes limit=7001 page=1',
      { n: '1' },
      /With page, limit must be at most 5000 or a multiple of 1000/,
    ],
    ['nothing is filtered', 'misp_instance=misp', { misp_http_body: '{"limit": 5}' }, /There is no filter/],
  ] as const) {
    it(`fails, and asks nothing, when ${what}`, async () => {
      const { failed, messages } = await splunk.search(`mispfetch ${options}`.trim(), { input: [[row]] });
      expect(failed).to.equal(true);
      expect(messages).to.have.length(1);
      expect(messages[0]?.[1]).to.match(message);
      expect(misp.requests).to.deep.equal([]);
    });
  }

  it('fails as a whole when MISP does', async () => {
    misp.state.databaseDown = true;
    const { failed, rows } = await splunk.search('mispfetch misp_instance=misp', { input: [[{ n: '1' }]] });
    misp.state.databaseDown = false;
    expect(failed).to.equal(true);
    expect(rows).to.deep.equal([]);
  });
});
