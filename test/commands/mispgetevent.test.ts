import { expect } from 'chai';
import type { Row } from '../../src/protocol/rows.ts';
import type { StoredEvent } from '../stand-ins/misp/store/records.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { connectedTo } from '../support/connected.ts';

const NOW = 1_795_000_000;
const DAY = 86_400;
const GALAXY = 'misp-galaxy:threat-actor="Invented Bear"';

describe('mispgetevent', () => {
  let splunk: StandInSplunk;
  let misp: MispServer;
  let store: MispStore;
  let first: StoredEvent;

  before(async () => {
    store = new MispStore();
    first = store.addEvent({
      info: 'First, "quoted"',
      timestamp: NOW - 3600,
      tags: ['tlp:green', GALAXY],
      threat_level_id: '1',
    });
    store.tags.defineGalaxy(GALAXY, {
      galaxy: { id: '7', name: 'Threat Actor', type: 'threat-actor' },
      cluster: { id: '70', value: 'Invented Bear', meta: { refs: ['https://bear.example/1'], empty: null } },
    });
    const sighted = store.addAttribute(first, {
      type: 'domain',
      value: 'a.example',
      tags: ['tlp:red', 'tlp:green'],
      comment: 'c2',
    });
    store.addSighting(sighted, { type: '0', time: NOW - 300, source: 'splunk' });
    store.addAttribute(first, { type: 'domain|ip', value: 'pair.example|198.51.100.2', to_ids: false });
    store.addAttribute(first, { type: 'domain', value: 'gone.example', deleted: true });
    store.addObject(
      first,
      [
        ['filename', 'filename', 'evil.exe'],
        ['md5', 'md5', '0123456789abcdef0123456789abcdef'],
      ],
      {},
      { name: 'file', 'meta-category': 'file', comment: 'dropped' },
    );
    for (let index = 0; index < 6; index += 1) {
      const event = store.addEvent({ info: `Old ${index}`, timestamp: NOW - 10 * DAY });
      store.addAttribute(event, { type: 'ip-dst', value: `198.51.100.${10 + index}` });
    }
    store.addEvent({ info: 'Draft', timestamp: NOW - 60, published: false, publish_timestamp: 0 });
    misp = await startMisp({ store, now: NOW });
    splunk = await StandInSplunk.start(
      connectedTo(misp, { misp: { retry_timeout: 0 }, other: { prefix: 'o_' } }),
    );
  });
  after(async () => {
    await splunk.close();
    await misp.close();
  });
  beforeEach(() => {
    misp.requests.length = 0;
    misp.faults.length = 0;
  });

  async function rowsOf(options: string): Promise<readonly Row[]> {
    const { rows, messages } = await splunk.search(`| mispgetevent misp_instance=misp ${options}`);
    expect(messages).to.deep.equal([]);
    return rows;
  }
  /** The next search of events, and the one for their contents, are answered so. */
  const answerWith = (...events: readonly object[]) =>
    misp.faults.splice(0, Infinity, {
      kind: 'status',
      status: 200,
      path: '/events/restSearch',
      times: 2,
      headers: { 'Content-Type': 'application/json', 'X-Result-Count': String(events.length) },
      body: JSON.stringify({ response: events.map((event) => ({ Event: event })) }),
    });
  const rawOf = (row: Row | undefined) => JSON.parse(String(row?.['_raw'])) as Record<string, unknown>;
  const bodies = () =>
    misp.requests
      .filter(({ path }) => path.endsWith('/restSearch'))
      .map((one) => one.body as Record<string, unknown>);

  it('gives a row for an event, with every member under its name', async () => {
    const [row, ...others] = await rowsOf('last=1d');
    expect(others).to.deep.equal([]);
    expect(row).to.include({
      _time: String(NOW - 3600),
      host: '127.0.0.1',
      source: 'misp://misp',
      sourcetype: 'misp:event',
      misp_event_id: first.id,
      misp_event_uuid: first.uuid,
      misp_event_info: 'First, "quoted"',
      misp_event_date: first.date,
      misp_event_published: 'True',
      misp_event_timestamp: String(NOW - 3600),
      misp_publish_timestamp: String(NOW - 3600),
      misp_timestamp: String(NOW - 3600),
      misp_threat_level_id: '1',
      misp_analysis: '2',
      misp_distribution: '1',
      misp_sharing_group_id: '0',
      misp_locked: 'False',
      misp_proposal_email_lock: 'False',
      misp_disable_correlation: 'False',
      misp_org_id: '1',
      misp_org_name: 'EXAMPLE-CSIRT',
      misp_orgc_name: 'EXAMPLE-CSIRT',
      misp_instance: 'misp',
      misp_host: misp.url.replace('http://', ''),
    });
    expect(row?.['misp_tag']).to.deep.equal(['tlp:green', GALAXY]);
    expect(row).to.include({ misp_attribute_count: '4', misp_analysis_count: '4' });
    expect(row).not.to.have.any.keys('misp_extends_uuid', 'misp_value', 'misp_object_id');
    expect(bodies()[0]).to.include({ metadata: true, withAttachments: false });
  });

  it('has the row as JSON in _raw, values as MISP sent them, and no metadata', async () => {
    const metadata = ['_raw', '_time', 'host', 'source', 'sourcetype'];
    for (const options of ['', 'getioc=true']) {
      for (const row of await rowsOf(`last=1d ${options}`)) {
        const fields = Object.keys(row).filter((field) => !metadata.includes(field));
        expect(Object.keys(rawOf(row)))
          .to.include.members(fields)
          .and.not.to.include.members(metadata);
        expect(rawOf(row)).to.include({ misp_event_published: true, misp_event_info: 'First, "quoted"' });
        if (options !== '') expect(rawOf(row)['misp_to_ids']).to.be.a('boolean');
      }
    }
  });

  it('has galaxies by their path, unless keep_galaxy=false', async () => {
    const galaxy = (row: Row | undefined) =>
      Object.fromEntries(Object.entries(row ?? {}).filter(([field]) => field.startsWith('misp_galaxy_')));
    const [row] = await rowsOf('last=1d');
    expect(galaxy(row)).to.include({
      misp_galaxy_0_name: 'Threat Actor',
      misp_galaxy_0_galaxycluster_0_value: 'Invented Bear',
    });
    // Descriptions, references and synonyms are thousands of fields.
    expect(row).not.to.have.any.keys(
      'misp_galaxy_0_galaxycluster_0_meta_refs_0',
      'misp_galaxy_0_galaxycluster_0_description',
    );
    expect(bodies().map((body) => body['excludeGalaxy'])).to.deep.equal([undefined]);
    const [without] = await rowsOf('last=1d keep_galaxy=false');
    expect(galaxy(without)).to.deep.equal({});
    expect(without?.['misp_tag']).to.include(GALAXY);
    expect(bodies()[1]).to.include({ excludeGalaxy: true });
  });

  it('has related events by their path only with keep_related=true', async () => {
    const event = {
      id: '77',
      RelatedEvent: [{ Event: { id: '5', info: 'Related', Org: { name: 'Partner-CERT' } } }],
    };
    answerWith(event);
    expect((await rowsOf('eventid=77 keep_related=true'))[0]).to.include({
      misp_related_0_event_id: '5',
      misp_related_0_event_info: 'Related',
      misp_related_0_event_org_name: 'Partner-CERT',
    });
    answerWith(event);
    const [row] = await rowsOf('eventid=77');
    expect(Object.keys(row ?? {}).filter((field) => field.startsWith('misp_related_'))).to.deep.equal([]);
  });

  it('gives rows of attributes with getioc=true: objects first, with the fields of the event', async () => {
    const rows = await rowsOf('last=1d getioc=true');
    expect(rows.map((row) => row['misp_type'])).to.deep.equal([['filename', 'md5'], 'domain', 'domain|ip']);
    const [object, domain, pair] = rows;
    expect(object).to.include({
      misp_filename: 'evil.exe',
      sourcetype: 'misp:attribute',
      misp_object_id: '1',
      misp_object_name: 'file',
      'misp_object_meta-category': 'file',
      misp_object_comment: 'dropped',
      misp_object_timestamp: String(NOW - 3600),
      misp_event_uuid: first.uuid,
      misp_orgc_name: 'EXAMPLE-CSIRT',
      misp_threat_level_id: '1',
    });
    expect(Object.keys(object ?? {}).filter((field) => field.includes('galaxy'))).to.deep.equal([]);
    expect(object?.['misp_object_attribute']).to.have.length(2);
    expect(object?.['misp_object_relation']).to.deep.equal(['filename', 'md5']);
    expect(domain).not.to.have.any.keys('misp_object_name', 'misp_object_attribute');
    expect(domain).to.include({
      misp_value: 'a.example',
      misp_event_info: 'First, "quoted"',
      misp_org_id: '1',
    });
    expect(pair).to.include({ misp_domain: 'pair.example', misp_ip: '198.51.100.2', misp_to_ids: 'False' });
  });

  it('keeps the tags of attributes beside those of the event', async () => {
    const [, domain] = await rowsOf('last=1d getioc=true');
    expect(domain?.['misp_tag']).to.deep.equal(['tlp:red', 'tlp:green', GALAXY]);
  });

  it('keeps what objects refer to out of the fields', async () => {
    answerWith({
      id: '77',
      Object: [
        {
          id: '8',
          name: 'file',
          ObjectReference: [{ id: '3', relationship_type: 'drops', referenced_uuid: 'u' }],
          Attribute: [{ id: '1', type: 'md5', value: 'x', object_id: '8', timestamp: '1' }],
        },
      ],
    });
    const [row] = await rowsOf('eventid=77 getioc=true');
    expect(row).to.include({ misp_md5: 'x', misp_object_name: 'file' });
    expect(row).not.to.have.any.keys(
      'id',
      'relationship_type',
      'referenced_uuid',
      'misp_object_ObjectReference',
    );
  });

  it('counts sightings of attributes, unless include_sightings=false', async () => {
    const counts = (rows: readonly Row[]) => rows.map((row) => row['misp_sight_t0_count']);
    expect(counts(await rowsOf('last=1d getioc=true'))).to.deep.equal([undefined, '1', undefined]);
    const options = 'last=1d getioc=true include_sightings=false';
    expect(counts(await rowsOf(options))).to.deep.equal([undefined, undefined, undefined]);
    expect(bodies().at(-1)).to.include({ includeSightings: false });
    expect(JSON.stringify(rawOf((await rowsOf(`${options} output=json`))[0]))).not.to.include(
      'date_sighting',
    );
  });

  it('gives a row for each attribute of an object with expand_object=true, and no more than attribute_limit', async () => {
    expect(await rowsOf('last=1d getioc=true expand_object=true')).to.have.length(4);
    const limited = await rowsOf('last=1d getioc=true expand_object=true attribute_limit=1');
    expect(limited.map((row) => row['misp_type'])).to.deep.equal(['filename', 'domain']);
  });

  it('leaves composites joined with pipesplit=false', async () => {
    const rows = await rowsOf('last=1d getioc=true pipesplit=false');
    expect(rows.at(-1)).to.include({ misp_domain_p_ip: 'pair.example|198.51.100.2' });
    expect(rows.at(-1)).not.to.have.property('misp_ip');
  });

  it("gives MISP's JSON with output=json, without what is in the event", async () => {
    const [row] = await rowsOf('last=1d output=json');
    const raw = JSON.parse(String(row?.['_raw'])) as object;
    expect(raw).to.include({ id: first.id, info: 'First, "quoted"' });
    expect(raw).not.to.have.any.keys('Attribute', 'Object', 'RelatedEvent');
    expect(row?.['info']).to.equal('First, "quoted"');
    expect(row?.['id']).to.include.members([first.id, '70']);
  });

  it('drops from the JSON only what is not asked for', async () => {
    const event = {
      id: '77',
      info: 'x',
      Galaxy: [],
      RelatedEvent: [],
      Attribute: [],
      Object: [],
      EventReport: [],
    };
    for (const [options, dropped] of [
      ['', ['RelatedEvent', 'Attribute', 'Object']],
      ['keep_related=true keep_galaxy=false', ['Galaxy', 'Attribute', 'Object']],
      ['getioc=true keep_related=true', []],
    ] as const) {
      answerWith(event);
      const [row] = await rowsOf(`eventid=77 output=json ${options}`);
      const kept = Object.keys(event).filter((member) => !(dropped as readonly string[]).includes(member));
      expect(Object.keys(rawOf(row))).to.have.members(kept);
    }
  });

  for (const early of ['1971-01-01', '20000d'])
    it(`has attributes of events since ${early}`, async () => {
      expect((await rowsOf(`timestamp=${early} getioc=true`)).length).to.be.greaterThan(6);
    });

  it('reads all pages, and one alone with page', async () => {
    expect(await rowsOf('date=2020-01-01 published=true limit=3')).to.have.length(7);
    expect(bodies().map((body) => body['page'])).to.deep.equal([1, 2, 3]);
    misp.requests.length = 0;
    const page = await rowsOf('date=2020-01-01 published=true limit=3 page=3');
    expect(page.map((row) => row['misp_event_info'])).to.deep.equal(['Old 5']);
    expect(bodies()).to.have.length(1);
  });

  it("lets json_request say limit and page, and MISP's own filters", async () => {
    const rows = await rowsOf('json_request="{\\"eventinfo\\": \\"Old%\\", \\"limit\\": 2, \\"page\\": 2}"');
    expect(rows.map((row) => row['misp_event_info'])).to.deep.equal(['Old 2', 'Old 3']);
  });

  it('has drafts only where they are asked for', async () => {
    const infos = (rows: readonly Row[]) => rows.map((row) => row['misp_event_info']);
    expect(infos(await rowsOf('timestamp=1h published=false'))).to.deep.equal(['Draft']);
    expect(infos(await rowsOf('timestamp=2h published=true'))).to.deep.equal(['First, "quoted"']);
  });

  it('asks several instances, each under its prefix', async () => {
    const { rows } = await splunk.search('| mispgetevent misp_instance=misp,other eventid=1');
    expect(rows.map((row) => [row['misp_instance'], row['o_instance']])).to.deep.equal([
      ['misp', undefined],
      [undefined, 'other'],
    ]);
  });

  it('takes events of which members are missing', async () => {
    answerWith({
      id: '77',
      Object: [{ name: 'file' }, null],
      Attribute: null,
      Galaxy: null,
      Org: null,
      Orgc: [],
    });
    const { rows, messages } = await splunk.search(
      '| mispgetevent misp_instance=misp eventid=77 getioc=true',
    );
    expect(rows).to.deep.equal([]);
    expect(messages.map(([level, text]) => [level, /1 objects .* are unusable/.test(text)])).to.deep.equal([
      ['WARN', true],
    ]);
    answerWith({ id: '77', Tag: null });
    expect(await rowsOf('eventid=77 getioc=true')).to.deep.equal([]);
    answerWith({ id: '77' });
    expect((await rowsOf('eventid=77'))[0]).to.include({ misp_event_id: '77', misp_instance: 'misp' });
  });

  it('fails when a later page does, with the rows that came before', async () => {
    // The first page comes as it is.
    misp.faults.push(
      { kind: 'slow', milliseconds: 0, path: '/events/restSearch' },
      { kind: 'status', status: 500, path: '/events/restSearch' },
    );
    const { rows, failed, messages } = await splunk.search(
      '| mispgetevent misp_instance=misp date=2020-01-01 limit=3',
    );
    expect(failed).to.equal(true);
    expect(rows).to.have.length(3);
    expect(messages).to.have.length(1);
    expect(messages[0]?.[1]).to.match(/^MISP instance misp: MISP failed: HTTP 500/);
  });

  it('has all events of a MISP that gives fewer at once than it is asked for', async () => {
    const capped = await startMisp({ store, now: NOW, maxLimit: 2 });
    splunk.state.instances['capped'] = { misp_url: capped.url };
    splunk.state.secrets['capped.misp_key'] = capped.keys['automation'] ?? '';
    const search = '| mispgetevent misp_instance=capped date=2020-01-01 limit=5';
    expect((await splunk.search(search)).rows).to.have.length(8);
    await capped.close();
  });

  it('goes on after a page of which MISP left everything out', async () => {
    misp.faults.push({
      kind: 'status',
      status: 200,
      path: '/events/restSearch',
      headers: { 'Content-Type': 'application/json', 'X-Result-Count': '8' },
      body: '{"response": []}',
    });
    const { rows, messages } = await splunk.search(
      '| mispgetevent misp_instance=misp date=2020-01-01 limit=3',
    );
    expect(rows).to.have.length(5);
    expect(messages).to.deep.equal([
      [
        'WARN',
        'MISP counts 8 events, and sent 5: the others were deleted meanwhile, or MISP drops them after counting.',
      ],
    ]);
  });

  it('sends filters as MISP wants them', async () => {
    await rowsOf(
      'eventid="1,2" category=Other type="domain,ip%" tags=tlp:green not_tags="a,b" org="2,!1" to_ids=1 threat_level_id=2 warning_list=n exclude_local_tags=t getioc=t',
    );
    const [listing] = bodies();
    expect(listing).to.deep.equal({
      eventid: { OR: ['1', '2'] },
      category: { OR: ['Other'] },
      type: { OR: ['domain', 'ip%'] },
      tags: { OR: ['tlp:green'], NOT: ['a', 'b'] },
      org: { OR: ['2'], NOT: ['1'] },
      to_ids: 1,
      threat_level_id: '2',
      excludeLocalTags: true,
      excludeGalaxy: true,
      includeSightings: true,
      withAttachments: false,
      metadata: true,
      order: 'id asc',
      limit: 200,
      page: 1,
      returnFormat: 'json',
    });
  });

  it('reads the upper-case uuid of an event', async () => {
    const rows = await rowsOf(`eventid="${first.uuid.toUpperCase()}"`);
    expect(rows.map((row) => row['misp_event_id'])).to.deep.equal([first.id]);
  });

  it('uses prefix before the prefix of the instance', async () => {
    const { rows } = await splunk.search(
      '| mispgetevent misp_instance=other eventid=1 getioc=true prefix=x_ attribute_limit=1',
    );
    expect(rows[1]).to.include({ x_value: 'a.example', x_event_id: '1', x_domain: 'a.example' });
    const prefixes = Object.keys(rows[1] ?? {}).filter((field) => /^(o|misp)_/.test(field));
    expect(prefixes).to.deep.equal([]);
  });

  for (const [options, message] of [
    ['', /Set one of json_request, date, eventid, last, publish_timestamp, timestamp\.$/],
    ['last=1d eventid=3', /eventid and last cannot be combined: set one of them/],
    ['last=1w', /last="1w" is not valid: write 7d\. Use /],
    ['json_request="{}"', /There is no filter/],
    ['json_request="{\\"value\\": \\"\\"}"', /"value" is blank/],
    [
      'json_request="{\\"valeu\\": \\"x\\"}"',
      /MISP's events\/restSearch has no filter "valeu": did you mean "value"/,
    ],
    ['last=1d output=fieldset', /output="fieldset" must be one of fields, json/],
    ['last=1d exclude=1 limit=-1', /limit="-1" must be a whole number.*Unknown option "exclude"/],
    [
      'json_request="{\\"last\\": \\"1d\\", \\"limit\\": \\"x\\"}"',
      /"limit" of the request must be a whole number/,
    ],
    ['json_request="[1]"', /must be a JSON object/],
    ['last=1d keep_galaxie=false', /did you mean "keep_galaxy"/],
  ] as const) {
    it(`says what is wrong with: ${options}`, async () => {
      const { messages, failed } = await splunk.search(`| mispgetevent misp_instance=misp ${options}`.trim());
      expect(failed).to.equal(true);
      expect(messages).to.have.length(1);
      expect(messages[0]?.[1]).to.match(message);
      expect(misp.requests).to.deep.equal([]);
    });
  }
});
