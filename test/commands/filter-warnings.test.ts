import { expect } from 'chai';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { uuidOf } from '../stand-ins/misp/store/records.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { connectedTo } from '../support/connected.ts';

describe('A search that filters by names of MISP', () => {
  let splunk: StandInSplunk;
  let misp: MispServer;

  before(async () => {
    misp = await startMisp();
    splunk = await StandInSplunk.start(connectedTo(misp));
  });
  after(async () => {
    await splunk.close();
    await misp.close();
  });

  const warningsOf = async (search: string, options = {}) => {
    const { messages, failed } = await splunk.search(search, options);
    expect(failed).to.equal(false);
    expect(messages.filter(([level]) => level !== 'WARN')).to.deep.equal([]);
    return messages.map(([, text]) => text);
  };

  for (const [options, ...warnings] of [
    ['type="domian,ip-dst"', 'MISP has no type "domian", or none for this key: did you mean "domain"?'],
    ['type="!domian"', 'MISP has no type "domian", or none for this key: did you mean "domain"?'],
    ['type="user_agent,IP-DST,regkey|value,ip%"'],
    [
      'category="network activity"',
      'MISP has no category "network activity", or none for this key: did you mean "Network activity"? Letter case counts.',
    ],
    ['category="Network activity,!Other"'],
    [
      'tags="zzz-nowhere,%x%,tlp:green" not_tags="TLP:GREEN,yyy-nowhere"',
      'MISP has no tag "zzz-nowhere", or none for this key.',
      'MISP has no tag "TLP:GREEN", or none for this key: did you mean "tlp:green"? Letter case counts.',
    ],
    [
      'decaying_model=99 exclude_decayed=true',
      'MISP has no decaying model 99, or none for this key: nothing counts as decayed.',
    ],
    ['org="EXAMPLE-CSIRT,!Partner-CERT,2"'],
    [
      'org="example-csirt,!nobody,99,EXAMPLE%"',
      'MISP has no organisation "example-csirt", or none for this key: did you mean "EXAMPLE-CSIRT"? Letter case counts.',
      'MISP has no organisation "99", or none for this key.',
      'MISP has no organisation "EXAMPLE%", or none for this key. Names of organisations have no wildcards.',
      'MISP has no organisation "nobody", or none for this key.',
    ],
  ] as const) {
    it(`warns of what MISP does not know: ${options}`, async () => {
      expect(await warningsOf(`mispgetioc misp_instance=misp last=1d ${options}`)).to.deep.equal(warnings);
    });
  }

  for (const [request, ...warnings] of [
    [{ org: '!nobody' }, 'MISP has no organisation "nobody", or none for this key.'],
    [
      { org: 'EXAMPLE-CSIRT || 99&&x', type: ['!domian'] },
      'MISP has no type "domian", or none for this key: did you mean "domain"?',
      'MISP has no organisation " 99&&x", or none for this key.',
    ],
    [
      { org: 'example-csirt&&!nobody' },
      'MISP has no organisation "example-csirt", or none for this key: did you mean "EXAMPLE-CSIRT"? Letter case counts.',
      'MISP has no organisation "nobody", or none for this key.',
    ],
    [
      { org: { NOT: ['Partner-CERT', '!EXAMPLE-CSIRT', 'nobody'] } },
      'MISP has no organisation "!EXAMPLE-CSIRT", or none for this key: did you mean "EXAMPLE-CSIRT"?',
      'MISP has no organisation "nobody", or none for this key.',
    ],
    [
      { type: { OR: ['domian', 'user_agent'] }, category: 'network activity' },
      'MISP has no type "domian", or none for this key: did you mean "domain"?',
      'MISP has no type "user_agent", or none for this key: did you mean "user-agent"?',
      'MISP has no category "network activity", or none for this key: did you mean "Network activity"? Letter case counts.',
    ],
    [
      { tags: { AND: ['zzz-nowhere'], NOT: ['TLP:GREEN', 'yyy-nowhere'] } },
      'MISP has no tag "zzz-nowhere", or none for this key.',
      'MISP has no tag "TLP:GREEN", or none for this key: did you mean "tlp:green"? Letter case counts.',
    ],
    [
      { decayingModel: 99, excludeDecayed: true },
      'MISP has no decaying model 99, or none for this key: nothing counts as decayed.',
    ],
    [{ org: ['EXAMPLE-CSIRT ', '!2'], type: 'ip-%', tags: ['tlp:green'] }],
  ] as const) {
    it(`warns in the same way of json_request: ${JSON.stringify(request)}`, async () => {
      const body = JSON.stringify(JSON.stringify({ last: '1d', ...request }));
      const search = `mispgetioc misp_instance=misp json_request=${body}`;
      expect(await warningsOf(search)).to.deep.equal(warnings);
    });
  }

  it('does not warn of an option that json_request overrides', async () => {
    const body = String.raw`json_request="{\"last\": \"1d\", \"org\": \"EXAMPLE-CSIRT\"}"`;
    expect(await warningsOf(`mispgetioc misp_instance=misp org=nobody ${body}`)).to.deep.equal([]);
  });

  it('warns of names of organisations that MISP reads differently', async () => {
    for (const [id, name] of Object.entries({ '31': '1984', '32': '2', '33': '!Bang', '34': ' Blank' }))
      misp.store.addEvent({ info: name, orgc: { id, uuid: uuidOf(name), name, local: false } });
    const search = 'mispgetioc misp_instance=misp last=1d';
    expect(await warningsOf(`${search} org="1984,!2,!Bang,Blank"`)).to.deep.equal([
      '"1984" does not find the organisation named "1984": use its ID 31.',
      '"Blank" does not find the organisation named " Blank": use its ID 34.',
      '"!2" does not find the organisation named "2": use its ID 32.',
      '"!Bang" does not find the organisation named "!Bang": use its ID 33.',
    ]);
    expect(await warningsOf(`${search} org="31,!32,${uuidOf('!Bang')}"`)).to.deep.equal([]);
  });

  it('warns of names of one kind if MISP does not list those of another', async () => {
    misp.faults.push({ kind: 'status', status: 403, path: '/organisations/index' });
    const warnings = await warningsOf('mispgetioc misp_instance=misp last=1d type=domian org=nobody');
    expect(warnings).to.deep.equal([
      'MISP has no type "domian", or none for this key: did you mean "domain"?',
    ]);
  });

  it('warns of the letter case of an object relation', async () => {
    const relation = misp.store.attributes.find((one) => one.object_relation !== null)?.object_relation ?? '';
    const search = (name: string) => `mispgetioc misp_instance=misp last=1d object_relation=${name}`;
    expect(await warningsOf(search(relation))).to.deep.equal([]);
    expect(await warningsOf(search(relation.toUpperCase()))).to.deep.equal([
      `MISP has no object relation "${relation.toUpperCase()}", or none for this key: did you mean "${relation}"? Letter case counts.`,
    ]);
  });

  it('warns in every command that filters so', async () => {
    const warning =
      'MISP has no tag "TLP:GREEN", or none for this key: did you mean "tlp:green"? Letter case counts.';
    const input = { input: [[{ v: 'x.example', misp_instance: 'misp' }]] };
    expect(await warningsOf('mispgetevent misp_instance=misp last=1d tags=TLP:GREEN')).to.deep.equal([
      warning,
    ]);
    expect(await warningsOf('mispsearch misp_instance=misp field=v tags=TLP:GREEN', input)).to.deep.equal([
      warning,
    ]);
    expect(await warningsOf('mispfetch misp_instance=misp not_tags=TLP:GREEN', input)).to.deep.equal([
      warning,
    ]);
  });

  it("warns of MISP's own filters in every command that accepts them", async () => {
    const warning = 'MISP has no organisation "nobody", or none for this key.';
    const body = (name: string) => String.raw`${name}="{\"org\": \"!nobody\", \"last\": \"1d\"}"`;
    const records = [{ v: 'x.example' }, { v: 'y.example', misp_http_body: '{"org": "!nobody"}' }];
    for (const [search, input = []] of [
      [`mispgetevent misp_instance=misp ${body('json_request')}`],
      [`mispsearch misp_instance=misp field=v ${body('misp_http_body')}`, [{ v: 'x.example' }]],
      ['mispsearch misp_instance=misp field=v overrides=true', records],
      [`mispfetch misp_instance=misp ${body('misp_http_body')}`, [{ v: 'x.example' }]],
      ['mispfetch misp_instance=misp', [{ misp_http_body: '{"org": "!nobody", "last": "1d"}' }]],
    ] as const)
      expect(await warningsOf(search, { input: [input] }), search).to.deep.equal([warning]);
  });
});
