import { expect } from 'chai';
import { ask, postTo } from '../client.ts';
import { PARTNER_ORG } from '../store/records.ts';
import { type MispServer, startMisp } from '../server.ts';
import { MispStore } from '../store/store.ts';

const NOW = 1_795_000_000;
const DAY = 86_400;

/** Four events of the own organisation, the last one empty, and two of another, of which one is shared. */
function storeOfEvents(): MispStore {
  const store = new MispStore();
  const first = store.addEvent({
    info: 'Phishing wave',
    timestamp: NOW - DAY,
    date: '2026-11-10',
    tags: ['tlp:green'],
    threat_level_id: '1',
  });
  store.addAttribute(first, {
    type: 'domain',
    value: 'evil.example',
    comment: 'from mail',
    sightings: [{ type: '0', time: NOW - 60, source: 'splunk' }],
  });
  store.addObject(
    first,
    [
      ['filename', 'filename', 'evil.exe'],
      ['md5', 'md5', '0cc175b9c0f1b6a831c399e269772661'],
    ],
    { category: 'Payload delivery', tags: ['tlp:red'] },
    { name: 'file', 'meta-category': 'file' },
  );
  const second = store.addEvent({ info: 'Old botnet', timestamp: NOW - 90 * DAY, date: '2026-08-20' });
  store.addAttribute(second, { type: 'ip-dst', value: '203.0.113.8', deleted: true });
  store.addAttribute(second, { type: 'ip-dst', value: '203.0.113.9', to_ids: false });
  store.addEvent({ info: 'Draft', timestamp: NOW - 60, published: false, publish_timestamp: 0 });
  store.addEvent({ info: 'Nothing yet', timestamp: NOW - 7200 });
  const shared = store.addEvent({ info: "Partner's", timestamp: NOW - 3600, org: PARTNER_ORG });
  store.addAttribute(shared, { type: 'domain', value: 'evil.example' });
  store.addAttribute(shared, { type: 'domain', value: 'inner.example', distribution: '0' });
  store.addEvent({ info: "Partner's own", timestamp: NOW - 3600, org: PARTNER_ORG, distribution: '0' });
  return store;
}

/** A body of events/restSearch, and the ids of the events that it finds. */
const SEARCHES: readonly (readonly [Readonly<Record<string, unknown>>, string])[] = [
  [{}, '1,2,3,4,5'],
  [{ eventid: 2 }, '2'],
  [{ eventid: ['1', '5', '6'] }, '1,5'],
  [{ uuid: 'e5b1f4a7-0000-4000-8000-000000000000' }, ''],
  [{ last: '3h' }, '4,5'],
  [{ publish_timestamp: '2d' }, '1,4,5'],
  [{ timestamp: [NOW - 2 * DAY, NOW - 3600] }, '1,4,5'],
  [{ from: '2026-08-01', to: '2026-11-10' }, '1,2'],
  [{ value: 'EVIL.example' }, '1,5'],
  [{ value: '203.0.113.8' }, ''],
  [{ type: ['md5', 'ip-dst'] }, '1,2'],
  [{ category: 'Payload delivery' }, '1'],
  [{ tags: ['tlp:%'] }, '1'],
  [{ tags: 'tlp:red' }, '1'],
  [{ tags: { NOT: ['tlp:red'] } }, '2,3,4,5'],
  [{ org: 'Partner-CERT' }, '5'],
  [{ org: '!Partner-CERT' }, '1,2,3,4'],
  [{ published: 0 }, '3'],
  [{ threat_level_id: 1 }, '1'],
  [{ eventinfo: '%botnet%' }, '2'],
  [{ searchall: 'from mail' }, '1'],
  [{ nonsense: 1 }, '1,2,3,4,5'],
];

interface Event {
  readonly id: string;
  readonly attribute_count: string;
  readonly event_creator_email?: string;
  readonly Attribute?: readonly { value: string; Sighting?: unknown[]; Tag?: { name: string }[] }[];
  readonly Object?: readonly { name: string; Attribute: { value: string }[] }[];
}

