import { expect } from 'chai';
import {
  attributeVersion,
  eventContextHash,
  eventVersion,
  isSameVersion,
} from '../../src/inputs/state/versions.ts';
import { EventEncoder } from '../../src/inputs/output/event-encoder.ts';
import type { Attribute } from '../../src/misp/rows/types.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { eventsIn } from '../stand-ins/splunk/programs/input.ts';
import { Lab } from './lab.ts';

const START = 1_795_000_000;

const ROW = {
  id: '5',
  event_id: '7',
  type: 'domain',
  value: 'bad.example',
  category: 'Network activity',
  comment: 'seen',
  to_ids: true,
  deleted: false,
  timestamp: '1795000000',
  first_seen: '2026-01-01T00:00:00.000000+00:00',
  last_seen: null,
  Tag: [{ name: 'tlp:red' }],
} as unknown as Attribute;

const TEXTS = ['type', 'value', 'category', 'comment', 'first_seen', 'timestamp', 'Tag'];

describe('the modular input: members that are missing, null or of another type', () => {
  const lab = new Lab();

  before(() => lab.open());
  after(() => lab.close());

  it('an attribute without a comment is indexed, and so is all that comes after it', async () => {
    const store = new MispStore();
    const event = store.addEvent({ info: 'old rows', timestamp: START - 100 });
    const [first] = [null, '', 'x'].map((comment, index) =>
      store.addAttribute(event, { type: 'domain', value: `d${index}.example`, comment }),
    );
    await lab.with({ store, now: () => START });
    const result = await lab.run();
    expect(result.exitCode, result.stderr).to.equal(0);
    expect(result.of('misp:attribute').map((one) => one['misp_comment'])).to.deep.equal([
      undefined,
      undefined,
      'x',
    ]);
    if (first) store.editAttribute(first, { comment: 'now' }, START);
    expect((await lab.run()).of('misp:attribute').map((one) => one['misp_comment'])).to.deep.equal(['now']);
  });

  it('an attribute whose value is empty is indexed with an empty value', async () => {
    const store = new MispStore();
    const event = store.addEvent({ info: 'old rows', timestamp: START - 100 });
    store.addAttribute(event, { type: 'text', value: '' });
    await lab.with({ store, now: () => START });
    expect((await lab.run()).of('misp:attribute')[0]).to.include({ misp_value: '', misp_type: 'text' });
  });

  it('have a version whatever they are, and another one when they change', () => {
    const context = eventContextHash({ Tag: null, info: null, date: undefined, threat_level_id: 2 });
    const whole = attributeVersion(ROW, context);
    for (const member of Object.keys(ROW))
      for (const value of [null, undefined, 7, {}, [], [null], [{}]]) {
        const changed = attributeVersion({ ...ROW, [member]: value }, context);
        for (const word of changed) expect(word, member).to.satisfy(Number.isSafeInteger);
        if (TEXTS.includes(member)) expect(isSameVersion(whole, changed), member).to.equal(false);
      }
    const event = { id: '1', Tag: null, timestamp: 'soon', publish_timestamp: null };
    for (const word of eventVersion(event as never)) expect(word).to.satisfy(Number.isSafeInteger);
  });

  it('have the version that 1.0.0 gave them where nothing is missing', () => {
    const event = { info: 'a', date: '2026-01-01', threat_level_id: '2', analysis: '0', distribution: '1' };
    const context = eventContextHash({ ...event, Tag: [{ name: 'b' }, { name: 'a' }] });
    expect(context).to.equal(2_994_033_930);
    expect(attributeVersion(ROW, context)).to.deep.equal([1_795_000_000, 7, 246_826_269]);
  });

  it('tell events with ids from 2^32 on apart by the rest of the version', () => {
    const [one, other] = [2 ** 32, 2 ** 53 - 1].map((id) =>
      attributeVersion({ ...ROW, event_id: String(id) }, 1),
    );
    expect(one?.slice(0, 2)).to.deep.equal([1_795_000_000, 0]);
    expect(isSameVersion(one, other ?? [])).to.equal(false);
  });

  it('never come as undefined or NaN', () => {
    const encoder = new EventEncoder({ host: 'h', source: 's', sourcetype: 'misp:attribute' });
    const times = [undefined, null, 'NaN', '', '1795000000', 1_795_000_000, '-1', '1.5'];
    encoder.addRows({
      columns: ['_time', 'a', 'b'],
      rows: times.map((time) => [time, NaN, 'x']),
      raw: { field: '_raw', from: 1, constants: {} },
    });
    const events = eventsIn(encoder.take().toString());
    expect(events.map(({ time }) => time)).to.deep.equal([0, 0, 0, 0, 1_795_000_000, 1_795_000_000, 0, 0]);
    expect(events.map(({ data }) => JSON.parse(data) as unknown)).to.deep.equal(
      times.map(() => ({ b: 'x' })),
    );
  });
});
