import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { commands } from '../../src/commands/table.ts';
import { fieldsInAddress } from '../../src/pages/model/report-link.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { readConf } from '../stand-ins/splunk/conf.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';
import { connectedTo } from '../support/connected.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const actions = readConf(root, 'workflow_actions');
const UUID = '5a2b4a1e-6c0f-4a3e-9a55-0123456789ab';
const textOf = (view: string) => readFileSync(`${root}default/data/ui/views/${view}.xml`, 'utf8');
const queryOf = (view: string) => /<query>([^<]*)<\/query>/.exec(textOf(view))?.[1] ?? '';
const linkOf = (action: string) =>
  /^\/app\/SA-misp\/(\w+)(\?.*)$/.exec(actions.get(action)?.get('link.uri') ?? '') ?? [];

describe('Workflow actions', () => {
  it('are links, for a value in a search string is not quoted', () => {
    expect(actions.size).to.equal(4);
    for (const [name, stanza] of actions) expect(stanza.get('type'), name).to.equal('link');
  });

  it('go to this app or by https, with values that Splunk encodes', () => {
    for (const [name, stanza] of actions) {
      const uri = stanza.get('link.uri') ?? '';
      expect(uri, name).to.match(/^(\/app\/SA-misp\/|https:\/\/)/);
      expect(uri.startsWith('/app/') && uri.includes('$!'), name).to.equal(false);
    }
  });

  it('fill in the form misp_lookup', () => {
    const [, view = '', parameters = ''] = linkOf('misp_lookup');
    expect(view).to.equal('misp_lookup');
    for (const name of new URLSearchParams(parameters).keys())
      expect(textOf(view)).to.include(`token="${name.replace('form.', '')}"`);
  });

  it('fill in the dashboard misp_event', () => {
    const [, view = '', parameters = ''] = linkOf('misp_show_event');
    for (const name of new URLSearchParams(parameters).keys())
      expect(textOf(view)).to.include(`"token": "${name.replace('form.', '')}"`);
  });

  it('fill in the page misp_report, which reports by a button only', () => {
    const [, view = '', parameters = ''] = linkOf('misp_report_false_positive');
    expect(view).to.equal('misp_report');
    expect(fieldsInAddress(parameters.replace('$misp_attribute_uuid$', UUID))).to.deep.equal({
      uuid: UUID,
      type: 'false_positive',
    });
    expect(textOf(view)).not.to.match(/<search|<form|<fieldset/);
  });

  it('quote every value in misp_lookup', () => {
    const tokens = [...queryOf('misp_lookup').matchAll(/\$([^$]+)\$/g)].map((match) => match[1]);
    expect(tokens.length).to.be.greaterThan(0);
    for (const token of tokens) expect(token).to.match(/^\w+\|s$/);
  });

  it('run a command and a macro in misp_lookup that there are', () => {
    const own = [...queryOf('misp_lookup').matchAll(/\| (misp\w+)/g)].map((match) => match[1] ?? '');
    expect(own).to.have.length(1);
    for (const command of own) expect(commands).to.have.property(command);
    const macros = readConf(root, 'macros');
    expect(macros.get('misp_workflow_instance')?.get('definition')).to.equal('misp_instance=*');
    expect(queryOf('misp_lookup')).to.include('`misp_workflow_instance`');
  });

  describe('the look-up', () => {
    let splunk: StandInSplunk;
    let misp: MispServer;

    before(async () => {
      const store = new MispStore();
      const event = store.addEvent({ info: 'Event', timestamp: 1_795_500_000 });
      store.addAttribute(event, { type: 'domain', value: 'evil.example', comment: 'c', tags: ['a', 'b'] });
      misp = await startMisp({ store });
      splunk = await StandInSplunk.start(connectedTo(misp, { misp_covid: {} }));
    });
    after(async () => {
      await splunk.close();
      await misp.close();
    });

    it('shows fields that mispsearch gives', async () => {
      const [, command = ''] = /\| (mispsearch [^|]*) \|/.exec(queryOf('misp_lookup')) ?? [];
      const search = command.replace('`misp_workflow_instance`', 'misp_instance=misp_covid');
      const result = await splunk.search(search, { input: [[{ value: 'EVIL.example' }]] });
      expect(result.failed, JSON.stringify(result.messages)).to.equal(false);
      const [row = {}] = result.rows;
      const match = JSON.parse([row['misp_attributes'] ?? ''].flat()[0] ?? '') as Record<string, unknown>;
      const shown = (/\| table (.*)$/.exec(queryOf('misp_lookup'))?.[1] ?? '').split(', ');
      expect({ ...row, ...match }).to.include.all.keys(...shown);
      expect(match['misp_tag']).to.deep.equal(['a', 'b']);
    });
  });
});
