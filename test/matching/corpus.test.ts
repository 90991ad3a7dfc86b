import { expect } from 'chai';
import { MATCHED_DATASETS } from '../../src/matching/table.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { INDICATORS, OBJECTS } from './corpus/indicators.ts';
import { noise } from './corpus/noise.ts';
import { PLANTED } from './corpus/planted.ts';
import { MatchLab, NOW } from './lab.ts';

/** Other events for each dataset; more of them take longer and find the same. */
const NOISE = Number(process.env['NOISE'] ?? 800);

describe('The corpus of invented logs', function () {
  this.timeout(120_000);
  let splunk: StandInSplunk;
  let lab: MatchLab;
  /** By kind. */
  const counts = new Map<string, { planted: number; found: number; false: number }>();

  before(async () => {
    splunk = await StandInSplunk.start();
    const store = new MispStore();
    const event = store.addEvent({ info: 'Corpus', timestamp: NOW - 3600 });
    for (const [type, value] of INDICATORS) store.addAttribute(event, { type, value, to_ids: true });
    for (const attributes of OBJECTS) store.addObject(event, attributes);
    for (const one of store.attributes) one.to_ids = true;
    lab = await MatchLab.start(splunk, store);
    await lab.refresh();
  });
  after(async () => {
    await lab.close();
    await splunk.close();
    const lines = [...counts]
      .sort()
      .map(
        ([kind, { planted, found, false: wrong }]) =>
          `      ${kind.padEnd(12)} planted ${String(planted).padStart(3)}, found ${String(found).padStart(3)}, false ${wrong}`,
      );
    console.log(`${lines.join('\n')}\n      among ${NOISE * MATCHED_DATASETS.length} other events`);
  });

  for (const { name, model, dataset } of MATCHED_DATASETS) {
    it(`is matched as planted by MISP_match_${name}`, async () => {
      splunk.index.clean();
      const planted = PLANTED[name] ?? [];
      for (const { fields } of planted) lab.log(`${model}.${dataset}`, fields);
      for (const fields of noise(`${model}.${dataset}`, NOISE)) lab.log(`${model}.${dataset}`, fields);
      await lab.run(`MISP_match_${name}`);
      const found = (await lab.matches()).map((row) =>
        ['misp_match_kind', 'misp_match_value', 'misp_match_asset']
          .map((field) => String(row[field]))
          .join(' '),
      );
      const expected = [...new Set(planted.flatMap((one) => one.expected.map((match) => match.join(' '))))];
      for (const match of new Set([...expected, ...found])) {
        const [kind = ''] = match.split(' ');
        const count = counts.get(kind) ?? { planted: 0, found: 0, false: 0 };
        if (!expected.includes(match)) count.false += 1;
        else {
          count.planted += 1;
          if (found.includes(match)) count.found += 1;
        }
        counts.set(kind, count);
      }
      expect(found.sort()).to.deep.equal(expected.sort());
    });
  }

  it('has other events that differ from one another', () => {
    for (const { model, dataset } of MATCHED_DATASETS) {
      const events = noise(`${model}.${dataset}`, NOISE).map((fields) => JSON.stringify(fields));
      expect(new Set(events).size, dataset).to.equal(NOISE);
    }
  });

  it('has near misses and hits of every dataset', () => {
    for (const { name } of MATCHED_DATASETS) {
      const hits = (PLANTED[name] ?? []).filter(({ expected }) => expected.length > 0).length;
      expect(hits, name).to.be.above(1);
      expect((PLANTED[name] ?? []).length, name).to.be.above(hits);
    }
  });
});
