import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import type { StoredAttribute } from '../stand-ins/misp/store/records.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { connectedTo } from '../support/connected.ts';

describe('mispgetattribute', () => {
  let splunk: StandInSplunk;
  let misp: MispServer;
  let attributes: StoredAttribute[];

  before(async () => {
    const store = new MispStore();
    const event = store.addEvent({ info: 'Event', timestamp: 1_795_000_000, tags: ['tlp:green'] });
    attributes = ['a.example', 'b.example'].map((value, index) =>
      store.addAttribute(event, { type: 'domain', value, to_ids: index === 0, tags: ['tlp:red'] }),
    );
    misp = await startMisp({ store });
    splunk = await StandInSplunk.start(connectedTo(misp, { misp: { retry_timeout: 0, prefix: 'ignored_' } }));
  });
  after(async () => {
    await splunk.close();
    await misp.close();
  });
  beforeEach(() => {
    misp.requests.length = 0;
  });

  const search = (options: string, ...chunks: (readonly Row[])[]) =>
    splunk.search(`mispgetattribute misp_instance=misp ${options}`.trim(), { input: chunks });
  const [id, other] = ['1', '2'];

  it("adds MISP's own members, without a prefix", async () => {
    const { rows, messages } = await search('', [{ attributeid: id, n: '1' }]);
    expect(messages).to.deep.equal([]);
    expect(rows[0]).to.include({ n: '1', attributeid: '1', id: '1', value: 'a.example', type: 'domain' });
    expect(rows[0]).to.include({ to_ids: '1', deleted: '0', disable_correlation: '0', event_id: '1' });
    expect(rows[0]).not.to.have.any.keys('ignored_value', 'first_seen');
  });

  it('takes no member that is called like a field of ours or of Splunk', async () => {
    const named = ['misp_host', 'misp_instance', 'host', 'source', 'sourcetype', '_raw', '_time', 'instance'];
    const hostile = Object.fromEntries(named.map((name) => [name, 'evil']));
    misp.faults.push({
      kind: 'status',
      status: 200,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ Attribute: { id: '1', value: 'a.example', ...hostile } }),
    });
    const record = { attributeid: '1', misp_host: 'ours', host: 'h', _raw: 'line' };
    const { rows } = await search('', [record]);
    expect(rows).to.deep.equal([{ ...record, id: '1', value: 'a.example' }]);
  });

  it('gives lists and objects as JSON', async () => {
    const { rows } = await search('', [{ attributeid: id }]);
    const tags = JSON.parse(String(rows[0]?.['Tag'])) as { name: string }[];
    expect(tags.map(({ name }) => name)).to.deep.equal(['tlp:red']);
  });

  it('declares its fields also when the first record has no hit', async () => {
    const { rows } = await search('fields=value', [{ attributeid: '999999' }, { attributeid: id }]);
    expect(rows[1]).to.deep.equal({ attributeid: '1', value: 'a.example' });
  });

  it('finds it by uuid, in any letter case', async () => {
    const { rows } = await search('fields=value', [
      { attributeid: (attributes[1]?.uuid ?? '').toUpperCase() },
    ]);
    expect(rows[0]?.['value']).to.equal('b.example');
  });

  it('takes the option before the field, and only the fields asked for, with a prefix', async () => {
    const { rows } = await search(`attributeid=${other} fields="value, type" prefix=x_`, [
      { attributeid: id, value: 'mine' },
    ]);
    expect(rows).to.deep.equal([{ attributeid: '1', value: 'mine', x_value: 'b.example', x_type: 'domain' }]);
  });

  it('overwrites fields of the same name', async () => {
    const { rows } = await search('fields="value,uuid,nothing"', [{ attributeid: id, value: 'mine' }]);
    expect(rows).to.deep.equal([{ attributeid: '1', value: 'a.example', uuid: attributes[0]?.uuid }]);
  });

  it('takes the first of several ids, and blanks around it away', async () => {
    const { rows } = await search('fields=value', [{ attributeid: [` ${other} `, id] }]);
    expect(rows[0]?.['value']).to.equal('b.example');
  });

  it('has nothing to ask without results', async () => {
    const { failed, messages } = await search('', []);
    expect([failed, messages]).to.deep.equal([false, []]);
    expect(misp.requests).to.deep.equal([]);
  });

  it('asks for each once, over chunks', async () => {
    const rows = [{ attributeid: id }, { attributeid: id }, { attributeid: other }];
    await search('', rows, rows);
    expect(misp.requests.map((one) => one.path).sort()).to.deep.equal([
      '/attributes/view/1',
      '/attributes/view/2',
    ]);
  });

  it('passes on unchanged what MISP does not have, and says how many', async () => {
    const { rows, messages, failed } = await search('fields=value', [
      { attributeid: '999999' },
      { attributeid: id },
    ]);
    expect(failed).to.equal(false);
    expect(rows).to.deep.equal([{ attributeid: '999999' }, { attributeid: '1', value: 'a.example' }]);
    expect(messages).to.deep.equal([
      ['INFO', '1 result unchanged: MISP does not have their attributes, or the key may not see them.'],
    ]);
  });

  for (const [what, row, expected] of [
    ['names none', { n: '1' }, /The first is blank\./],
    [
      'has no id',
      { attributeid: '1/../../users/delete/1' },
      /The first is "1\/\.\.\/\.\.\/users\/delete\/1"\./,
    ],
    ['has a query', { attributeid: '1?x=y' }, /The first is "1\?x=y"\./],
    ['has a line more', { attributeid: '1\n2' }, /The first is "1\\u000a2"\./],
    ['is blank', { attributeid: '  ' }, /The first is blank\./],
  ] as const) {
    it(`leaves a result alone that ${what}, asks nothing for it, and says so once`, async () => {
      const { failed, messages, rows } = await search('fields=value', [{ attributeid: id }, row, row]);
      expect(failed).to.equal(false);
      expect(rows).to.deep.equal([{ attributeid: id, value: 'a.example' }, ...[row, row]]);
      expect(messages).to.have.length(1);
      expect(messages[0]?.join(' ')).to.match(
        /^WARN 2 results unchanged: set their field attributeid to the ID \(digits\) or UUID/,
      );
      expect(messages[0]?.[1]).to.match(expected);
      expect(misp.requests).to.have.length(1);
    });
  }

  it('warns when no result has the field', async () => {
    const { failed, messages } = await search('', [{ AttributeID: id }, { n: '1' }]);
    expect(failed).to.equal(false);
    expect(messages).to.deep.equal([
      [
        'WARN',
        'No record has a value in the field "attributeid". Did you mean "AttributeID"? Letter case counts.',
      ],
    ]);
  });

  for (const [options, message] of [
    ['attributeid=1/../2', /attributeid="1\/\.\.\/2" must be the ID \(digits\) or UUID of an attribute/],
    ['prefix=9', /prefix="9" must be a letter and at least one/],
    ['field=x', /Unknown option "field": did you mean "fields"/],
  ] as const) {
    it(`says what is wrong with: ${options}`, async () => {
      const { failed, messages } = await search(options, [{ attributeid: id }]);
      expect(failed).to.equal(true);
      expect(messages[0]?.[1]).to.match(message);
      expect(misp.requests).to.deep.equal([]);
    });
  }

  for (const options of ['', 'misp_instance=*']) {
    it(`asks the only instance: ${options}`, async () => {
      const { failed, rows } = await splunk.search(`mispgetattribute ${options}`.trim(), {
        input: [[{ attributeid: id }]],
      });
      expect(failed).to.equal(false);
      expect(rows[0]?.['id']).to.equal(id);
    });
  }

  it('asks one instance, not any of several', async () => {
    const several = await StandInSplunk.start(connectedTo(misp, { one: {}, other: {} }));
    const { failed, messages } = await several.search('mispgetattribute misp_instance=*', {
      input: [[{ attributeid: id }]],
    });
    await several.close();
    expect([failed, messages[0]?.[1]]).to.deep.equal([
      true,
      'There are several MISP instances: choose one with misp_instance. There are: one, other.',
    ]);
  });

  it('fails when the answer is no attribute', async () => {
    misp.faults.push({ kind: 'list' });
    const { rows, failed, messages } = await search('', [{ attributeid: id }]);
    expect(failed).to.equal(true);
    expect(rows).to.deep.equal([]);
    expect(messages[0]?.[1]).to.match(/^MISP instance misp: the response is JSON, but not an attribute/);
  });

  it('fails when another address than MISP says that there is no such page', async () => {
    misp.faults.push({ kind: 'status', status: 404, body: '<html>Not Found</html>' });
    const { failed, messages } = await search('', [{ attributeid: id }]);
    expect(failed).to.equal(true);
    expect(messages[0]?.[1]).to.match(/no MISP answers at misp_url/);
  });

  it('fails as a whole when MISP does', async () => {
    misp.state.databaseDown = true;
    const { rows, failed } = await search('', [{ attributeid: id }]);
    misp.state.databaseDown = false;
    expect(failed).to.equal(true);
    expect(rows).to.deep.equal([]);
  });
});
