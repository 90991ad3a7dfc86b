import { expect } from 'chai';
import { ask, postTo, search } from '../client.ts';
import { PARTNER_ORG, type StoredEvent } from '../store/records.ts';
import { type MispServer, startMisp } from '../server.ts';
import { MispStore } from '../store/store.ts';

const START = 1_795_000_000;

describe('What is written to the embedded MISP', () => {
  let misp: MispServer;
  let event: StoredEvent;
  let foreign: StoredEvent;
  let clock = START;

  beforeEach(async () => {
    clock = START;
    const store = new MispStore();
    event = store.addEvent({ info: 'Own', timestamp: START - 100, tags: ['tlp:green'] });
    store.addAttribute(event, { type: 'domain', value: 'there.example' });
    foreign = store.addEvent({ info: 'Foreign', timestamp: START - 100, org: PARTNER_ORG });
    store.addAttribute(foreign, { type: 'domain', value: 'there.example' });
    misp = await startMisp({ store, now: () => (clock += 1) });
  });

  afterEach(async () => {
    await misp.close();
  });

  const write = async (path: string, body: unknown = {}, who = 'automation') => {
    const response = await postTo(misp, path, body, { Authorization: misp.keys[who] ?? '' });
    return { status: response.status, ...((await response.json()) as Answer) };
  };

  it('is found by the next search', async () => {
    const { Event } = await write('events/add', {
      info: 'New',
      Attribute: [{ type: 'domain', value: 'NEW.example' }],
      Object: [
        { name: 'file', Attribute: [{ type: 'filename', value: 'new.exe', object_relation: 'filename' }] },
      ],
      Tag: [{ name: 'tlp:clear' }],
    });
    expect(Event).to.include({ published: false, attribute_count: '2', distribution: '1' });
    const { rows } = await search(misp, { eventid: Event?.id, includeEventTags: 1 });
    expect(rows.map(({ value, object_relation }) => [value, object_relation])).to.deep.equal([
      ['new.example', null],
      ['new.exe', 'filename'],
    ]);
    expect(rows[0]?.['Tag']).to.have.length(1);
  });

  it('is left out of an event where it is not good, and named where it is added by itself', async () => {
    const bad = { type: 'ip-dst', value: '999.1.1.1' };
    const good = { type: 'domain', value: 'good.example' };
    const { Event } = await write('events/add', { info: 'Half', Attribute: [bad, good] });
    expect(Event?.attribute_count).to.equal('1');
    const both = await write(`attributes/add/${event.uuid}`, [good, bad]);
    expect([both.status, both.errors]).to.deep.equal([
      200,
      { attribute_1: { value: ['IP address has an invalid format.'] } },
    ]);
    expect(both.Attribute).to.have.length(1);
    const one = await write(`attributes/add/${event.id}`, bad);
    expect([one.status, one.errors]).to.deep.equal([403, { value: ['IP address has an invalid format.'] }]);
  });

  it('moves times and the published flag', async () => {
    const look = () => [event.published, event.timestamp > START, event.publish_timestamp > START];
    expect(look()).to.deep.equal([true, false, false]);
    await write('tags/attachTagToObject', { uuid: event.uuid, tag: 'tlp:red' });
    expect(look()).to.deep.equal([false, true, false]);
    await write(`events/publish/${event.id}`);
    expect(look()).to.deep.equal([true, true, true]);
    const { timestamp, publish_timestamp } = event;
    await write('sightings/add', { values: ['there.example'] });
    await write(`events/unpublish/${event.id}`);
    expect([event.published, event.timestamp, event.publish_timestamp]).to.deep.equal([
      false,
      timestamp,
      publish_timestamp,
    ]);
    await write(`events/publish/${event.id}`);
    await write('attributes/edit/1', { to_ids: false });
    expect([event.published, misp.store.attribute('1')?.timestamp]).to.deep.equal([false, event.timestamp]);
  });

  it('is deleted softly, restored, and deleted for good', async () => {
    const found = async (deleted: number) => (await search(misp, { eventid: 1, deleted })).rows.length;
    expect(await write('attributes/delete/1')).to.include({ status: 200, message: 'Attribute deleted.' });
    expect([await found(0), await found(1)]).to.deep.equal([0, 1]);
    const { url, keys } = misp;
    const headers = { Authorization: keys['automation'] ?? '' };
    const restored = await fetch(`${url}/attributes/restore/1`, {
      method: 'POST',
      headers,
      redirect: 'manual',
    });
    expect([restored.status, restored.headers.get('location')]).to.deep.equal([
      302,
      `${url}/attributes/view/1`,
    ]);
    expect(await found(0)).to.equal(1);
    await write('attributes/delete/1/1');
    expect([await found(0), await found(1)]).to.deep.equal([0, 0]);
    expect(await write('attributes/delete/1')).to.include({ status: 404, message: 'Invalid attribute' });
  });

  it('is refused with a deleted event’s uuid', async () => {
    const { uuid } = event;
    expect(await write('events/add', { info: 'Again', uuid })).to.include({ status: 404 });
    expect(await write(`events/delete/${event.id}`)).to.include({ status: 200, message: 'Event deleted.' });
    expect(await write('events/add', { info: 'Again', uuid })).to.include({
      status: 403,
      message: 'Event blocked by event blocklist.',
    });
    expect((await search(misp, { value: 'there.example' })).rows).to.have.length(1);
  });

  it('is refused to who may not write, and to all in an event of another organisation', async () => {
    const attribute = { type: 'domain', value: 'x.example' };
    const status = async (path: string, body: unknown, who: string) => (await write(path, body, who)).status;
    expect(await status('events/add', { info: 'x' }, 'readonly')).to.equal(403);
    expect(await status('sightings/add', { values: ['there.example'] }, 'readonly')).to.equal(403);
    expect(await status(`events/publish/${event.id}`, {}, 'analyst')).to.equal(403);
    // A user without `modify_org` changes what is their own only.
    expect(await status(`attributes/add/${event.id}`, attribute, 'analyst')).to.equal(403);
    expect(await status(`attributes/add/${foreign.id}`, attribute, 'automation')).to.equal(403);
    expect(
      await status('tags/attachTagToObject', { uuid: foreign.uuid, tag: 'tlp:red' }, 'analyst'),
    ).to.equal(403);
    expect(await status(`events/delete/${foreign.id}`, {}, 'automation')).to.equal(403);
    expect(await status(`attributes/add/${foreign.id}`, attribute, 'partner')).to.equal(200);
    const { Event } = await write('events/add', { info: 'Mine' }, 'analyst');
    expect(await status(`attributes/add/${Event?.id ?? ''}`, attribute, 'analyst')).to.equal(200);
  });

  it('is restored by GET, as the only change, by those who may change the event', async () => {
    const attribute = misp.store.attribute('1');
    const restore = async (who: string) => {
      const headers = { Authorization: misp.keys[who] ?? '', Accept: 'application/json' };
      return (await fetch(`${misp.url}/attributes/restore/1`, { headers, redirect: 'manual' })).status;
    };
    await write('attributes/delete/1');
    misp.store.publish(event, clock);
    expect(await Promise.all(['readonly', 'partner', 'analyst'].map(restore))).to.deep.equal([403, 405, 405]);
    expect([attribute?.deleted, event.published]).to.deep.equal([true, true]);
    expect(await restore('automation')).to.equal(302);
    expect([attribute?.deleted, event.published, attribute?.timestamp]).to.deep.equal([
      false,
      false,
      event.timestamp,
    ]);
  });

  it('is refused by GET, or described', async () => {
    const state = () => JSON.stringify([misp.store.attributes, misp.store.events]);
    const before = state();
    const messageOf = async (path: string) =>
      (await ask<{ message?: string }>(misp, path, undefined, 'admin')).message;
    expect(await messageOf('attributes/delete/1')).to.contain('only accessible via POST');
    expect(await messageOf('tags/attachTagToObject')).to.contain('only accessible via POST');
    for (const path of ['events/delete/1', 'events/unpublish/1', 'events/publish/2', 'sightings/quickAdd/1'])
      expect(await messageOf(path)).to.equal('An Internal Error Has Occurred.');
    for (const path of ['attributes/add/1', 'attributes/edit/1', 'events/edit/1', 'sightings/add/1'])
      expect(await messageOf(path), path).to.equal(undefined);
    expect(state()).to.equal(before);
  });

  it('is refused with four bytes in a title, and is ? for them in a value', async () => {
    expect((await write('events/add', { info: 'Hi 😀' })).status).to.equal(500);
    const { Attribute } = await write(`attributes/add/${event.id}`, { type: 'text', value: 'Hi 😀' });
    expect(Attribute).to.include({ value: 'Hi ?', value1: 'Hi ?', value2: '' });
  });
});

/** Members of answers to writes. */
interface Answer {
  readonly message?: string;
  readonly errors?: unknown;
  readonly Attribute?: Readonly<Record<string, unknown>>;
  readonly Event?: Readonly<Record<'id' | 'attribute_count', string>>;
}