describe('Events of the embedded MISP', () => {
  let misp: MispServer;

  before(async () => {
    misp = await startMisp({ store: storeOfEvents(), now: NOW });
  });

  after(async () => {
    await misp.close();
  });

  const find = (body: unknown, who?: string) =>
    ask<{ response: { Event: Event }[] }>(misp, 'events/restSearch', body, who);
  const view = (id: string, who?: string) => ask<{ Event: Event }>(misp, `events/view/${id}`, undefined, who);

  for (const [body, expected] of SEARCHES) {
    it(`${JSON.stringify(body)} finds ${expected || 'none'}`, async () => {
      const { response } = await find({ ...body, metadata: 1 });
      expect(response.map(({ Event }) => Event.id).join()).to.equal(expected);
    });
  }

  it('are counted in all by X-Result-Count, whatever the page', async () => {
    const pages = [];
    for (const page of [1, 2, 3, 4]) {
      const answer = await postTo(misp, 'events/restSearch', { limit: 2, page, metadata: true });
      const { response } = (await answer.json()) as { response: { Event: Event }[] };
      pages.push([answer.headers.get('x-result-count'), ...response.map(({ Event }) => Event.id)]);
    }
    expect(pages).to.deep.equal([['5', '1', '2'], ['5', '3', '4'], ['5', '5'], ['5']]);
  });

  it('have attributes, sightings and objects, but not as metadata', async () => {
    const [whole] = (await find({ eventid: 1 })).response;
    expect(whole?.Event.attribute_count).to.equal('3');
    expect(whole?.Event.Attribute?.map(({ value, Sighting }) => [value, Sighting?.length])).to.deep.equal([
      ['evil.example', 1],
    ]);
    expect(whole?.Event.Object?.map(({ name, Attribute }) => [name, Attribute.length])).to.deep.equal([
      ['file', 2],
    ]);
    const [bare] = (await find({ eventid: 1, metadata: true })).response;
    expect(bare?.Event).to.not.have.any.keys('Attribute', 'Object');
  });

  it('show deleted attributes to who asks for them', async () => {
    const values = ({ Event }: { Event: Event }) => Event.Attribute?.map(({ value }) => value);
    expect(values(await view('2'))).to.deep.equal(['203.0.113.9']);
    expect(values(await view('2/deleted:1'))).to.deep.equal(['203.0.113.8', '203.0.113.9']);
    const [only] = (await find({ eventid: 2, deleted: 1 })).response;
    expect(only && values(only)).to.deep.equal(['203.0.113.8']);
  });

  it('show to another organisation neither who made them nor what is not shared', async () => {
    const { Event: own } = await view('1');
    expect(own.event_creator_email).to.equal('automation@csirt.example');
    const { Event: shared } = await view('5');
    expect(shared.event_creator_email).to.equal(undefined);
    expect(shared.Attribute?.map(({ value }) => value)).to.deep.equal(['evil.example']);
    expect(shared.attribute_count).to.equal('2');
    expect(await view('6')).to.deep.include({ name: 'Invalid event' });
    expect((await view('6', 'partner')).Event.id).to.equal('6');
  });

  it('are found by uuid, with .json and without an action', async () => {
    const { uuid } = misp.store.events[0] ?? { uuid: '' };
    for (const path of [`events/view/${uuid}`, 'events/view/1.json', 'events/1'])
      expect((await ask<{ Event: Event }>(misp, path)).Event.id, path).to.equal('1');
  });

  it('are listed by the index, searched and sorted', async () => {
    const ids = async (path: string, body?: unknown) =>
      (await ask<Event[]>(misp, path, body)).map(({ id }) => id);
    expect(await ids('events/index')).to.deep.equal(['1', '2', '3', '4', '5']);
    expect(await ids('events/index/limit:2/page:2')).to.deep.equal(['3', '4']);
    expect(await ids('events/index', { searcheventinfo: 'partner' })).to.deep.equal(['5']);
    expect(await ids('events/index', { searchtag: 'tlp:red' })).to.deep.equal([]);
    expect(await ids('events/index', { searchtag: 'tlp:green' })).to.deep.equal(['1']);
    expect(await ids('events/index', { searchpublished: 0, minimal: 1 })).to.deep.equal(['3']);
    const sorted = { sort: 'publish_timestamp', direction: 'desc', limit: 2 };
    expect(await ids('events/index', sorted)).to.deep.equal(['5', '4']);
  });
});
