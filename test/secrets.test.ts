import { expect } from 'chai';
import { commands } from '../src/commands/table.ts';
import { type MispServer, startMisp } from './support/misp/server.ts';
import { StandInSplunk } from './support/splunkd/splunk.ts';

/** A search of each command that reaches MISP, and one that fails there. */
const SEARCHES: Readonly<Record<string, string>> = {
  mispgetioc: 'misp_instance=NAME last=1d limit=50',
  mispgetevent: 'misp_instance=NAME last=1d',
  mispsearch: 'misp_instance=NAME field=v',
  mispfetch: 'misp_instance=NAME',
  mispgetattribute: 'misp_instance=NAME attributeid=1',
  misprest: 'misp_instance=NAME target=/users/view/me',
  mispstatus: 'misp_instance=NAME',
  mispsight: 'misp_instance=NAME by=value field=v',
  mispintel: 'collection=ip_intel',
  mispserved: '',
  mispexpire: '',
  mispselftest: '',
};

/** Whatever makes Node.js, or a library, say more. */
const DEBUG = { NODE_DEBUG: '*', DEBUG: '*', NODE_OPTIONS: '--trace-warnings', NODE_DEBUG_NATIVE: 'http' };

describe('Secrets', () => {
  let splunk: StandInSplunk;
  let misp: MispServer;
  const SESSION = 'session-of-admin';

  before(async () => {
    misp = await startMisp();
    splunk = await StandInSplunk.start();
    for (const name of ['good', 'bad', 'gone']) {
      splunk.state.instances[name] = { misp_url: misp.url, retry_timeout: 0 };
      splunk.state.secrets[`${name}.proxy_password`] = 'proxy-password-of-the-test';
    }
    splunk.state.instances['gone'] = { misp_url: 'http://127.0.0.1:9', retry_timeout: 0 };
    splunk.state.secrets['good.misp_key'] = misp.keys['admin'] ?? '';
    splunk.state.secrets['bad.misp_key'] = 'wrong-key-of-the-test'.padEnd(40, 'x');
    splunk.state.secrets['gone.misp_key'] = 'gone-key-of-the-test'.padEnd(40, 'x');
  });
  after(async () => {
    await splunk.close();
    await misp.close();
  });

  it('of every command are looked for here', () => {
    expect(Object.keys(SEARCHES).sort()).to.deep.equal(Object.keys(commands).sort());
  });

  for (const [command, options] of Object.entries(SEARCHES)) {
    for (const instance of ['good', 'bad', 'gone']) {
      it(`are in nothing that ${command} writes, however much it is to say: ${instance}`, async () => {
        const [first] = misp.store.attributes;
        const row = {
          v: 'vaccine.example',
          misp_instance: instance,
          misp_attribute_uuid: first?.uuid ?? '',
          misp_type: 'ip-dst',
          misp_value: '198.51.100.1',
        };
        const search = `${command} ${options.replace('NAME', instance)}`.trim();
        const generating = commands[command]?.kind === 'generating';
        const result = await splunk.search(search, { env: DEBUG, ...(!generating && { input: [[row]] }) });
        const written = JSON.stringify([result.rows, result.messages, result.stderr]);
        for (const secret of [...Object.values(splunk.state.secrets), SESSION]) {
          expect(secret).to.have.length.above(10);
          expect(written).not.to.include(secret);
        }
      });
    }
  }
});
