import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { AlertLab, NOW } from './lab.ts';

const UUID = 'c0406c42-657f-433d-a252-0771021c64dd';

describe('Updating events of MISP', function () {
  this.timeout(60_000);
  let lab: AlertLab;

  before(async () => {
    lab = await AlertLab.start();
  });
  after(() => lab.close());
  beforeEach(() => {
    lab.reset();
    lab.store.blocklist.clear();
    const event = lab.store.addEvent({
      uuid: UUID,
      id: '500',
      info: 'Theirs',
      timestamp: NOW,
      tags: ['tlp:red', 'mine'],
      published: false,
    });
    lab.store.addAttribute(event, { type: 'domain', value: 'known.example' });
    lab.store.addAttribute(event, { type: 'url', value: 'http://known.example/a' });
    lab.store.addObject(event, [['md5', 'md5', 'd41d8cd98f00b204e9800998ecf8427e']]);
  });

  const event = () => {
    const found = lab.store.event('500');
    if (!found) throw new Error('the event is gone');
    return found;
  };
  const paths = () => lab.writes.map(({ path }) => path);

  describe('misp_alert_create_event', () => {
    const run = (rows: readonly Row[], params: Record<string, string> = {}) =>
      lab.run('misp_alert_create_event', { rows, params: { eventid: 'event', ...params } });

    it('adds what is new, by id or uuid, and nothing twice', async () => {
      const rows = [
        {
          event: UUID.toUpperCase(),
          misp_domain: ['KNOWN.example', 'new.example'],
          misp_url: 'hxxp://known[.]example/a',
          misp_md5: 'd41d8cd98f00b204e9800998ecf8427e',
          fo_filename: 'a.exe',
          fo_sha1: 'a'.repeat(40),
        },
      ];
      const first = await run(rows);
      expect(first.exitCode, first.stderr).to.equal(0);
      const all = [
        'domain known.example',
        'url http://known.example/a',
        'md5:md5 d41d8cd98f00b204e9800998ecf8427e',
        'domain new.example',
        'filename:filename a.exe',
        `sha1:sha1 ${'a'.repeat(40)}`,
      ];
      expect(lab.attributesOf('500')).to.deep.equal(all);
      expect(first.lines('INFO')).to.deep.equal([
        `Updated event 500 (${UUID}) in misp with 1 attribute and 1 object: ${lab.misp.url}/events/view/500`,
      ]);
      lab.misp.requests.length = 0;
      const second = await run([{ ...rows[0], event: '500' }]);
      expect(second.exitCode, second.stderr).to.equal(0);
      expect(lab.attributesOf('500')).to.deep.equal(all);
      expect(lab.writes).to.deep.equal([]);
      expect(lab.store.events).to.have.length(1);
    });

    it('keeps what the parameters say of new events to itself', async () => {
      await run([{ event: '500', misp_domain: 'new.example' }], {
        info: 'Other',
        distribution: '3',
        threatlevel: '1',
        tlp: 'TLP_GREEN',
        pap: 'PAP_RED',
        publish_on_creation: '1',
      });
      expect(event()).to.include({
        info: 'Theirs',
        distribution: '1',
        published: false,
        threat_level_id: '2',
      });
      expect(event().tags).to.deep.equal(['tlp:red', 'mine', 'PAP:RED']);
    });

    it('sends tags, title and sharing group of the results', async () => {
      lab.store.sharingGroups.set('3', {
        id: '3',
        uuid: 'ea1d7341-4dc8-4efb-81de-6ea0d00bfc1b',
        name: 'Group',
        SharingGroupOrg: [{ org_id: lab.store.org.id }],
      });
      const row = { event: '500', misp_info: 'Ours', misp_tag: 'MINE,new', misp_sg_id: '3' };
      const result = await run([row], { tags: 'another', distribution: '4', pap: 'PAP_GREEN' });
      expect(result.exitCode, result.stderr).to.equal(0);
      expect(event()).to.include({ info: 'Ours', distribution: '4', sharing_group_id: '3' });
      expect(event().tags).to.have.members(['tlp:red', 'mine', 'PAP:GREEN', 'another', 'new']);
      expect(paths()).to.deep.equal(['/events/edit/500', '/tags/attachTagToObject']);
    });

    it('publishes it when the results say so', async () => {
      await run([{ event: '500', misp_domain: 'new.example', misp_publish_on_creation: '1' }]);
      expect(event().published).to.equal(true);
    });

    it('takes a literal id, too, and makes events of what has none', async () => {
      await run([{ misp_domain: 'new.example' }], { eventid: '500' });
      expect(lab.attributesOf('500')).to.include('domain new.example');
      const rows = [
        { event: '0', k: '1', misp_domain: 'a.example' },
        { event: '500', k: '2', misp_domain: 'b.example' },
        { k: '3', misp_domain: 'c.example' },
      ];
      await run(rows, { unique: 'k' });
      expect(lab.attributesOf('500')).to.include('domain b.example');
      expect(lab.store.events).to.have.length(3);
    });

    it('says so when the parameter names neither an event nor a column', async () => {
      const result = await run([{ misp_domain: 'a.example' }], { eventid: 'evnt' });
      expect(result.exitCode).to.equal(0);
      expect(result.lines('WARN')[0]).to.match(/eventid is "evnt", which is no id, no uuid and no column/);
    });

    it('fails in the words of MISP when there is no such event, and makes none', async () => {
      const result = await run([{ event: '99999', misp_domain: 'a.example' }]);
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')[0]).to.match(
        /^Event 99999 was not updated: .*"Invalid event" \(HTTP 404\)/,
      );
      expect(lab.writes).to.deep.equal([]);
    });

    it('tells what MISP left out', async () => {
      const result = await run([{ event: '500', misp_ip_dst: ['999.1.1.1', '192.0.2.1'] }]);
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')[0]).to.match(
        /^Updated event 500 .* but: MISP left out ip-dst "999\.1\.1\.1"/,
      );
      expect(lab.attributesOf('500')).to.include('ip-dst 192.0.2.1');
    });

    it('tells which tags were not attached', async () => {
      const result = await run([{ event: '500', misp_tag: 'brand:new' }], { misp_instance: 'analyst' });
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')[0]).to.match(/^Updated event 500 .* Not all tags \(PAP:RED, brand:new\)/);
    });
  });

  describe('misp_alert_add_attributes', () => {
    const run = (rows: readonly Row[], params: Record<string, string> = {}) =>
      lab.run('misp_alert_add_attributes', { rows, params: { eventid: 'event', ...params } });
    const sent = () =>
      (lab.writes[0]?.body as { Event: { Attribute: Record<string, unknown>[] } } | undefined)?.Event
        .Attribute ?? [];

    it('adds what is new, and nothing twice', async () => {
      const rows = [
        { event: '500', misp_domain: 'known.example', misp_ip_src: '192.0.2.7' },
        { event: UUID, misp_domain: 'new.example' },
      ];
      const first = await run(rows);
      expect(first.exitCode, first.stderr).to.equal(0);
      expect(lab.attributesOf('500').slice(3)).to.deep.equal(['ip-src 192.0.2.7', 'domain new.example']);
      lab.misp.requests.length = 0;
      expect((await run(rows)).exitCode).to.equal(0);
      expect(lab.writes).to.deep.equal([]);
      expect(event()).to.include({ info: 'Theirs' });
      expect(event().tags).to.deep.equal(['tlp:red', 'mine']);
    });

    it('gives them what the parameters say, where the rows say nothing', async () => {
      await run(
        [
          { misp_domain: 'a.example' },
          { misp_domain: 'b.example', misp_to_ids: 'True', misp_comment: 'own', misp_attribute_tag: 'x' },
        ],
        { eventid: '500', to_ids: '0', tags: 'one,ONE,X', comment: 'by an alert' },
      );
      const [a, b] = sent();
      expect(a).to.deep.equal({
        uuid: a?.['uuid'],
        type: 'domain',
        value: 'a.example',
        comment: 'by an alert',
        to_ids: false,
        Tag: [{ name: 'one' }, { name: 'X' }],
      });
      expect(b).to.deep.include({
        comment: 'own',
        to_ids: true,
        Tag: [{ name: 'x' }, { name: 'one' }],
      });
    });

    it('leaves to_ids to MISP where nobody says it', async () => {
      await run([{ event: '500', misp_domain: 'a.example' }]);
      expect(Object.keys(sent()[0] ?? {})).to.have.members(['uuid', 'type', 'value']);
    });

    it('fails for results that name no event, and adds the others', async () => {
      const result = await run([{ event: '500', misp_domain: 'a.example' }, { misp_domain: 'b.example' }]);
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')).to.deep.equal([
        '1 of the results name no event: eventid is "event", which is neither the id or uuid of one nor a column with it.',
      ]);
      expect(result.results.map((one) => one['action_status'])).to.deep.equal(['success', 'failure']);
      expect(lab.attributesOf('500')).to.include('domain a.example').and.not.include('domain b.example');
    });

    it('wants to know the event', async () => {
      const result = await run([{ misp_domain: 'a.example' }], { eventid: '' });
      expect(result.lines('ERROR')[0]).to.match(/The parameter eventid is blank/);
    });

    it('fails for an event of somebody else', async () => {
      lab.store.addEvent({ id: '600', info: 'Partner', org: lab.store.partner, distribution: '3' });
      const result = await run([{ event: '600', misp_domain: 'a.example' }]);
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')[0]).to.match(/^Nothing was added to event 600: .*may not do that/);
    });
  });
});
