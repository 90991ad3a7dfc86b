import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { alertActions } from '../../src/alerts/table.ts';
import { readConf } from '../stand-ins/splunk/conf.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const textOf = (path: string) => readFileSync(`${root}${path}`, 'utf8');
const conf = readConf(root, 'alert_actions');

describe('The files of the alert actions', () => {
  for (const [name, action] of Object.entries(alertActions)) {
    const shown = action.parameters.filter(({ deprecated }) => deprecated !== true);

    describe(name, () => {
      it('has a stanza that splunkd can run, with its defaults', () => {
        const stanza = conf.get(name);
        expect(stanza?.get('is_custom')).to.equal('1');
        expect(stanza?.get('payload_format')).to.equal('json');
        expect(existsSync(`${root}bin/${stanza?.get('alert.execute.cmd') ?? ''}`)).to.equal(true);
        expect(existsSync(`${root}app/appserver/static/${stanza?.get('icon_path') ?? ''}`)).to.equal(true);
        for (const one of shown)
          expect(stanza?.get(`param.${one.name}`), one.name).to.equal(one.default ?? '');
      });

      it('is an adaptive response of Enterprise Security', () => {
        const response = JSON.parse(conf.get(name)?.get('param._cam') ?? '') as Record<string, unknown>;
        expect(response).to.have.all.keys('category', 'task', 'subject', 'technology', 'supports_adhoc');
        expect(response['supports_adhoc']).to.equal(true);
      });

      it('has every parameter in the spec', () => {
        const [, spec = ''] = textOf('app/README/alert_actions.conf.spec').split(`[${name}]\n`);
        const described = [...(spec.split(/^\[/m)[0] ?? '').matchAll(/^param\.(\w+) = /gm)].map(
          (match) => match[1],
        );
        expect(described).to.have.members([...action.parameters.map((one) => one.name), '_cam']);
      });

      it('has a form with a control for each parameter, of elements that Splunk takes', () => {
        const html = textOf(`default/data/ui/alerts/${name}.html`);
        const controls = [...html.matchAll(/<(splunk-[\w-]+) name="([^"]*)"/g)];
        expect(controls.map((match) => match[2])).to.deep.equal(
          shown.map((one) => `action.${name}.param.${one.name}`),
        );
        const options = [...html.matchAll(/<option value="([^"]*)">/g)].map((match) => match[1]);
        expect(options).to.deep.equal(shown.flatMap(({ values = [] }) => values.map(({ value }) => value)));
        const elements = new Set([...html.matchAll(/<\/?([\w-]+)/g)].map((match) => match[1]));
        for (const element of elements) expect(element).to.match(/^(form|option|splunk-[\w-]+)$/);
      });
    });
  }

  it('are of three actions under the names that alerts know', () => {
    expect([...conf.keys()]).to.have.members([
      'misp_alert_create_event',
      'misp_alert_sighting',
      'misp_alert_add_attributes',
    ]);
  });
});
