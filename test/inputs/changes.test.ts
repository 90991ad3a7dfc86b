import { expect } from 'chai';
import { watch } from '../../bench/processes.ts';
import type { StoredAttribute, StoredEvent } from '../stand-ins/misp/store/records.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import type { InputResult } from '../stand-ins/splunk/programs/input.ts';
import { Lab } from './lab.ts';

const LAST_YEAR = 1_764_000_000;
const START = 1_795_000_000;

describe('the modular input: what a run finds', () => {
  const lab = new Lab();
  let now: number;
  let store: MispStore;
  let event: StoredEvent;
  let attribute: StoredAttribute;

  before(() => lab.open());
  after(() => lab.close());

  beforeEach(async () => {
    now = START;
    store = new MispStore();
    event = store.addEvent({ info: 'a campaign', timestamp: LAST_YEAR, tags: ['tlp:green'] });
    attribute = store.addAttribute(event, { type: 'domain', value: 'bad.example', tags: ['own'] });
    store.addAttribute(event, { type: 'filename|md5', value: `a & b <c>.exe|${'0'.repeat(32)}` });
    await lab.with({ store, now: () => now });
  });

  /** A run of its own, an hour after the one before. */
  async function later(change?: () => unknown, settings: Record<string, string> = {}): Promise<InputResult> {
    await lab.run(settings);
    now += 1800;
    change?.();
    now += 1800;
    const result = await lab.run(settings);
    expect(result.exitCode, result.stderr).to.equal(0);
    return result;
  }

  const valuesIn = (result: InputResult) => result.of('misp:attribute').map((one) => one['misp_value']);

  it('is, at first, everything: attributes, events, sightings, and how the run went', async () => {
    store.addSighting(attribute, { type: '1', time: LAST_YEAR, source: 'proxy' });
    const result = await lab.run();
    expect(result.of('misp:attribute')[0]).to.deep.include({
      misp_value: 'bad.example',
      misp_domain: 'bad.example',
      misp_tag: ['own', 'tlp:green'],
      misp_event_info: 'a campaign',
      misp_timestamp: LAST_YEAR,
      misp_instance: 'misp_covid',
    });
    expect(result.of('misp:attribute')[1]).to.include({
      misp_value: `a & b <c>.exe|${'0'.repeat(32)}`,
      misp_filename: 'a & b <c>.exe',
    });
    expect(result.of('misp:event')).to.have.length(1);
    expect(result.of('misp:sighting')[0]).to.include({
      misp_sighting_type: '1',
      misp_sighting_source: 'proxy',
      misp_attribute_uuid: attribute.uuid,
      misp_value: 'bad.example',
    });
    expect(result.of('misp:run')[0]).to.include({
      status: 'success',
      attributes: 2,
      events: 1,
      sightings: 1,
      backfill: true,
      misp_input: 'misp_covid',
    });
  });

  it('has the time of the thing itself, and where it comes from', async () => {
    const [first] = (await lab.run()).events.filter((one) => one.sourcetype === 'misp:attribute');
    expect(first).to.include({ time: LAST_YEAR, host: '127.0.0.1', source: 'misp://misp_covid' });
  });

  it('is nothing but its own summary when nothing has changed', async () => {
    const result = await later();
    expect(result.events.map((one) => one.sourcetype)).to.deep.equal(['misp:run']);
    expect(result.of('misp:run')[0]).to.include({ attributes: 0, backfill: false, reconciled: false });
  });

  it('is an attribute that was edited, and the event that it changed', async () => {
    const result = await later(() => {
      store.editAttribute(attribute, { value: 'worse.example' }, now);
    });
    expect(valuesIn(result)).to.deep.equal(['worse.example']);
    expect(result.of('misp:event')[0]).to.include({ misp_event_published: false });
  });

  it('is an attribute edited twice within a second, a run between', async () => {
    await lab.run();
    store.editAttribute(attribute, { comment: 'one' }, now);
    await lab.run();
    store.editAttribute(attribute, { comment: 'two' }, now);
    expect((await lab.run()).of('misp:attribute').map((one) => one['misp_comment'])).to.deep.equal(['two']);
  });

  it('is a soft delete', async () => {
    const result = await later(() => {
      store.softDelete(attribute, now);
    });
    expect(result.of('misp:attribute')).to.have.length(1);
    expect(result.of('misp:attribute')[0]).to.include({
      misp_deleted: true,
      misp_attribute_uuid: attribute.uuid,
    });
    expect(result.of('misp:run')[0]).to.include({ deleted: 1 });
  });

  it('is a soft delete by which MISP blanks what was deleted', async () => {
    const result = await later(() => {
      store.softDelete(attribute, now, { sanitise: true });
    });
    expect(result.of('misp:attribute')[0]).to.include({
      misp_deleted: true,
      misp_attribute_uuid: attribute.uuid,
    });
  });

  it('is all attributes of an event that was tagged, for its tags are theirs', async () => {
    const result = await later(() => {
      store.tagEvent(event, 'tlp:red', now);
    });
    expect(result.of('misp:attribute').map((one) => one['misp_tag'])).to.deep.equal([
      ['own', 'tlp:green', 'tlp:red'],
      ['tlp:green', 'tlp:red'],
    ]);
  });

  it('is at most the event when 5,000 attributes are published again unchanged', async () => {
    for (let count = 0; count < 5000; count += 1)
      store.addAttribute(event, { type: 'domain', value: `d${count}.example` });
    const result = await later(() => {
      store.publish(event, now);
    });
    expect(result.of('misp:attribute')).to.deep.equal([]);
    expect(result.of('misp:event')).to.have.length(1);
    expect(result.of('misp:run')[0]).to.include({ read: 5002, attributes: 0, events: 1 });
  });

  it('is an event of another MISP, all of whose times but the publication are old', async () => {
    const result = await later(() => {
      const pulled = store.addEvent({ info: 'pulled', timestamp: 1_700_000_000, publish_timestamp: now });
      store.addAttribute(pulled, { type: 'url', value: 'http://pulled.example/?a=1&b=2' });
    });
    expect(valuesIn(result)).to.deep.equal(['http://pulled.example/?a=1&b=2']);
  });

  it('is what another MISP added to an event that was there', async () => {
    const result = await later(() => {
      store.addAttribute(event, { type: 'domain', value: 'added.example' });
      store.publish(event, now);
    });
    expect(valuesIn(result)).to.deep.equal(['added.example']);
  });

  it('is a sighting', async () => {
    const result = await later(() => store.addSighting(attribute, { type: '0', time: now }));
    expect(result.of('misp:sighting')).to.have.length(1);
    expect(result.of('misp:attribute')).to.have.length(0);
  });

  const reconcile = { reconcile_interval: '3600' };

  it('is, when it is time to reconcile, what was deleted for good, by its uuid', async () => {
    const result = await later(() => {
      store.hardDelete(attribute, now);
    }, reconcile);
    expect(result.of('misp:attribute')).to.deep.equal([
      {
        misp_attribute_id: attribute.id,
        misp_attribute_uuid: attribute.uuid,
        misp_event_id: event.id,
        misp_timestamp: now,
        misp_deleted: true,
        misp_removed: true,
        misp_host: new URL(lab.misp.url).host,
        misp_instance: 'misp_covid',
      },
    ]);
    expect(result.of('misp:run')[0]).to.include({ reconciled: true, deleted: 1 });
    expect((await lab.run(reconcile)).of('misp:attribute'), 'once').to.deep.equal([]);
  });

  it('is, then, an event with all it had, and its sightings', async () => {
    const other = store.addEvent({ info: 'stays', timestamp: LAST_YEAR });
    store.addAttribute(other, { type: 'domain', value: 'stays.example' });
    store.addSighting(attribute, { type: '0', time: LAST_YEAR });
    const result = await later(() => {
      store.deleteEvent(event);
    }, reconcile);
    expect(result.of('misp:event')).to.have.length(1);
    expect(result.of('misp:event')[0]).to.include({ misp_event_uuid: event.uuid, misp_removed: true });
    expect(result.of('misp:attribute').every((one) => one['misp_removed'] === true)).to.equal(true);
    expect(result.of('misp:attribute')).to.have.length(2);
    expect(result.of('misp:sighting')[0]).to.include({ misp_removed: true, misp_attribute_id: attribute.id });
  });

  it('is, then, what a sighting told late', async () => {
    const result = await later(() => store.addSighting(attribute, { type: '0', time: LAST_YEAR }), reconcile);
    expect(result.of('misp:sighting')).to.have.length(1);
  });

  it('is a failure, and no deletions, when MISP suddenly shows nothing at all', async () => {
    await lab.run(reconcile);
    store.attributes.splice(0);
    now += 3600;
    const result = await lab.run(reconcile);
    expect(result.exitCode).to.equal(1);
    expect(result.of('misp:attribute')).to.deep.equal([]);
    expect(result.lines('ERROR')[0]).to.match(
      /shows none of the indexed attributes.*no deletions were written/,
    );
  });

  it('is compared as fast when ids are as large as they can be', async () => {
    const ids = [2 ** 31, 2 ** 32, 2 ** 53 - 1].map(String);
    for (const id of ids) store.addAttribute(event, { id, type: 'domain', value: `d${id}.example` });
    const large = store.addEvent({ id: String(2 ** 52), info: 'large', timestamp: LAST_YEAR });
    const last = store.addAttribute(large, { id: String(2 ** 52), type: 'domain', value: 'last.example' });
    store.addSighting(last, { id: String(2 ** 51), type: '0', time: LAST_YEAR });
    await lab.run(reconcile);
    now += 7200;
    const running = lab.start(reconcile);
    const usage = watch(running.process);
    const same = await running.ended();
    expect(usage().cpuSeconds).to.be.below(2);
    expect(same.events.map((one) => one.sourcetype)).to.deep.equal(['misp:run']);
    now += 7200;
    store.hardDelete(last, now);
    const gone = await lab.run(reconcile);
    expect(gone.of('misp:attribute')[0]).to.include({
      misp_removed: true,
      misp_attribute_id: String(2 ** 52),
    });
    expect(gone.of('misp:attribute')[0]).not.to.have.property('misp_event_id');
    expect(gone.of('misp:sighting')[0]).to.include({ misp_removed: true, misp_sighting_id: String(2 ** 51) });
  });

  it('is not asked for more than a page at once, nor without an order', async () => {
    await later();
    const searches = lab.misp.requests.filter(({ path }) => path === '/attributes/restSearch');
    expect(searches).not.to.be.empty;
    for (const { body } of searches) {
      expect(body).to.include({ order: 'id asc', withAttachments: false, includeContext: true });
      expect((body as { limit: number }).limit).to.be.within(1, 5000);
    }
  });
});
