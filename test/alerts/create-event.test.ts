import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import { AlertLab } from './lab.ts';

const NAME = 'misp_alert_create_event';
type Params = Readonly<Record<string, string>>;

describe('misp_alert_create_event, a new event', () => {
  let lab: AlertLab;

  before(async () => {
    lab = await AlertLab.start();
  });
  after(() => lab.close());
  beforeEach(() => {
    lab.reset();
  });

  const run = (rows: readonly Row[], params: Params = {}) => lab.run(NAME, { rows, params });
  const made = () => {
    const [event, ...others] = lab.store.events;
    expect(others).to.deep.equal([]);
    if (!event) throw new Error('no event was made');
    return event;
  };
  const attributes = () => lab.attributesOf(made().id);
  const sent = () => (lab.writes[0]?.body as { Event: Record<string, unknown> } | undefined)?.Event ?? {};

  it('has what the parameters and columns say', async () => {
    const result = await run(
      [
        {
          misp_domain: 'evil.example',
          misp_ip_dst: ['192.0.2.1', '192.0.2.2'],
          misp_info: 'Phishing',
          misp_date: '1795500000.5',
          misp_tag: 'Type:OSINT, type:osint',
          dest: '192.0.2.9',
        },
      ],
      {
        distribution: '1',
        threatlevel: '2',
        analysis: '1',
        tags: 'one,Two, one',
        tlp: 'TLP_GREEN',
        pap: 'PAP_AMBER',
      },
    );
    expect(result.exitCode, result.stderr).to.equal(0);
    expect(result.stdout).to.equal('');
    const event = made();
    expect(event).to.include({
      info: 'Phishing',
      date: '2026-11-24',
      distribution: '1',
      threat_level_id: '2',
      analysis: '1',
      published: false,
    });
    expect(event.tags).to.have.members(['tlp:green', 'PAP:AMBER', 'one', 'Two', 'Type:OSINT']);
    expect(attributes()).to.deep.equal(['domain evil.example', 'ip-dst 192.0.2.1', 'ip-dst 192.0.2.2']);
    expect(result.lines('INFO')).to.deep.equal([
      `Created event ${event.id} (${event.uuid}) in misp with 3 attributes and 0 objects: ${lab.misp.url}/events/view/${event.id}`,
    ]);
    expect(lab.writes.map(({ path }) => path)).to.deep.equal(['/events/add']);
  });

  it('has the defaults where nothing is said', async () => {
    await run([{ misp_domain: 'evil.example' }]);
    expect(made()).to.include({
      info: 'notable event',
      distribution: '0',
      threat_level_id: '4',
      analysis: '0',
    });
    expect(made().tags).to.have.members(['tlp:amber', 'PAP:RED']);
    expect(made().date).to.match(/^\d{4}-\d\d-\d\d$/);
  });

  it('reads types from the names of columns, composites too', async () => {
    await run([
      {
        misp_domain_p_ip: 'a.example|192.0.2.3',
        'misp_hostname|port': 'b.example|8080',
        misp_user_agent: 'curl/8',
        misp_md5: 'd41d8cd98f00b204e9800998ecf8427e',
      },
    ]);
    expect(attributes()).to.deep.equal([
      'domain|ip a.example|192.0.2.3',
      'hostname|port b.example|8080',
      'user-agent curl/8',
      'md5 d41d8cd98f00b204e9800998ecf8427e',
    ]);
  });

  it('skips blank values and 0, and sends each attribute once', async () => {
    await run([
      { misp_domain: ['a.example', 'b.example', '', '0'] },
      { misp_domain: ['A.example', ' '], misp_ip_src: '0', misp_ip_dst: '' },
    ]);
    expect(attributes()).to.deep.equal(['domain a.example', 'domain b.example']);
  });

  it('takes one value with several lines for one', async () => {
    const rule = 'rule z {\n condition: true\n}';
    await run([
      { misp_yara: rule, fo_text: 'two\r\nlines', misp_comment: 'two\nlines' },
      { misp_yara: [`${rule} // a`, `${rule} // b`] },
    ]);
    expect(attributes()).to.have.members([
      `yara ${rule}`,
      'text:text two\r\nlines',
      `yara ${rule} // a`,
      `yara ${rule} // b`,
    ]);
    expect((sent()['Attribute'] as Record<string, unknown>[])[0]).to.include({ comment: 'two\nlines' });
  });

  it('takes 0 for a value where it counts something, but not in an object of zeros alone', async () => {
    await run([
      {
        ...{ misp_counter: '0', misp_boolean: '0', misp_float: '0', misp_port: '0', misp_integer: '0' },
        ...{ misp_size_in_bytes: '0', misp_text: '0', fo_filename: 'empty.txt', fo_size_in_bytes: '0' },
        ...{ no_port: '0', no_ip: '0' },
      },
    ]);
    expect(attributes()).to.have.members([
      ...['counter 0', 'boolean 0', 'float 0', 'integer 0', 'size-in-bytes 0'],
      ...['filename:filename empty.txt', 'size-in-bytes:size-in-bytes 0'],
    ]);
  });

  describe('of TLP and PAP', () => {
    const tagsOf = async (rows: readonly Row[], params: Params = {}) => {
      const result = await run(rows, params);
      return [
        made()
          .tags.filter((tag) => /^(tlp|pap):/i.test(tag))
          .sort(),
        result.lines('WARN'),
      ] as const;
    };
    const domain = 'a.example';

    it("has the results' tag before the parameter's", async () => {
      const rows = [{ misp_domain: domain, misp_tag: 'TLP:red,x' }];
      expect((await tagsOf(rows, { tlp: 'TLP_AMBER' }))[0]).to.deep.equal(['PAP:RED', 'TLP:red']);
    });

    it('has that of tags before that of tlp, and the results before both', async () => {
      const params = { tags: 'tlp:green,PAP:GREEN', tlp: 'TLP_CLEAR' };
      expect((await tagsOf([{ misp_domain: domain }], params))[0]).to.deep.equal(['PAP:GREEN', 'tlp:green']);
      lab.reset();
      const rows = [{ misp_domain: domain, misp_tag: 'tlp:white' }];
      expect((await tagsOf(rows, params))[0]).to.deep.equal(['PAP:GREEN', 'tlp:white']);
    });

    it('has the strictest of the results, and says so', async () => {
      const rows = ['tlp:green,pap:amber', 'tlp:amber+strict', 'tlp:AMBER,PAP:WHITE', 'tlp:own'];
      const [tags, warnings] = await tagsOf(rows.map((misp_tag) => ({ misp_domain: domain, misp_tag })));
      expect(tags).to.deep.equal(['PAP:AMBER', 'tlp:amber+strict']);
      expect(warnings).to.have.length(4);
      expect(warnings[0]).to.match(
        /have different TLP or PAP tags\. The strictest one is used, not tlp:green\./,
      );
    });

    it('has one of them at an attribute, too', async () => {
      await run([
        { misp_domain: domain, misp_attribute_tag: 'tlp:green,a:b' },
        { misp_domain: 'A.example', misp_attribute_tag: 'tlp:red,a:c' },
      ]);
      const [attribute] = sent()['Attribute'] as { Tag: { name: string }[] }[];
      expect(attribute?.Tag.map(({ name }) => name)).to.deep.equal(['a:b', 'tlp:red', 'a:c']);
    });
  });

  it('leaves out what the commands add to results', async () => {
    await run([
      {
        misp_domain: 'a.example',
        misp_event_id: '5',
        misp_value: 'a.example',
        misp_type: 'domain',
        misp_host: 'misp.example',
        misp_instance: 'misp',
        misp_sight_t0_count: '3',
        misp_attribute_uuid: 'c0406c42-657f-433d-a252-0771021c64dd',
      },
    ]);
    expect(attributes()).to.deep.equal(['domain a.example']);
  });

  it('gives the attributes of a row what the row says', async () => {
    await run([
      {
        misp_domain: 'a.example',
        misp_category: 'External analysis',
        misp_comment: 'seen "there"',
        misp_to_ids: 'True',
        misp_first_seen: '1795500000',
        misp_last_seen: '1795500001.25',
        misp_attribute_tag: 'A,a,B',
      },
      { misp_domain: 'b.example', misp_to_ids: 'False' },
      { misp_domain: 'c.example' },
    ]);
    const [a, b, c] = sent()['Attribute'] as Record<string, unknown>[];
    expect(a).to.deep.include({
      category: 'External analysis',
      comment: 'seen "there"',
      to_ids: true,
      first_seen: '2026-11-24T06:00:00.000Z',
      last_seen: '2026-11-24T06:00:01.250Z',
      Tag: [{ name: 'A' }, { name: 'B' }],
    });
    expect(b).to.deep.include({ to_ids: false });
    expect(Object.keys(c ?? {})).to.have.members(['uuid', 'type', 'value']);
  });

  it('makes an object of each template and row', async () => {
    const result = await run([
      {
        fo_filename: 'a.exe',
        fo_sha256: 'a'.repeat(64),
        fo_size_in_bytes: '12',
        eo_from: 'x@evil.example',
        eo_to: ['a@acme.example', 'b@acme.example'],
        no_domain: 'evil.example',
        no_ip: '192.0.2.1',
        misp_to_ids: 'False',
      },
      { fo_filename: 'b.exe', fo_md5: 'd41d8cd98f00b204e9800998ecf8427e' },
      { fo_filename: 'B.exe', fo_md5: 'd41d8cd98f00b204e9800998ecf8427e' },
    ]);
    expect(result.exitCode, result.stderr).to.equal(0);
    expect(attributes()).to.deep.equal([
      'filename:filename a.exe',
      `sha256:sha256 ${'a'.repeat(64)}`,
      'size-in-bytes:size-in-bytes 12',
      'from:email-src x@evil.example',
      'to:email-dst a@acme.example',
      'to:email-dst b@acme.example',
      'domain:domain evil.example',
      'ip:ip-dst 192.0.2.1',
      'filename:filename b.exe',
      'md5:md5 d41d8cd98f00b204e9800998ecf8427e',
    ]);
    expect([...lab.store.objects.values()].map(({ name }) => name)).to.deep.equal([
      'file',
      'email',
      'domain-ip',
      'file',
    ]);
    const [file] = sent()['Object'] as Record<string, unknown>[];
    expect(file).to.include({
      template_uuid: '688c46fb-5edb-40a3-8273-1af7923e2215',
      template_version: '25',
      'meta-category': 'file',
      distribution: '5',
    });
  });

  it('knows what relations an object has', async () => {
    const result = await run([
      { fo_filname: 'a.exe', fo_md5: 'd41d8cd98f00b204e9800998ecf8427e', misp_comment: 'c' },
    ]);
    expect(result.exitCode).to.equal(1);
    expect(result.lines('ERROR')[0]).to.match(
      /but: The column fo_filname was dropped: MISP's file object has no relation "filname"; did you mean fo_filename\?$/,
    );
    expect(attributes()).to.deep.equal(['md5:md5 d41d8cd98f00b204e9800998ecf8427e']);
  });

  it('takes types of columns from misp_datatypes.csv, where there is one', async () => {
    const folder = join(lab.splunk.appDir, 'lookups');
    await mkdir(folder, { recursive: true });
    const file = join(folder, 'misp_datatypes.csv');
    const header = 'field_name,field_type,datatype,regex,description';
    await writeFile(file, `${header}\ndest_ip,attribute,ip-dst,,\nuser,other,target-user,,\n`);
    await run([{ dest_ip: '192.0.2.1', user: 'me' }]);
    await rm(file);
    expect(attributes()).to.deep.equal(['ip-dst 192.0.2.1']);
  });

  describe('publication', () => {
    const published = async (rows: readonly Row[], params: Params) => {
      await run(rows, params);
      return made().published;
    };

    it('follows the parameter', async () => {
      expect(await published([{ misp_domain: 'a.example' }], { publish_on_creation: '1' })).to.equal(true);
      expect(lab.writes.map(({ path }) => path.replace(/\d+$/, 'ID'))).to.deep.equal([
        '/events/add',
        '/events/publish/ID',
      ]);
    });

    it('follows the column where there is one', async () => {
      const rows = [{ misp_domain: 'a.example', misp_publish_on_creation: '0' }];
      expect(await published(rows, { publish_on_creation: '1' })).to.equal(false);
    });

    it('follows the last row that says something', async () => {
      const rows = ['0', '1', ''].map((flag) => ({
        misp_domain: 'a.example',
        misp_publish_on_creation: flag,
      }));
      expect(await published(rows, {})).to.equal(true);
    });

    it("fails where the key's user may not publish, with the event made", async () => {
      const params = { publish_on_creation: '1', misp_instance: 'analyst' };
      const result = await run([{ misp_domain: 'a.example' }], params);
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')[0]).to.match(
        /^Created event \d+ .*, but: It is not published: .*permission/,
      );
      expect(made().published).to.equal(false);
    });
  });

  describe('grouping', () => {
    const rows = [
      { k: '1', misp_domain: 'a.example', misp_info: 'One' },
      { k: '2', misp_domain: 'b.example', misp_info: 'Two' },
      { k: '1', misp_domain: 'c.example', misp_info: 'ignored' },
      { misp_domain: 'd.example' },
    ];
    const events = () => lab.store.events.map(({ id, info }) => [info, ...lab.attributesOf(id)]);

    it('makes an event of all rows where there is no such column', async () => {
      await run(rows, {});
      expect(events()).to.deep.equal([
        ['One', 'domain a.example', 'domain b.example', 'domain c.example', 'domain d.example'],
      ]);
    });

    it('makes one of each value, and one of the rows without', async () => {
      await run(rows, { unique: 'k' });
      expect(events()).to.deep.equal([
        ['One', 'domain a.example', 'domain c.example'],
        ['Two', 'domain b.example'],
        ['notable event', 'domain d.example'],
      ]);
    });

    it('goes on with the other events when one is refused', async () => {
      const result = await run(
        [
          rows[0] ?? {},
          { k: '2', misp_domain: 'b.example', misp_info: 'Ha 😀' },
          { k: '3', misp_domain: 'c.example', misp_date: 'soon' },
          { k: '4', misp_domain: 'd.example', misp_info: 'Four' },
          { k: '5', misp_domain: 'e.example', misp_info: 'Five', misp_date: '2026-02-30' },
          { k: '6', misp_domain: 'f.example', misp_info: 'Six', misp_date: '20261126' },
          { k: '7', misp_domain: 'g.example', misp_info: 'Seven', misp_date: '0' },
        ],
        { unique: 'k' },
      );
      expect(lab.store.events.map(({ info }) => info)).to.deep.equal(['One', 'Four', 'Seven']);
      // What fillnull writes is no date of 1970.
      expect(lab.store.events.at(-1)?.date).to.match(/^20\d\d-/);
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')).to.have.length(1);
      expect(result.lines('ERROR')[0])
        .to.match(/Event "Ha 😀" was not created: The event's title "Ha 😀" has an emoji/)
        .and.match(/Event "notable event" was not created: misp_date is "soon"\. Use a time in Unix seconds/)
        .and.match(/Event "Five" was not created: misp_date is "2026-02-30"\. Use a time in Unix seconds/)
        .and.match(/Event "Six" was not created: misp_date is "20261126"\. Use a time in Unix seconds/);
      expect(result.results.map((one) => one['action_status'])).to.deep.equal([
        'success',
        'failure',
        'failure',
        'success',
        'failure',
        'failure',
        'success',
      ]);
      expect(lab.writes).to.have.length(3);
    });
  });

  describe('what MISP does not take', () => {
    it('is a time on a day that does not exist, which MISP would move or drop with its attribute', async () => {
      const result = await run([
        {
          misp_domain: 'good.example',
          misp_first_seen: '2026-02-30T08:00:00Z',
          misp_last_seen: '2026-03-01',
        },
      ]);
      const [attribute] = lab.store.attributes;
      expect([attribute?.value, attribute?.first_seen]).to.deep.equal(['good.example', null]);
      expect(attribute?.last_seen).to.match(/^2026-03-01/);
      expect(result.lines('ERROR')[0]).to.match(
        /misp_first_seen="2026-02-30T08:00:00Z" was dropped: it is not valid: there is no day 2026-02-30\. Use a date/,
      );
    });
    it('is a time in words or in another form, which MISP would read as another time or drop with its attribute', async () => {
      const dropped: readonly (readonly [string, RegExp])[] = [
        ['yesterday', /is not valid\. Use a date \(2026-11-20\), a time/],
        ['1999', /is not valid: a number alone is Unix seconds\. Use/],
        ['1767225600000', /is not valid: 1767225600000 is too large for seconds, so remove the milliseconds/],
        ['01/02/2026', /is not valid\. Use/],
        ['2026-01-01T25:00', /is not valid\. Use/],
      ];
      const kept: readonly (readonly [string, RegExp | null])[] = [
        ['2026-01-01 08:00:00', /^2026-01-01T08:00:00/],
        ['2026-01-01T08:00:00.123456+02:00', /^2026-01-01T06:00:00\.123456/],
        ['1767225600.5', /^2026-01-01T00:00:00\.5/],
        ['0', null],
        ['', null],
      ];
      const times = [...dropped, ...kept].map(([time]) => time);
      const result = await run(
        times.map((time, index) => ({ misp_domain: `t${index}.example`, misp_last_seen: time })),
      );
      const problems = result.lines('ERROR').join('\n');
      for (const [time, reason] of dropped)
        expect(problems).to.match(new RegExp(`misp_last_seen="${time}" was dropped: it ${reason.source}`));
      const seen = new Map(lab.store.attributes.map(({ value, last_seen }) => [value, last_seen]));
      expect(seen.size).to.equal(times.length);
      for (const [index, [, stored]] of [
        ...dropped.map(([time]) => [time, null] as const),
        ...kept,
      ].entries())
        if (stored === null) expect(seen.get(`t${index}.example`), times[index]).to.equal(null);
        else expect(seen.get(`t${index}.example`), times[index]).to.match(stored);
    });
    it('is told with type, value and reason, and the rest is saved', async () => {
      const result = await run([
        {
          misp_ip_dst: ['999.1.1.1', '192.0.2.1'],
          misp_domain: 'good.example',
          misp_zzz: 'q',
        },
      ]);
      expect(result.exitCode).to.equal(1);
      expect(attributes()).to.deep.equal(['ip-dst 192.0.2.1', 'domain good.example']);
      expect(result.lines('ERROR')[0]).to.match(
        /^Created event \d+ .* in misp, but: MISP dropped ip-dst "999\.1\.1\.1": IP address has an invalid format\. MISP dropped zzz "q": Invalid type\.$/,
      );
      expect(result.lines('INFO')[0]).to.match(/^Created event/);
    });

    it('is told of objects, too', async () => {
      const result = await run([{ no_domain: 'good.example', no_ip: '999.1.1.1' }]);
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')[0]).to.match(
        /MISP dropped ip ip-dst "999\.1\.1\.1" of the domain-ip object\.$/,
      );
      expect(attributes()).to.deep.equal(['domain:domain good.example']);
    });

    it('is no failure where it is another writing of what is there', async () => {
      const result = await run([{ misp_url: ['hxxp://evil.example/a', 'http://evil[.]example/a'] }]);
      expect(result.exitCode, result.stderr).to.equal(0);
      expect(attributes()).to.deep.equal(['url http://evil.example/a']);
    });

    it('is not sent where MISP would store something else', async () => {
      const result = await run([{ misp_text: ['party 🎉', 'work'] }]);
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')[0]).to.match(/text "party 🎉" was dropped: it has an emoji/);
      expect(attributes()).to.deep.equal(['text work']);
    });

    it("is told in MISP's words when it is the event", async () => {
      const result = await run([{ misp_domain: 'a.example', misp_sg_id: '99' }], { distribution: '4' });
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')[0]).to.match(
        /^Event "notable event" was not created: MISP instance misp: .*Invalid Sharing Group or not authorised\./,
      );
      expect(lab.store.events).to.deep.equal([]);
    });

    it('is not even sent when it is a sharing group that is not named', async () => {
      const result = await run([{ misp_domain: 'a.example' }], { distribution: '4' });
      expect(result.lines('ERROR')[0]).to.match(/no ID of a sharing group in the column misp_sg_id/);
      expect(lab.writes).to.deep.equal([]);
    });

    it('is told of tags, too', async () => {
      const result = await run([{ misp_domain: 'a.example' }], {
        misp_instance: 'analyst',
        tags: 'brand:new',
      });
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')[0]).to.match(/MISP did not attach the tag brand:new\./);
    });
  });

  it('sends the sharing group with distribution 4', async () => {
    lab.store.sharingGroups.set('3', {
      id: '3',
      uuid: 'ea1d7341-4dc8-4efb-81de-6ea0d00bfc1b',
      name: 'Group',
      SharingGroupOrg: [{ org_id: lab.store.org.id }],
    });
    const rows = [{ misp_domain: 'a.example', misp_sg_id: '3' }];
    expect((await run(rows, { distribution: '4' })).exitCode).to.equal(0);
    expect(made()).to.include({ distribution: '4', sharing_group_id: '3' });
  });

  describe('that would be empty', () => {
    it('is not made, nor published, and the others are', async () => {
      const rows = [
        { k: '1', misp_domain: 'a.example' },
        { k: '2', misp_domain: ' ', misp_info: 'Two' },
        { k: '3', misp_comment: 'no value', misp_publish_on_creation: '1' },
      ];
      const result = await run(rows, { unique: 'k', publish_on_creation: '1' });
      expect(result.exitCode, result.stderr).to.equal(0);
      expect(made()).to.include({ info: 'notable event', published: true });
      expect(result.lines('WARN')).to.deep.equal([
        'Event "Two" was not created: the results have no value for an attribute or object, in columns like misp_domain or fo_filename.',
        'Event "notable event" was not created: the results have no value for an attribute or object, in columns like misp_domain or fo_filename.',
      ]);
      expect(lab.writes).to.have.length(2);
    });

    it('is a failure when there is no other', async () => {
      const result = await run([{ domain: 'a.example' }], { publish_on_creation: '1' });
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')[0]).to.match(/^Nothing was sent to MISP: the results have no value/);
      expect(lab.misp.requests).to.deep.equal([]);
    });

    it('says what was left out when that is why', async () => {
      const result = await run([{ misp_text: '🎉' }]);
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')[0]).to.match(
        /^Event "notable event" was not created: text "🎉" was dropped/,
      );
      expect(lab.writes).to.deep.equal([]);
    });

    it('is deleted again when MISP takes nothing that was to be in it', async () => {
      const result = await run([{ misp_ip_dst: '999.1.1.1', no_ip: '999.1.1.2' }], {
        publish_on_creation: '1',
      });
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')[0]).to.match(
        /^Event "notable event" was not created: MISP accepted none of its attributes\. MISP dropped ip-dst "999\.1\.1\.1": IP address has an invalid format\./,
      );
      expect(lab.store.events).to.deep.equal([]);
      expect(lab.writes.map(({ path }) => path)).not.to.include('/events/publish/1');
    });
  });

  describe('to which MISP answers with an error', () => {
    const broken = (path: string, status = 500) => {
      lab.misp.faults.push({
        kind: 'status',
        status,
        path,
        body: '{"message":"An Internal Error Has Occurred."}',
      });
    };
    afterEach(() => {
      lab.misp.faults.length = 0;
    });
    const rows = [{ k: '1', misp_domain: 'a.example' }];

    for (const [what, fault] of [
      [
        '500',
        () => {
          broken('/events/add');
        },
      ],
      [
        '502',
        () => {
          broken('/events/add', 502);
        },
      ],
      ['no JSON', () => lab.misp.faults.push({ kind: 'cutJson', path: '/events/add' })],
      ['nothing, and hangs up', () => lab.misp.faults.push({ kind: 'connectionLost', path: '/events/add' })],
    ] as const) {
      it(`of ${what}, is found by its uuid when it was made all the same, and published`, async () => {
        fault();
        const result = await run(rows, { publish_on_creation: '1' });
        expect(result.exitCode).to.equal(1);
        const { id, uuid, published } = made();
        expect(result.lines('ERROR')[0]).to.include(
          `Created event ${id} (${uuid}) in misp, but: MISP did not finish, so something may be missing: MISP instance misp:`,
        );
        expect(result.lines('INFO')[0]).to.match(/^Created event/);
        expect(published).to.equal(true);
        expect(lab.writes.map(({ path }) => path)).to.deep.equal(['/events/add', `/events/publish/${id}`]);
      });
    }

    it('is told with what MISP dropped on the way, which is sent again alone', async () => {
      const result = await run([
        {
          misp_domain: 'a.example',
          misp_filename_p_impfuzzy: 'a.exe|3:abc:abd',
          misp_url: 'http://a.example/',
        },
      ]);
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')[0])
        .to.match(/^Created event \d+ .* in misp, but: MISP did not finish/)
        .and.match(/MISP dropped filename\|impfuzzy "a\.exe\|3:abc:abd": MISP instance misp: MISP failed/);
      expect(attributes()).to.deep.equal(['domain a.example', 'url http://a.example/']);
    });

    it('is not there, and the next one is made', async () => {
      lab.misp.faults.push({
        ...{ kind: 'status', path: '/events/add', isUndone: true },
        ...{ status: 500, body: '{"message":"An Internal Error Has Occurred."}' },
      });
      const result = await run([...rows, { k: '2', misp_domain: 'b.example', misp_info: 'Two' }], {
        unique: 'k',
      });
      expect(result.exitCode).to.equal(1);
      expect(result.lines('ERROR')[0]).to.match(
        /^Event "notable event" was not created: .* MISP failed: "An Internal Error.* No part of it is in MISP\.$/,
      );
      expect(made().info).to.equal('Two');
      expect(result.results.map((one) => one['action_status'])).to.deep.equal(['failure', 'success']);
    });

    it('at its publication, is told to be made', async () => {
      lab.misp.faults.push({ kind: 'status', path: '/events/publish', status: 500, isUndone: true });
      const result = await run(rows, { publish_on_creation: '1' });
      expect(result.lines('ERROR')[0]).to.match(
        /^Created event \d+ .*, but: It is not published: .*MISP failed/,
      );
      expect(made().published).to.equal(false);
    });

    it('and which cannot be looked up either, is told with its uuid', async () => {
      lab.misp.state.databaseDown = true;
      const result = await run(rows);
      lab.misp.state.databaseDown = false;
      const [{ body } = { body: {} }] = lab.writes;
      const { uuid } = (body as { Event: { uuid: string } }).Event;
      expect(result.lines('ERROR')[0]).to.include(
        `Whether MISP applied the change is unknown. Look for event ${uuid} in MISP before the alert runs again.`,
      );
    });
  });

  it('is not sent a second time when the answer is lost', async () => {
    lab.misp.state.databaseDown = true;
    await run([{ misp_domain: 'a.example' }]);
    lab.misp.state.databaseDown = false;
    expect(lab.writes).to.have.length(1);
  });
});
