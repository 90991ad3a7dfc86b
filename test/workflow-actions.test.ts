import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { commands } from '../src/commands/table.ts';
import { type MispServer, startMisp } from './support/misp/server.ts';
import { MispStore } from './support/misp/store.ts';
import { readConf } from './support/splunkd/conf.ts';
import { StandInSplunk } from './support/splunkd/splunk.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const actions = readConf(root, 'workflow_actions');
const VIEWS = ['misp_lookup', 'misp_report'];
const textOf = (view: string) => readFileSync(`${root}default/data/ui/views/${view}.xml`, 'utf8');
const queryOf = (view: string) => /<query>([^<]*)<\/query>/.exec(textOf(view))?.[1] ?? '';

describe('Workflow actions', () => {
  it('are links, for a value in a search string is not quoted', () => {
    expect([...actions.values()].map((stanza) => stanza.get('type'))).to.deep.equal(['link', 'link', 'link']);
  });

  it('go to this app or by https, with values that Splunk encodes', () => {
    for (const [name, stanza] of actions) {
      const uri = stanza.get('link.uri') ?? '';
      expect(uri, name).to.match(/^(\/app\/SA-misp\/|https:\/\/)/);
      const view = /^\/app\/SA-misp\/(\w+)\?/.exec(uri)?.[1];
      if (view === undefined) continue;
      expect(VIEWS).to.include(view);
      expect(uri).not.to.include('$!');
      const tokens = [...uri.matchAll(/form\.(\w+)=/g)].map((match) => match[1] ?? '');
      for (const token of tokens) expect(textOf(view)).to.include(`token="${token}"`);
    }
  });

  for (const view of VIEWS) {
    it(`quote every value in ${view}`, () => {
      const tokens = [...queryOf(view).matchAll(/\$([^$]+)\$/g)].map((match) => match[1]);
      expect(tokens.length).to.be.greaterThan(0);
      for (const token of tokens) expect(token).to.match(/^\w+\|s$/);
    });

    it(`run commands and macros in ${view} that there are`, () => {
      const own = [...queryOf(view).matchAll(/\| (misp\w+)/g)].map((match) => match[1] ?? '');
      expect(own).to.have.length(1);
      for (const command of own) expect(commands).to.have.property(command);
      const macros = readConf(root, 'macros');
      expect(macros.get('misp_workflow_instance')?.get('definition')).to.match(/^misp_instance=\w+$/);
      expect(queryOf(view)).to.include('`misp_workflow_instance`');
    });
  }

  it('report nothing before the form is submitted', () => {
    expect(textOf('misp_report')).to.match(/<fieldset submitButton="true" autoRun="false">/);
    expect(commands['mispsight']?.isRisky).to.equal(true);
  });

  describe('the look-up', () => {
    let splunk: StandInSplunk;
    let misp: MispServer;

    before(async () => {
      const store = new MispStore();
      const event = store.addEvent({ info: 'Event', timestamp: 1_795_500_000 });
      store.addAttribute(event, { type: 'domain', value: 'evil.example', comment: 'c', tags: ['a', 'b'] });
      misp = await startMisp({ store });
      splunk = await StandInSplunk.start({
        instances: { misp_covid: { misp_url: misp.url } },
        secrets: { 'misp_covid.misp_key': misp.keys['automation'] ?? '' },
      });
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
