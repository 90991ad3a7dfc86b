import { expect } from 'chai';
import { ask, postTo } from '../client.ts';
import { type MispServer, startMisp } from '../server.ts';
import { MispStore } from '../store/store.ts';

describe('What the embedded MISP knows beside events', () => {
  let misp: MispServer;

  before(async () => {
    const store = new MispStore();
    const event = store.addEvent({ info: 'Tagged', tags: ['tlp:green'] });
    store.addAttribute(event, { type: 'domain', value: 'a.example', tags: ['tlp:green', 'own:tag'] });
    store.addAttribute(event, { type: 'domain', value: 'b.example' });
    misp = await startMisp({ store });
  });

  after(async () => {
    await misp.close();
  });

  it('are types, each with a category that has it', async () => {
    const { result } = await ask<Described>(misp, 'attributes/describeTypes.json');
    expect([result.types.length, result.categories.length]).to.deep.equal([191, 16]);
    for (const type of result.types) {
      const category = result.sane_defaults[type]?.default_category ?? '';
      expect(result.category_type_mappings[category], type).to.include(type);
    }
  });

  it('are warning lists that a value may be on', async () => {
    const hits = await ask<Record<string, { id: string }[]>>(misp, 'warninglists/checkValue', [
      '8.8.8.8',
      '10.1.2.3',
      'nothing.example',
    ]);
    expect(Object.entries(hits).map(([value, lists]) => [value, ...lists.map(({ id }) => id)])).to.deep.equal(
      [
        ['8.8.8.8', '96'],
        ['10.1.2.3', '101', '103'],
      ],
    );
    expect(await ask(misp, 'warninglists/checkValue', ['nothing.example'])).to.deep.equal([]);
    const found = await ask<{ Warninglists: { Warninglist: { id: string } }[] }>(misp, 'warninglists/index', {
      value: 'RFC 1918',
    });
    expect(found.Warninglists.map(({ Warninglist }) => Warninglist.id)).to.deep.equal(['101']);
  });

  it('puts what is written on the warning lists that have it', async () => {
    await postTo(misp, 'attributes/add/1', { type: 'ip-dst', value: '10.9.8.7' });
    expect(misp.store.attributes.at(-1)).to.include({ value: '10.9.8.7', onWarningList: true });
  });

  it('are tags, by their names', async () => {
    const { Tag } = await ask<{ Tag: Counted[] }>(misp, 'tags/index');
    expect(Tag.map(({ name, count, attribute_count }) => [name, count, attribute_count])).to.deep.equal([
      ['own:tag', 0, 1],
      ['tlp:green', 1, 1],
    ]);
    const found = await ask<{ Tag: Counted }[]>(misp, 'tags/search', { tag: 'TLP:%' });
    expect(found.map((one) => one.Tag.name)).to.deep.equal(['tlp:green']);
    expect(await ask(misp, 'tags/search/tlp:green')).to.deep.equal([]);
  });

  it('are the organisations and decaying models of the server', async () => {
    const orgs = await ask<{ Organisation: { name: string } }[]>(misp, 'organisations/index');
    expect(orgs.map(({ Organisation }) => Organisation.name)).to.deep.equal([
      'EXAMPLE-CSIRT',
      'Partner-CERT',
    ]);
    const id = '77';
    misp.store.addEvent({ info: 'From afar', orgc: { id, uuid: 'x', name: 'Remote', local: false } });
    const listed = async (scope: string) =>
      (await ask<{ Organisation: { id: string } }[]>(misp, `organisations/index/scope:${scope}`)).map(
        ({ Organisation }) => Organisation.id,
      );
    expect(await listed('local')).to.deep.equal(['1', '2']);
    expect(await listed('external')).to.deep.equal([id]);
    expect(await listed('all')).to.deep.equal(['1', '2', id]);
    const models = await ask<{ DecayingModel: { id: string } }[]>(misp, 'decayingModel/index');
    expect(models.map(({ DecayingModel }) => DecayingModel.id)).to.deep.equal(['1', '2', '3']);
  });

  it('does not have settings for these users, and says of some pages that they are not here', async () => {
    const statusOf = async (path: string) => {
      const headers = { Authorization: misp.keys['automation'] ?? '', Accept: 'application/json' };
      return (await fetch(`${misp.url}/${path}`, { headers })).status;
    };
    expect(await statusOf('servers/serverSettings')).to.equal(403);
    expect(await statusOf('decayingModels/index')).to.equal(404);
    expect(await statusOf('galaxies/index')).to.equal(501);
  });
});

interface Described {
  readonly result: {
    readonly types: readonly string[];
    readonly categories: readonly string[];
    readonly sane_defaults: Readonly<Record<string, { readonly default_category: string }>>;
    readonly category_type_mappings: Readonly<Record<string, readonly string[]>>;
  };
}

interface Counted {
  readonly name: string;
  readonly count: number;
  readonly attribute_count: number;
}
