import { expect } from 'chai';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { PARTNER_ORG } from '../stand-ins/misp/store/records.ts';
import { RunningInput, validateInput } from '../stand-ins/splunk/programs/input.ts';
import { Lab } from './lab.ts';

const DAY = 86_400;
const START = 1_795_000_000;

describe('the modular input: its settings', () => {
  const lab = new Lab();
  let now = START;
  let store: MispStore;

  before(() => lab.open());
  after(() => lab.close());

  beforeEach(async () => {
    now = START;
    store = new MispStore();
    const event = (info: string, days: number, more = {}) =>
      store.addEvent({ info, timestamp: START - days * DAY, ...more });
    const old = event('old', 90);
    store.addAttribute(old, { type: 'domain', value: 'old.example' });
    const recent = event('recent', 3, { tags: ['tlp:red'] });
    store.addAttribute(recent, { type: 'domain', value: 'recent.example', category: 'Payload delivery' });
    store.addAttribute(recent, { type: 'ip-dst', value: '192.0.2.1', to_ids: false });
    const partners = event('of a partner', 3, { orgc: PARTNER_ORG, published: false });
    store.addAttribute(partners, { type: 'ip-src', value: '192.0.2.2', onWarningList: true });
    await lab.with({ store, now: () => now });
  });

  const ALL = ['192.0.2.1', '192.0.2.2', 'old.example', 'recent.example'];
  const cases: readonly (readonly [string, Record<string, string>, readonly string[]])[] = [
    ['everything from the beginning', {}, ALL],
    ['thirty days, when nothing is said', { start: '' }, ['192.0.2.1', '192.0.2.2', 'recent.example']],
    ['some days', { start: '7d' }, ['192.0.2.1', '192.0.2.2', 'recent.example']],
    ['since a day', { start: '2020-01-31' }, ALL],
    ['since a day before there was a MISP', { start: '1971-01-01' }, ALL],
    ['types', { type: 'ip-dst, ip-src' }, ['192.0.2.1', '192.0.2.2']],
    ['all types but one', { type: '!domain' }, ['192.0.2.1', '192.0.2.2']],
    ['categories', { category: 'Payload delivery' }, ['recent.example']],
    ['tags', { tags: 'tlp:red' }, ['192.0.2.1', 'recent.example']],
    ['tags that must not be', { not_tags: 'tlp:red' }, ['192.0.2.2', 'old.example']],
    ['meant for detection', { to_ids: 'true' }, ['192.0.2.2', 'old.example', 'recent.example']],
    ['not meant for detection', { to_ids: 'false' }, ['192.0.2.1']],
    ['published', { published: 'true' }, ['192.0.2.1', 'old.example', 'recent.example']],
    ['organisations', { org: 'Partner-CERT' }, ['192.0.2.2']],
    ['an organisation by its uuid', { org: PARTNER_ORG.uuid.toUpperCase() }, ['192.0.2.2']],
    ['all organisations but one', { org: '!Partner-CERT' }, ['192.0.2.1', 'old.example', 'recent.example']],
    ['not on warning lists', { warning_list: '1' }, ['192.0.2.1', 'old.example', 'recent.example']],
  ];
  for (const [what, settings, expected] of cases) {
    it(`say which attributes: ${what}`, async () => {
      const result = await lab.run(settings);
      expect(result.exitCode, result.stderr).to.equal(0);
      expect(
        result
          .of('misp:attribute')
          .map((one) => one['misp_value'])
          .sort(),
      ).to.deep.equal(expected);
    });
  }

  it('tell of an attribute that is no longer meant for detection, and not of one that never was', async () => {
    const settings = { to_ids: 'true' };
    await lab.run(settings);
    now += 3600;
    const [old, , never] = store.attributes;
    if (!old || !never) throw new Error('no attributes');
    store.editAttribute(old, { to_ids: false }, now);
    store.editAttribute(never, { comment: 'edited' }, now);
    const { of } = await lab.run(settings);
    expect(of('misp:attribute').map((one) => [one['misp_value'], one['misp_to_ids']])).to.deep.equal([
      ['old.example', false],
    ]);
  });

  it('compare everything with MISP when they change: what they let through no more is gone', async () => {
    await lab.run();
    now += 60;
    const result = await lab.run({ type: 'domain' });
    expect(result.lines('INFO')[0]).to.match(/filters or start have changed/);
    const values = result.of('misp:attribute').map((one) => [one['misp_removed'], one['misp_attribute_id']]);
    expect(values).to.deep.equal([
      [true, '3'],
      [true, '4'],
    ]);
    now += 60;
    const wide = await lab.run({});
    expect(wide.of('misp:attribute').map((one) => one['misp_value'])).to.deep.equal([
      '192.0.2.1',
      '192.0.2.2',
    ]);
  });

  it('leave out events and sightings', async () => {
    const [attribute] = store.attributes;
    if (attribute) store.addSighting(attribute, { type: '0', time: START - DAY });
    const { events } = await lab.run({ include_events: 'false', include_sightings: 'false' });
    expect([...new Set(events.map((one) => one.sourcetype))].sort()).to.deep.equal([
      'misp:attribute',
      'misp:run',
    ]);
  });

  it('name another instance', async () => {
    lab.splunk.state.instances['other'] = lab.splunk.state.instances['misp_covid'] ?? {};
    lab.splunk.state.secrets['other.misp_key'] = lab.misp.keys['admin'] ?? '';
    const { of } = await lab.run({ misp_instance: 'other' });
    expect(of('misp:run')[0]).to.include({ misp_instance: 'other', misp_input: 'misp_covid' });
  });

  it('are said to be wrong, all at once, and then nothing is asked', async () => {
    const before = lab.misp.requests.length;
    const result = await lab.run({ start: '4w', overlap: 'long' });
    expect(result.exitCode).to.equal(1);
    expect(result.lines('ERROR')).to.have.length(1);
    expect(result.lines('ERROR')[0]).to.match(/start="4w".*write 28d.*overlap="long"/);
    expect(lab.misp.requests).to.have.length(before);
  });

  it('that mean nothing are told', async () => {
    const result = await lab.run({ tyep: 'domain', 'python.version': 'python3' });
    expect(result.lines('WARN')).to.deep.equal([
      'inputs.conf has unknown settings, which have no effect: tyep.',
    ]);
  });

  it('are checked against the names that MISP lists, when they are new', async () => {
    const filters = {
      type: 'domian,ip-dst',
      category: 'Other',
      tags: 'tlp:grene',
      org: 'EXAMPEL-CSIRT,2,!Partner%',
    };
    const first = await lab.run(filters);
    expect(first.lines('WARN')).to.deep.equal([
      'MISP has no type "domian", or none for this key: did you mean "domain"?',
      'MISP has no tag "tlp:grene", or none for this key.',
      'MISP has no organisation "EXAMPEL-CSIRT", or none for this key: did you mean "EXAMPLE-CSIRT"?',
      'MISP has no organisation "Partner%", or none for this key. Names of organisations have no wildcards.',
    ]);
    expect((await lab.run(filters)).lines('WARN')).to.deep.equal([]);
    expect(
      (await lab.run({ ...filters, org: 'EXAMPLE-CSIRT', type: 'ip-dst', tags: '' })).lines('WARN'),
    ).to.deep.equal([]);
  });

  it('are in the scheme that splunkd is told', async () => {
    const running = new RunningInput(lab.splunk, 'misp_covid', { args: ['--scheme'], xml: '' });
    const { stdout, exitCode } = await running.ended();
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(/^<scheme>.*<use_external_validation>true<.*<streaming_mode>xml<.*<\/scheme>$/);
    expect(Array.from(stdout.matchAll(/<arg name="(\w+)">/g), ([, name]) => name)).to.include.members([
      'misp_instance',
      'start',
      'type',
      'overlap',
      'reconcile_interval',
    ]);
  });

  describe('validated when somebody saves them', () => {
    const messageOf = async (settings: Record<string, string>, name = 'misp_covid') => {
      const { exitCode, stdout } = await validateInput(lab.splunk, name, { settings });
      if (exitCode === 0) return stdout;
      return /^<error><message>(.*)<\/message><\/error>$/.exec(stdout)?.[1];
    };

    it('are good, and MISP was asked', async () => {
      expect(await messageOf({ start: '7d', type: 'domain' })).to.equal('');
      expect(lab.misp.requests.map(({ path }) => path)).to.deep.equal(['/attributes/restSearch']);
    });
    it('are wrong', async () => {
      expect(await messageOf({ type: ' ', start: 'yesterday' })).to.match(
        /^start="yesterday" is not valid\. Use a number/,
      );
    });
    it('name an instance that there is not', async () => {
      expect(await messageOf({}, 'misp_corvid')).to.match(
        /no MISP instance "misp_corvid": did you mean "misp_covid"/,
      );
    });
    it('have a key that MISP refuses', async () => {
      lab.splunk.state.secrets['misp_covid.misp_key'] = 'wrong';
      expect(await messageOf({})).to.match(/refused the API key.*Check the key/);
    });
    it('cannot be tried, since MISP does not answer', async () => {
      lab.splunk.state.instances['misp_covid'] = { misp_url: 'http://127.0.0.1:9' };
      expect(await messageOf({})).to.match(/MISP instance misp_covid: .*127\.0\.0\.1/);
    });
  });
});
