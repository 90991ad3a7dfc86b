import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { AlertLab, NOW } from './lab.ts';

const UUID = 'c0406c42-657f-433d-a252-0771021c64dd';

describe('Updating events of MISP', () => {
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

    it('puts each result into its own event, whatever divides those for new ones', async () => {
      const other = lab.store.addEvent({ id: '501', info: 'Another' });
      const rows = [
        { event: '500', k: '1', misp_ip_dst: '192.0.2.101' },
        { event: other.uuid.toUpperCase(), k: '1', misp_ip_dst: '192.0.2.102' },
        { event: '500', k: '2', misp_ip_dst: '192.0.2.103' },
        { event: '', k: '1', misp_ip_dst: '192.0.2.104' },
        { event: '0', k: '2', misp_ip_dst: '192.0.2.105' },
      ];
      const result = await run(rows, { unique: 'k' });
      expect(result.exitCode, result.stderr).to.equal(0);
      const added = (id: string) => lab.attributesOf(id).filter((one) => one.startsWith('ip-dst'));
      expect(added('500')).to.deep.equal(['ip-dst 192.0.2.101', 'ip-dst 192.0.2.103']);
      expect(added('501')).to.deep.equal(['ip-dst 192.0.2.102']);
      expect(lab.store.events.slice(2).map(({ id }) => added(id))).to.deep.equal([
        ['ip-dst 192.0.2.104'],
        ['ip-dst 192.0.2.105'],
      ]);
      expect(paths()).to.have.length(4 + 2);
    });

    for (const [what, cell, expected] of [
      ['a text', 'abc', /the column event has "abc", which is neither the ID nor the UUID of an event/],
      ['letters after digits', '500x', /has "500x"/],
      ['a negative number', '-500', /has "-500"/],
      ['zeros before it', '0500', /has "0500"/],
      ['a fraction', '500.0', /has "500\.0"/],
      ['a token', '$result.id$', /has "\$result\.id\$"/],
      ['half a uuid', UUID.slice(0, 20), /which is neither (an|the) ID/],
      ['two lines', '500\n501', /has "500 501"/],
      ['two ids', ['500', '501'], /names more than one event, "500" and "501"\. Split the result/],
    ] as const) {
      it(`makes nothing of a result with ${what} for an event, and goes on with the others`, async () => {
        const rows = [
          { event: cell, misp_domain: 'bad.example' },
          { event: ['500', '500', ''], misp_domain: 'good.example' },
        ];
        const result = await run(rows);
        expect(result.exitCode).to.equal(1);
        expect(result.lines('ERROR')[0])
          .to.match(/^1 of the results were not sent to MISP: /)
          .and.match(expected);
        expect(result.results.map((one) => one['action_status'])).to.deep.equal(['failure', 'success']);
        expect(lab.store.events).to.have.length(1);
        expect(lab.attributesOf('500'))
          .to.include('domain good.example')
          .and.not.include('domain bad.example');
      });
    }

    for (const [eventid, expected] of [
      ['evnt', /eventid is "evnt", which is neither an ID, a UUID nor a column of the results\./],
      ['$result.event$', /nor a column of the results: Splunk did not replace the token\./],
      ['12x', /eventid is "12x"/],
      ['-1', /eventid is "-1"/],
      ['500,501', /eventid is "500,501"/],
    ] as const) {
      it(`makes nothing at all where eventid is ${eventid}`, async () => {
        const result = await run([{ misp_domain: 'a.example' }], { eventid });
        expect(result.exitCode).to.equal(1);
        expect(result.lines('ERROR')[0]).to.match(expected);
        expect(lab.misp.requests).to.deep.equal([]);
      });
    }

    it('makes events of results whose column has nothing in any of them', async () => {
      await run([{ event: '', misp_domain: 'a.example' }]);
      expect(lab.store.events).to.have.length(2);
    });

    it('changes nothing, and publishes nothing, where the results have nothing for the event', async () => {
      const rows = [
        { event: '500', misp_domain: '', misp_publish_on_creation: '1' },
        { event: '', misp_domain: 'a.example' },
      ];
      const result = await run(rows, { tags: 'x' });
      expect(result.exitCode, result.stderr).to.equal(0);
      expect(result.lines('WARN')[0]).to.match(/^Event 500 was not updated: the results have no value/);
      expect(event()).to.include({ published: false });
      expect(paths()).to.deep.equal(['/events/add']);
    });

    it('keeps its TLP, and says so where the results have another', async () => {
      const row = { event: '500', misp_domain: 'new.example', misp_tag: 'tlp:clear,PAP:AMBER' };
      const result = await run([row], { tlp: 'TLP_GREEN', pap: 'PAP_GREEN' });
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')[0]).to.match(
        /^Updated event 500 .* but: The event keeps its tag tlp:red, and tlp:clear was not attached/,
      );
      expect(event().tags).to.deep.equal(['tlp:red', 'mine', 'PAP:AMBER']);
    });

    it('has the TLP of the results where it had none', async () => {
      event().tags.length = 0;
      await run([{ event: '500', misp_domain: 'new.example', misp_tag: 'tlp:clear' }], { tlp: 'TLP_RED' });
      expect(event().tags).to.have.members(['PAP:RED', 'tlp:clear']);
    });

    describe('that was published', () => {
      const published = async (params: Record<string, string>, row: Row = {}) => {
        lab.store.publish(event(), NOW);
        const result = await run([{ event: '500', misp_domain: 'new.example', ...row }], params);
        expect(result.exitCode, result.stderr).to.equal(0);
        return [event().published, result.lines('WARN')] as const;
      };
      const consequence =
        /^Event 500 was published and no longer is, since MISP unpublishes an edited event\. .* Set publish_on_update=1/;

      it('is not any more, which is said', async () => {
        const [is, warnings] = await published({});
        expect(is).to.equal(false);
        expect(warnings).to.have.length(1);
        expect(warnings[0]).to.match(consequence);
      });

      it('is published again by publish_on_update', async () => {
        expect(await published({ publish_on_update: '1' })).to.deep.equal([true, []]);
      });

      it('is not where the results say so', async () => {
        const [is, warnings] = await published({ publish_on_update: '1' }, { misp_publish_on_creation: '0' });
        expect(is).to.equal(false);
        expect(warnings[0]).to.match(consequence);
      });

      it('stays so when nothing is new', async () => {
        event().tags.push('PAP:RED');
        expect(await published({}, { misp_domain: 'known.example' })).to.deep.equal([true, []]);
      });

      it('and was not, is not published by publish_on_update', async () => {
        lab.store.unpublish(event());
        await run([{ event: '500', misp_domain: 'new.example' }], { publish_on_update: '1' });
        expect(event().published).to.equal(false);
      });
    });

    for (const [isUndone, expected] of [
      [false, /^Updated event 500 .* in misp, but: MISP did not finish, so something may be missing/],
      [true, /^Event 500 was not updated: .* MISP failed: .* No part of it is in MISP\.$/],
    ] as const) {
      it(`is looked at when MISP fails with${isUndone ? 'out' : ''} the change made`, async () => {
        lab.misp.faults.push({ kind: 'status', path: '/events/edit', status: 500, isUndone });
        const result = await run([{ event: '500', misp_domain: 'new.example' }]);
        expect(result.exitCode).to.equal(1);
        expect(result.lines('ERROR')[0]).to.match(expected);
        expect(lab.attributesOf('500').includes('domain new.example')).to.equal(!isUndone);
      });
    }

    it('fails in the words of MISP when there is no such event, and makes none', async () => {
      const result = await run([{ event: '99999', misp_domain: 'a.example' }]);
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')[0]).to.match(
        /^Event 99999 was not updated: .*"Invalid event" \(HTTP 404\)/,
      );
      expect(lab.writes).to.deep.equal([]);
    });

    it('tells what MISP dropped', async () => {
      const result = await run([{ event: '500', misp_ip_dst: ['999.1.1.1', '192.0.2.1'] }]);
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')[0]).to.match(
        /^Updated event 500 .* but: MISP dropped ip-dst "999\.1\.1\.1"/,
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
        '1 of the results name no event: eventid is "event". Set it to the ID or UUID of an event, or to a column with it.',
      ]);
      expect(result.results.map((one) => one['action_status'])).to.deep.equal(['success', 'failure']);
      expect(lab.attributesOf('500')).to.include('domain a.example').and.not.include('domain b.example');
    });

    it('makes nothing of results with a bad event, or with nothing to add', async () => {
      const rows = [
        { event: '500x', misp_domain: 'a.example' },
        { event: ['500', '501'], misp_domain: 'b.example' },
        { event: '500', misp_domain: '' },
        { event: '500', misp_yara: 'rule a {\n condition: true\n}' },
      ];
      const result = await run(rows);
      expect(result.lines('ERROR')[0])
        .to.match(/the column event has "500x", which is neither the ID nor the UUID of an event/)
        .and.match(/names more than one event, "500" and "501"/);
      expect(lab.attributesOf('500').slice(3)).to.deep.equal(['yara rule a {\n condition: true\n}']);
      expect(result.results.map((one) => one['action_status'])).to.deep.equal([
        'failure',
        'failure',
        'success',
        'success',
      ]);
    });

    it('publishes again what was published, when it is to', async () => {
      lab.store.publish(event(), NOW);
      const row = { event: '500', misp_domain: 'a.example' };
      await run([row], { publish_on_update: '1' });
      expect(event().published).to.equal(true);
      const result = await run([{ ...row, misp_domain: 'b.example' }]);
      expect(event().published).to.equal(false);
      expect(result.lines('WARN')[0]).to.match(/^Event 500 was published and no longer is/);
    });

    it('wants to know the event', async () => {
      const result = await run([{ misp_domain: 'a.example' }], { eventid: '' });
      expect(result.lines('ERROR')[0]).to.match(/The parameter eventid is blank/);
    });

    it('fails for an event of somebody else', async () => {
      lab.store.addEvent({ id: '600', info: 'Partner', org: lab.store.partner, distribution: '3' });
      const result = await run([{ event: '600', misp_domain: 'a.example' }]);
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')[0]).to.match(/^Nothing was added to event 600: .*lacks the permission/);
    });
  });
});
