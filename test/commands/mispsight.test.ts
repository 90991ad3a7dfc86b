import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

const NOW = 1_795_500_000;
const UNKNOWN = 'ffffffff-ffff-4fff-afff-ffffffffffff';

describe('mispsight', () => {
  let splunk: StandInSplunk;
  let misp: MispServer;
  let store: MispStore;

  before(async () => {
    store = new MispStore();
    misp = await startMisp({ store });
    splunk = await StandInSplunk.start({
      instances: {
        misp: { misp_url: misp.url, retry_timeout: 0 },
        wrong: { misp_url: misp.url, retry_timeout: 0 },
        readonly: { misp_url: misp.url, retry_timeout: 0 },
        nowhere: { misp_url: 'http://127.0.0.1:9', retry_timeout: 0 },
      },
      secrets: {
        'misp.misp_key': misp.keys['automation'] ?? '',
        'wrong.misp_key': 'wrong'.padEnd(40, '0'),
        'readonly.misp_key': misp.keys['readonly'] ?? '',
        'nowhere.misp_key': 'any'.padEnd(40, '0'),
      },
    });
    splunk.state.sessions['session-of-writer'] = {
      username: 'writer',
      capabilities: ['search', 'list_storage_passwords', 'misp_write'],
    };
  });
  after(async () => {
    await splunk.close();
    await misp.close();
  });
  beforeEach(() => {
    for (const event of [...store.events]) store.deleteEvent(event);
    const event = store.addEvent({ info: 'Event', timestamp: NOW });
    for (const value of ['one.example', 'two.example', 'three.example'])
      store.addAttribute(event, { type: 'domain', value });
    store.addAttribute(event, { type: 'domain|ip', value: 'four.example|192.0.2.4' });
    store.addAttribute(store.addEvent({ info: 'Another', timestamp: NOW }), {
      type: 'hostname',
      value: 'one.example',
    });
    misp.requests.length = 0;
  });

  const sight = (search: string, input: readonly (readonly Row[])[], sessionKey = 'session-of-writer') =>
    splunk.search(`mispsight ${search}`, { input, sessionKey });
  const writes = () =>
    misp.requests
      .filter((one) => one.path.startsWith('/sightings/add'))
      .map(({ path, body }) => ({ path, body }));
  const uuidOf = (value: string) => store.attributes.find((one) => one.value === value)?.uuid ?? '';
  const sightingsOf = (value: string) =>
    store.attributes
      .filter((one) => one.value === value)
      .map(({ sightings }) => sightings.map(({ type, time, source }) => ({ type, time, source })));

  describe('by uuid', () => {
    it('adds a sighting to each attribute, once each', async () => {
      const rows = ['one.example', 'two.example', 'one.example'].map((value) => ({
        misp_attribute_uuid: uuidOf(value),
      }));
      const result = await sight('misp_instance=misp', [rows]);
      expect(result.failed, JSON.stringify(result)).to.equal(false);
      expect(result.rows).to.deep.equal(rows.map((row) => ({ ...row, misp_sighting: 'added' })));
      expect(result.messages).to.deep.equal([['INFO', 'Sightings were added to MISP for 3 records.']]);
      expect(writes()).to.have.length(2);
      const [[{ time, ...rest } = { time: 0 }] = []] = sightingsOf('two.example');
      expect(rest).to.deep.equal({ type: '0', source: 'splunk' });
      expect(time).to.be.closeTo(Date.now() / 1000, 60);
    });

    it('takes ids, several values and upper case, and the time of a field', async () => {
      const one = store.attributes[0];
      const result = await sight('misp_instance=misp field=id timestamp_field=when source="the proxy"', [
        [
          { id: [one?.id ?? '', uuidOf('two.example').toUpperCase()], when: `${NOW}.75` },
          { id: one?.id ?? '', when: String(NOW + 1) },
        ],
      ]);
      expect(result.rows.map((row) => row['misp_sighting'])).to.deep.equal(['added', 'added']);
      expect(sightingsOf('one.example')[0]).to.deep.equal([
        { type: '0', time: NOW, source: 'the proxy' },
        { type: '0', time: NOW + 1, source: 'the proxy' },
      ]);
      expect(sightingsOf('two.example')[0]).to.have.length(1);
    });

    for (const [given, sent] of [
      ['sighting', '0'],
      ['false_positive', '1'],
      ['expiration', '2'],
      ['1', '1'],
      ['2', '2'],
    ] as const) {
      it(`sends type=${given} as the text "${sent}"`, async () => {
        await sight(`misp_instance=misp type=${given}`, [[{ misp_attribute_uuid: uuidOf('one.example') }]]);
        expect(writes().map(({ body }) => (body as Row)['type'])).to.deep.equal([sent]);
      });
    }

    it("says of a record what was not added, in MISP's words", async () => {
      const rows = [
        { misp_attribute_uuid: uuidOf('one.example') },
        { misp_attribute_uuid: UNKNOWN },
        { misp_attribute_uuid: 'no uuid' },
        { other: 'nothing to sight' },
      ];
      const result = await sight('misp_instance=misp', [rows]);
      expect(result.failed).to.equal(false);
      expect(result.rows.map((row) => row['misp_sighting'])).to.deep.equal([
        'added',
        'not added',
        'not added',
        undefined,
      ]);
      expect(result.rows[1]?.['misp_sighting_message']).to.equal(
        'Could not add the Sighting. Reason: No valid attributes found that match the criteria.',
      );
      expect(result.rows[2]?.['misp_sighting_message']).to.equal(
        '"no uuid" is neither a UUID nor an ID of an attribute.',
      );
      expect(result.messages).to.deep.equal([
        ['INFO', 'Sightings were added to MISP for 1 record.'],
        [
          'WARN',
          'Sightings were not added to MISP for 2 records; misp_sighting_message has the reason. The first: Could not add the Sighting. Reason: No valid attributes found that match the criteria.',
        ],
      ]);
    });

    it('sends no time that is none', async () => {
      const rows = ['2026-11-24', '20261124'].map((when) => ({
        misp_attribute_uuid: uuidOf('one.example'),
        when,
      }));
      const result = await sight('misp_instance=misp timestamp_field=when', [rows]);
      for (const row of result.rows)
        expect(row['misp_sighting_message']).to.equal('when is not a time in Unix seconds.');
      expect(writes()).to.deep.equal([]);
    });
  });

  describe('by value', () => {
    it('adds a sighting to every attribute with the value, many in a request, by time', async () => {
      const rows = [
        { domain: 'ONE.example', when: String(NOW) },
        { domain: 'four.example', when: String(NOW) },
        { domain: 'three.example', when: String(NOW + 5) },
        { domain: 'unknown.example', when: String(NOW) },
        { domain: '', when: String(NOW) },
      ];
      const result = await sight('misp_instance=misp by=value field=domain timestamp_field=when', [rows]);
      expect(result.rows.map((row) => row['misp_sighting'])).to.deep.equal([
        'added',
        'added',
        'added',
        'not added',
        undefined,
      ]);
      expect(writes()).to.deep.equal([
        {
          path: '/sightings/add',
          body: { values: ['one.example', 'four.example'], timestamp: NOW, type: '0', source: 'splunk' },
        },
        {
          path: '/sightings/add',
          body: { values: ['three.example'], timestamp: NOW + 5, type: '0', source: 'splunk' },
        },
      ]);
      const seen = [{ type: '0', time: NOW, source: 'splunk' }];
      expect(sightingsOf('one.example')).to.deep.equal([seen, seen]);
      expect(sightingsOf('four.example|192.0.2.4')).to.deep.equal([seen]);
    });

    it('adds it where MISP has the value in another spelling, or as a whole composite', async () => {
      const event = store.events[0];
      if (!event) throw new Error('no event');
      const stored: readonly (readonly [string, string])[] = [
        ['ip-dst', '2001:db8:5151::1'],
        ['ip-dst', '::FFFF:C000:280'],
        ['domain', 'dotted.example'],
        ['text', 'dotted.example.'],
        ['domain|ip', 'both.example|192.0.2.61'],
        ['domain|ip', 'both.example|192.0.2.62'],
        ['domain', 'both.example'],
        ['url', 'http://sight.example/%20a|b%25'],
        ['text', '!sighted'],
        ['text', '%sighted%'],
        ['text', 'sighted'],
        ['filename', 'ปู.sight'],
        ['filename', 'ปี.sight'],
      ];
      for (const [type, value] of stored) store.addAttribute(event, { type, value });
      const asked = [
        ...['2001:0DB8:5151:0:0:0:0:1', '::ffff:192.0.2.128', 'Dotted.example.', 'both.example|192.0.2.61'],
        ...['http://sight.example/%20a|b%25', '!sighted', '%sighted%', 'ปู.sight'],
        ...['fe80::1%eth0', 'both.example|192.0.2.63', '\u200b', '192.0.2.61|both.example', 'ปา.sight'],
      ];
      const result = await sight('misp_instance=misp by=value field=d', [asked.map((d) => ({ d }))]);
      expect(result.failed).to.equal(false);
      expect(result.rows.map((row) => row['misp_sighting'])).to.deep.equal([
        ...Array.from({ length: 8 }, () => 'added'),
        ...Array.from({ length: 5 }, () => 'not added'),
      ]);
      expect(result.rows[10]?.['misp_sighting_message']).to.equal('MISP treats this value as empty.');
      const counts = stored.map(([, value]) => sightingsOf(value)[0]?.length);
      expect(counts).to.deep.equal([1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 0, 1, 0]);
    });

    it('warns when no record has the field of values, or that of times', async () => {
      const { messages } = await sight('misp_instance=misp by=value field=d timestamp_field=t', [
        [{ D: 'one.example' }],
      ]);
      expect(messages).to.deep.equal([
        ['WARN', 'No record has a value in the field "d". Did you mean "D"? Letter case counts.'],
        ['WARN', 'No record has a value in the field "t". Did you mean "D"? Letter case counts.'],
      ]);
    });

    it('sights a value once a search, whatever the chunk', async () => {
      const result = await sight('misp_instance=misp by=value field=d', [
        [{ d: 'one.example' }],
        [{ d: 'one.example' }],
        [],
      ]);
      expect(result.rows.map((row) => row['misp_sighting'])).to.deep.equal(['added', 'added']);
      expect(writes()).to.have.length(1);
    });

    it('sends thousands of values in few requests', async () => {
      const event = store.events[0];
      if (!event) throw new Error('no event');
      const rows = Array.from({ length: 1000 }, (_, index) => ({ d: `n${index}.example` }));
      for (const { d } of rows) store.addAttribute(event, { type: 'domain', value: d });
      const result = await sight('misp_instance=misp by=value field=d', [rows]);
      expect(result.rows.every((row) => row['misp_sighting'] === 'added')).to.equal(true);
      expect(writes()).to.have.length(5);
    });
  });

  describe('refuses', () => {
    const rows = () => [[{ misp_attribute_uuid: uuidOf('one.example') }]];

    it('a user who may not write, before anything is sent', async () => {
      const result = await sight('misp_instance=misp', rows(), 'session-of-admin');
      expect(result.failed).to.equal(true);
      expect(result.messages[0]?.[1]).to.match(/capability misp_write/);
      expect(misp.requests).to.deep.equal([]);
    });

    it('by=value without a field', async () => {
      const result = await sight('misp_instance=misp by=value', rows());
      expect(result.messages[0]?.[1]).to.match(/by=value needs field/);
      expect(misp.requests).to.deep.equal([]);
    });

    for (const [instance, expected] of [
      ['wrong', /MISP refused the API key/],
      ['readonly', /lacks the permission/],
      ['nowhere', /nothing answers at 127\.0\.0\.1:9/],
      ['mips', /did you mean "misp"/],
    ] as const) {
      it(`to go on with the instance ${instance}, and passes no row on`, async () => {
        const result = await sight(`misp_instance=${instance}`, rows());
        expect(result.failed).to.equal(true);
        expect(result.rows).to.deep.equal([]);
        expect(result.messages[0]?.[1]).to.match(expected);
      });
    }

    it('to send again what failed', async () => {
      misp.state.databaseDown = true;
      const many = Array.from({ length: 50 }, (_, index) => ({ misp_attribute_uuid: String(index) }));
      const result = await sight('misp_instance=misp', [many]);
      misp.state.databaseDown = false;
      expect(result.failed).to.equal(true);
      expect(writes().length).to.be.at.most(3);
    });
  });
});
