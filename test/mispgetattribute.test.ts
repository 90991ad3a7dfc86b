import { expect } from 'chai';
import type { Row } from '../src/protocol/rows.ts';
import type { StoredAttribute } from './support/misp/records.ts';
import { type MispServer, startMisp } from './support/misp/server.ts';
import { MispStore } from './support/misp/store.ts';
import { StandInSplunk } from './support/splunkd/splunk.ts';

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
    splunk = await StandInSplunk.start({
      instances: { misp: { misp_url: misp.url, retry_timeout: 0, prefix: 'ignored_' } },
      secrets: { 'misp.misp_key': misp.keys['automation'] ?? '' },
    });
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
    expect(rows[0]).to.include({ to_ids: '1', deleted: '0' });
  });

  it('gives lists and objects as JSON', async () => {
    const { rows } = await search('', [{ attributeid: id }]);
    const json = Object.values(rows[0] ?? {}).filter((value) => /^[[{]/.test(String(value)));
    expect(json).not.to.be.empty;
    for (const one of json) expect(() => JSON.parse(String(one)) as unknown).not.to.throw();
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
      ['INFO', '1 results name attributes that MISP does not have, or not for this key: they are unchanged.'],
    ]);
  });

  for (const [what, row, expected] of [
    ['nothing says which', { n: '1' }, /has no field attributeid, and there is no option attributeid/],
    ['it is no id', { attributeid: '1/../../users/delete/1' }, /attributeid is "1\/\.\..*": it is the id/],
    ['it is blank', { attributeid: '  ' }, /has no field attributeid/],
  ] as const) {
    it(`fails, and asks nothing, when ${what}`, async () => {
      const { failed, messages } = await search('', [row]);
      expect(failed).to.equal(true);
      expect(messages[0]?.[1]).to.match(expected);
      expect(misp.requests).to.deep.equal([]);
    });
  }

  it('fails as a whole when MISP does', async () => {
    misp.state.databaseDown = true;
    const { rows, failed } = await search('', [{ attributeid: id }]);
    misp.state.databaseDown = false;
    expect(failed).to.equal(true);
    expect(rows).to.deep.equal([]);
  });
});
