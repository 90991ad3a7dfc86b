import { expect } from 'chai';
import { ask, postTo } from '../client.ts';
import { PARTNER_ORG } from '../store/records.ts';
import { type MispServer, startMisp } from '../server.ts';
import { MispStore } from '../store/store.ts';

const NOW = 1_795_000_000;

describe('Sightings of the embedded MISP', () => {
  let misp: MispServer;

  beforeEach(async () => {
    const store = new MispStore();
    const own = store.addEvent({ info: 'Own', timestamp: NOW - 1000 });
    const foreign = store.addEvent({ info: 'Foreign', timestamp: NOW - 1000, org: PARTNER_ORG });
    store.addAttribute(own, { type: 'domain', value: 'evil.example' });
    store.addAttribute(own, { type: 'domain|ip', value: 'pair.example|203.0.113.8' });
    store.addAttribute(own, { type: 'domain', value: 'gone.example', deleted: true });
    store.addAttribute(foreign, { type: 'domain', value: 'evil.example' });
    misp = await startMisp({ store, now: NOW });
  });

  afterEach(async () => {
    await misp.close();
  });

  const add = async (body: unknown, path = '', who = 'automation') =>
    ask<Answer>(misp, `sightings/add${path}`, body, who);
  /** Of each attribute: type and source of its sightings. */
  const stored = () =>
    misp.store.attributes.map(({ sightings }) =>
      sightings.map(({ type, source }) => `${type}${source}`).join(),
    );

  it('are added to every attribute with a value, of which the answer has the last', async () => {
    const { Sighting } = await add({ values: ['EVIL.example', '203.0.113.8'], source: 's' });
    expect(Sighting).to.include({ attribute_id: '4', date_sighting: String(NOW), source: 's', type: '0' });
    expect(stored()).to.deep.equal(['0s', '0s', '', '0s']);
  });

  it('are added by id and uuid, in path and body', async () => {
    const { uuid } = misp.store.attributes[0] ?? { uuid: '' };
    await add({ type: '1' }, '/1');
    await add({}, `/${uuid}`);
    await add({ uuid, type: '2' });
    await add({ id: 1, timestamp: NOW - 5 });
    expect(stored()[0]).to.equal('1,0,2,0');
  });

  it('fail with HTTP 200 and a message', async () => {
    const messages = [];
    for (const body of [
      {},
      { values: ['nothing.example'] },
      { values: ['gone.example'] },
      { values: ['pair.example|203.0.113.8'] },
      { values: ['evil.example'], type: '3' },
      { values: ['evil.example'], timestamp: 'soon' },
    ]) {
      const response = await postTo(misp, 'sightings/add', body);
      const { message } = (await response.json()) as Answer;
      messages.push([response.status, message?.replace('Could not add the Sighting. Reason: ', '')]);
    }
    expect(messages).to.deep.equal([
      [200, 'No valid attributes found.'],
      [200, 'No valid attributes found that match the criteria.'],
      [200, 'No valid attributes found that match the criteria.'],
      [200, 'No valid attributes found that match the criteria.'],
      [200, 'Invalid type, please change it before you POST 1000000 sightings.'],
      [200, '{"date_sighting":["This field cannot be left blank"]}'],
    ]);
    expect(stored().join('')).to.equal('');
  });

  it('are shown to the owner of the event, and to who made them', async () => {
    await add({ values: ['evil.example'], source: 'us' });
    await add({ values: ['evil.example'], source: 'them' }, '', 'partner');
    const sources = async (path: string, body: unknown, who: string) =>
      (
        await ask<{ response: { Sighting: Seen }[] }>(misp, `sightings/restSearch${path}`, body, who)
      ).response.map(({ Sighting: { event_id, source } }) => `${event_id}${source}`);
    expect(await sources('', { last: '1d' }, 'automation')).to.deep.equal(['1us', '2us', '1them']);
    expect(await sources('', { last: '1d' }, 'partner')).to.deep.equal(['2us', '1them', '2them']);
    expect(await sources('/event', { id: 2 }, 'automation')).to.deep.equal(['2us']);
    expect(await sources('/attribute', { id: 1 }, 'automation')).to.deep.equal(['1us', '1them']);
    expect(await sources('', { from: '2020-01-01', to: '2021-01-01' }, 'automation')).to.deep.equal([]);
    const listed = await ask<{ Organisation: { name: string } }[]>(misp, 'sightings/listSightings/1');
    expect(listed.map(({ Organisation }) => Organisation.name)).to.deep.equal([
      'EXAMPLE-CSIRT',
      'Partner-CERT',
    ]);
  });

  it('are not searched by an id that is text', async () => {
    const response = await postTo(misp, 'sightings/restSearch/attribute', { id: '1' });
    expect([response.status, ((await response.json()) as Answer).message]).to.deep.equal([
      400,
      'Invalid ID `1` provided.',
    ]);
  });
});

interface Answer {
  readonly message?: string;
  readonly Sighting?: Seen;
}

interface Seen {
  readonly event_id: string;
  readonly source: string;
}
