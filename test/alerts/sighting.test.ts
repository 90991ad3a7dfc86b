import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { AlertLab, NOW } from './lab.ts';

describe('misp_alert_sighting', () => {
  let lab: AlertLab;

  before(async () => {
    lab = await AlertLab.start();
  });
  after(() => lab.close());
  beforeEach(() => {
    lab.reset();
    const event = lab.store.addEvent({ info: 'Event', timestamp: NOW });
    for (const value of ['one.example', 'two.example', 'web-1.example'])
      lab.store.addAttribute(event, { type: 'domain', value });
  });

  const run = (rows: readonly Row[], params: Readonly<Record<string, string>> = {}) =>
    lab.run('misp_alert_sighting', { rows, params });
  const bodies = () => lab.writes.map(({ body }) => body as Record<string, unknown>);
  const uuidOf = (value: string) => lab.store.attributes.find((one) => one.value === value)?.uuid ?? '';
  const sightingsOf = (value: string) =>
    lab.store.attributes
      .find((one) => one.value === value)
      ?.sightings.map(({ type, time, source }) => ({ type, time, source }));

  describe('by value', () => {
    it("sights the values of all columns but Splunk's own", async () => {
      const result = await run([
        {
          domain: ['one.example', 'TWO.example', 'not-in-misp.example', '0'],
          host: 'web-1.example',
          source: 'web-1.example',
          sourcetype: 'web-1.example',
          index: 'web-1.example',
          splunk_server: 'web-1.example',
          punct: 'web-1.example',
          linecount: 'web-1.example',
          date_zone: 'web-1.example',
          _time: '1795500001',
          _raw: 'web-1.example',
        },
      ]);
      expect(result.exitCode, result.stderr).to.equal(0);
      expect(result.lines('INFO')).to.deep.equal([
        'Added sightings in misp for 2 of 3 values; 1 not in MISP.',
      ]);
      expect(bodies()).to.have.length(1);
      const { timestamp, ...rest } = bodies()[0] ?? {};
      expect(rest).to.deep.equal({ values: ['one.example', 'two.example'], type: '0' });
      expect(timestamp).to.be.closeTo(Date.now() / 1000, 60);
      expect(sightingsOf('web-1.example')).to.deep.equal([]);
    });

    it('sights the columns that are named, and no other', async () => {
      const rows = [{ a: 'one.example', host: 'web-1.example', b: 'two.example' }];
      await run(rows, { fields: 'a, host' });
      expect(sightingsOf('one.example')).to.have.length(1);
      expect(sightingsOf('web-1.example')).to.have.length(1);
      expect(sightingsOf('two.example')).to.deep.equal([]);
    });

    it('sends a request for each time and source', async () => {
      const rows = [
        { d: 'one.example', when: `${NOW}.5`, by: 'proxy' },
        { d: 'two.example', when: String(NOW), by: 'proxy' },
        { d: 'one.example', when: String(NOW + 1), by: 'mail' },
        { d: 'one.example', when: String(NOW + 1), by: 'mail' },
      ];
      await run(rows, { timestamp: 'when', source: 'by', type: '1' });
      expect(bodies()).to.deep.equal([
        { values: ['one.example', 'two.example'], timestamp: NOW, type: '1', source: 'proxy' },
        { values: ['one.example'], timestamp: NOW + 1, type: '1', source: 'mail' },
      ]);
    });

    it('takes a literal source, and now where there is no time', async () => {
      const result = await run([{ d: 'one.example', when: 'yesterday' }], {
        source: 'SOC',
        timestamp: 'when',
      });
      expect(result.exitCode).to.equal(0);
      expect(result.lines('WARN')).to.deep.equal([
        'when is "yesterday", which is not a time in Unix seconds. The current time was used.',
      ]);
      expect(bodies()[0]).to.include({ source: 'SOC' });
      expect(bodies()[0]?.['timestamp']).to.be.closeTo(Date.now() / 1000, 60);
    });

    it('takes one value with several lines for one', async () => {
      const [known] = lab.store.events;
      if (known) lab.store.addAttribute(known, { type: 'text', value: 'two\nlines' });
      const result = await run([{ d: ['one.example', 'two.example'], t: 'two\nlines', u: 'one.example\nx' }]);
      expect(result.exitCode, result.stderr).to.equal(0);
      expect(bodies().flatMap(({ values }) => values)).to.deep.equal([
        'one.example',
        'two.example',
        'two\nlines',
      ]);
    });

    it('fails when MISP knows none of the values', async () => {
      const result = await run([{ d: 'a.example' }, { d: 'b.example' }]);
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')).to.deep.equal([
        'No sightings were added: misp has none of the values (2).',
      ]);
      expect(lab.writes).to.deep.equal([]);
    });

    it('expires with the text that MISP compares with', async () => {
      await run([{ d: 'one.example' }], { type: '2' });
      await run([{ d: 'one.example' }], { type: '2' });
      expect(sightingsOf('one.example')).to.have.length(1);
      expect(bodies()[0]).to.include({ type: '2' });
    });
  });

  describe('by uuid', () => {
    it('sights all attributes of the column misp_attribute_uuid', async () => {
      const rows = [
        {
          misp_attribute_uuid: [uuidOf('one.example'), uuidOf('two.example')],
          other: uuidOf('web-1.example'),
        },
        { misp_attribute_uuid: uuidOf('one.example') },
      ];
      const result = await run(rows, { mode: 'byuuid', source: 'SOC' });
      expect(result.exitCode, result.stderr).to.equal(0);
      expect(bodies()).to.have.length(2);
      expect(sightingsOf('one.example')?.map(({ type, source }) => [type, source])).to.deep.equal([
        ['0', 'SOC'],
      ]);
      expect(sightingsOf('web-1.example')).to.deep.equal([]);
    });

    it('says which column is missing', async () => {
      const result = await run([{ uuid: uuidOf('one.example') }], { mode: 'byuuid' });
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')[0]).to.match(
        /No sightings were added, because the results have no column misp_attribute_uuid/,
      );
      expect(lab.writes).to.deep.equal([]);
    });

    it("fails for an attribute that is not there, in MISP's words, and sights the others", async () => {
      const gone = 'ffffffff-ffff-4fff-afff-ffffffffffff';
      const rows = [{ misp_attribute_uuid: gone }, { misp_attribute_uuid: uuidOf('one.example') }];
      const result = await run(rows, { mode: 'byuuid' });
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')).to.deep.equal([
        `Not added in misp: "${gone}": Could not add the Sighting. Reason: No valid attributes found that match the criteria.`,
      ]);
      expect(result.results.map((one) => one['action_status'])).to.deep.equal(['failure', 'success']);
      expect(sightingsOf('one.example')).to.have.length(1);
    });
  });
});
