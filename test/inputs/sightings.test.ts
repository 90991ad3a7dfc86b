import { expect } from 'chai';
import type { StoredAttribute } from '../stand-ins/misp/store/records.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import type { InputResult } from '../stand-ins/splunk/programs/input.ts';
import { Lab } from './lab.ts';

const DAY = 86_400;
const START = 1_795_000_000;
/** So many are more than the 8 MB that one answer may have. */
const MANY = 30_000;

describe('the modular input: sightings', () => {
  const lab = new Lab();
  let now = START;
  let store: MispStore;
  let attributes: StoredAttribute[];

  before(() => lab.open());
  after(() => lab.close());

  beforeEach(async () => {
    now = START;
    store = new MispStore();
    attributes = [];
    for (let count = 0; count < 20; count += 1) {
      const event = store.addEvent({ info: `event ${count}`, timestamp: START - DAY });
      attributes.push(store.addAttribute(event, { type: 'domain', value: `d${count}.example` }));
    }
    await lab.with({ store, now: () => now });
  });

  function sight(time: number, count = 1): void {
    for (let index = 0; index < count; index += 1) {
      const attribute = attributes[index % attributes.length];
      if (attribute) store.addSighting(attribute, { type: '0', time });
    }
  }

  async function run(settings: Record<string, string> = {}): Promise<InputResult> {
    const result = await lab.run(settings);
    expect(result.exitCode, result.stderr).to.equal(0);
    return result;
  }
  const idsIn = (result: InputResult) => result.of('misp:sighting').map((one) => one['misp_sighting_id']);
  const restSearches = () => lab.misp.requests.filter(({ path }) => path.startsWith('/sightings/restSearch'));

  it('come although too many of them are of one time, or of one second', async () => {
    for (let count = 0; count < MANY; count += 1) sight(START - 900 * DAY + 7 * count);
    sight(START - 2000 * DAY, MANY);
    const first = await run();
    expect(new Set(idsIn(first)).size).to.equal(2 * MANY);
    expect(idsIn(first)).to.have.length(2 * MANY);
    expect(restSearches().length, 'requests').to.be.below(200);
    now += 7200;
    const compared = await run({ reconcile_interval: '3600' });
    expect(compared.of('misp:run')[0]).to.include({ reconciled: true, sightings: 0 });
    expect(idsIn(compared)).to.deep.equal([]);
  }).timeout(120_000);

  it('come when they are dated in the future, and once', async () => {
    await run();
    now += 300;
    sight(now + 40 * DAY);
    sight(now + 400 * 365 * DAY);
    expect(idsIn(await run())).to.deep.equal(['1', '2']);
    now += 300;
    expect(idsIn(await run())).to.deep.equal([]);
    now += 7200;
    expect(idsIn(await run({ reconcile_interval: '3600' }))).to.deep.equal([]);
  });

  it('come when they are told two days late, and at the next comparison when later', async () => {
    await run();
    now += 300;
    sight(now - 2 * DAY);
    sight(now - 20 * DAY);
    expect(idsIn(await run())).to.deep.equal(['1']);
    now += 7200;
    expect(idsIn(await run({ reconcile_interval: '3600' }))).to.deep.equal(['2']);
  });

  it('of before `start` stay out, also when everything is compared', async () => {
    sight(START - 40 * DAY);
    expect(idsIn(await run({ start: '30d' }))).to.deep.equal([]);
    now += 7200;
    expect(idsIn(await run({ start: '30d', reconcile_interval: '3600' }))).to.deep.equal([]);
  });

  it('that cannot be indexed are left out, and named in one WARN', async () => {
    sight(START - DAY, 4);
    const broken = store.attributes.flatMap(({ sightings }) => sightings);
    Object.assign(broken[0] ?? {}, { uuid: null });
    Object.assign(broken[1] ?? {}, { time: null });
    Object.assign(broken[2] ?? {}, { source: null });
    const result = await run();
    expect(idsIn(result)).to.deep.equal(['3', '4']);
    expect(result.lines('WARN')).to.have.length(1);
    expect(result.lines('WARN')[0]).to.match(
      /^2 sightings in the response of MISP are unusable and are missing from the results; the first is ID \d: its /,
    );
  });

  it('are asked for with numbers, both ends of a time, and no pages', async () => {
    sight(START - DAY);
    await run();
    for (const { body } of restSearches()) {
      expect(Object.keys(body as object)).to.deep.equal(['returnFormat', 'from', 'to']);
      const { from, to } = body as { from: number; to: number };
      expect([typeof from, typeof to]).to.deep.equal(['number', 'number']);
    }
  });
});
