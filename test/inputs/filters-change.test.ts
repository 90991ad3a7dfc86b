import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { StoredAttribute, StoredEvent } from '../stand-ins/misp/store/records.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { checkpointDir, type InputResult } from '../stand-ins/splunk/programs/input.ts';
import { Lab } from './lab.ts';

const DAY = 86_400;
const START = 1_795_000_000;

describe('the modular input: what stays when its settings or an event change', () => {
  const lab = new Lab();
  let now = START;
  let store: MispStore;
  let event: StoredEvent;
  let domain: StoredAttribute;

  before(() => lab.open());
  after(() => lab.close());

  beforeEach(async () => {
    now = START;
    store = new MispStore();
    event = store.addEvent({ info: 'a campaign', timestamp: START - 20 * DAY });
    domain = store.addAttribute(event, { type: 'domain', value: 'bad.example' });
    store.addAttribute(event, { type: 'ip-dst', value: '192.0.2.1' });
    store.addSighting(domain, { type: '0', time: START - 20 * DAY });
    await lab.with({ store, now: () => now });
  });

  async function run(settings: Record<string, string>): Promise<InputResult> {
    const result = await lab.run(settings);
    expect(result.exitCode, result.stderr).to.equal(0);
    return result;
  }
  const removed = (result: InputResult) =>
    result.events
      .filter(({ data }) => data.includes('"misp_removed":true'))
      .map(({ sourcetype }) => sourcetype);
  const values = (result: InputResult) => result.of('misp:attribute').map((one) => one['misp_value']);

  const window = { start: '30d' };

  it('lets a wider filter in as far back as the first run looked, and tells no sighting to be gone', async () => {
    await run({ ...window, type: 'domain' });
    now += 20 * DAY;
    const wide = await run({ ...window, type: 'domain,ip-dst' });
    expect(values(wide)).to.deep.equal(['192.0.2.1']);
    expect(removed(wide)).to.deep.equal([]);
  });

  it('tells nothing to be gone on a MISP where nothing has changed for longer than `start`', async () => {
    await run(window);
    now += 90 * DAY;
    for (const settings of [
      { ...window, overlap: '60' },
      { ...window, type: 'domain,ip-dst' },
      { start: '1d' },
      { start: '1d', reconcile_interval: '60' },
    ]) {
      const result = await run(settings);
      expect(removed(result)).to.deep.equal([]);
      expect(values(result)).to.deep.equal([]);
      now += DAY;
    }
  });

  it('looks back further when `start` does', async () => {
    await run({ start: '7d' });
    const wide = await run({ start: 'all' });
    expect(values(wide)).to.deep.equal(['bad.example', '192.0.2.1']);
    expect(wide.of('misp:sighting')).to.have.length(1);
  });

  it('compares everything once although reconcile_interval is 0', async () => {
    const never = { ...window, reconcile_interval: '0' };
    await run(never);
    now += DAY;
    const narrow = await run({ ...never, type: 'ip-dst' });
    expect(narrow.lines('INFO')[0]).to.match(/compares everything with MISP/);
    expect(narrow.of('misp:run')[0]).to.include({ reconciled: true });
    expect(removed(narrow)).to.deep.equal(['misp:attribute']);
    expect((await run({ ...never, type: 'ip-dst' })).of('misp:run')[0]).to.include({ reconciled: false });
  });

  it('compares everything in the next run when the first one with other filters fails', async () => {
    await run(window);
    lab.misp.faults.push({ kind: 'status', status: 500, path: '/attributes/restSearch' });
    expect((await lab.run({ ...window, type: 'ip-dst' })).exitCode).to.equal(1);
    expect(removed(await run({ ...window, type: 'ip-dst' }))).to.deep.equal(['misp:attribute']);
  });

  for (const [what, text] of [
    ['cut', '{"format":1,"since":SINCE,"filt'],
    ['no JSON at all', 'x'],
  ] as const)
    it(`knows of a checkpoint that is ${what} how far back it went, or asks by name`, async () => {
      await run(window);
      now += 90 * DAY;
      const since = String(START - 30 * DAY);
      writeFileSync(join(checkpointDir(lab.splunk), 'misp_covid.json'), text.replace('SINCE', since));
      const result = await run(window);
      expect(removed(result)).to.deep.equal([]);
      expect(values(result)).to.deep.equal([]);
      store.hardDelete(domain, now);
      writeFileSync(join(checkpointDir(lab.splunk), 'misp_covid.json'), text.replace('SINCE', since));
      expect(removed(await run(window)), 'what is gone').to.deep.equal(['misp:attribute', 'misp:sighting']);
      expect(readdirSync(checkpointDir(lab.splunk)).filter((one) => one.includes('aside'))).not.to.be.empty;
    });

  describe('with published=true', () => {
    const published = { start: 'all', published: 'true', reconcile_interval: '3600' };

    beforeEach(async () => {
      const other = store.addEvent({ info: 'another', timestamp: START - DAY });
      store.addAttribute(other, { type: 'domain', value: 'other.example' });
      await run(published);
      now += 7200;
    });

    it('an event under edit stays as it was, until it is published again', async () => {
      store.editAttribute(domain, { value: 'worse.example', type: 'hostname' }, now);
      const edited = await run({ ...published, type: 'domain,ip-dst,hostname' });
      expect(removed(edited)).to.deep.equal([]);
      expect(values(edited)).to.deep.equal([]);
      now += 7200;
      store.publish(event, now);
      expect(values(await run({ ...published, type: 'domain,ip-dst,hostname' }))).to.deep.equal([
        'worse.example',
      ]);
    });

    it('what the edit would keep out stays, too', async () => {
      store.editAttribute(domain, { type: 'comment', category: 'Other' }, now);
      expect(removed(await run({ ...published, type: 'domain,ip-dst' }))).to.deep.equal([]);
    });

    it('all events are under edit: the run does not fail', async () => {
      for (const one of store.events) store.unpublish(one);
      expect(removed(await run(published))).to.deep.equal([]);
    });

    it('what is deleted meanwhile is gone', async () => {
      store.unpublish(event);
      store.hardDelete(domain, now);
      expect(removed(await run(published))).to.deep.equal(['misp:attribute', 'misp:sighting']);
      now += 7200;
      store.deleteEvent(event);
      expect(removed(await run(published))).to.deep.equal(['misp:attribute', 'misp:event']);
    });
  });

  it('asks for no more than page_size when it asks by name', async () => {
    for (let count = 0; count < 250; count += 1)
      store.addAttribute(event, { type: 'domain', value: `d${count}.example` });
    await lab.with({ store, now: () => now }, { page_size: 100 });
    await run({ start: 'all' });
    const narrow = await run({ start: 'all', type: 'ip-dst' });
    expect(removed(narrow)).to.have.length(251);
    for (const { path, body } of lab.misp.requests) {
      if (!/^.(attributes|events).restSearch$/.test(path)) continue;
      const { limit, uuid } = body as { limit: number; uuid?: readonly string[] };
      expect(limit).to.be.at.most(100);
      expect(uuid?.length ?? 0).to.be.at.most(99);
    }
  });
});
