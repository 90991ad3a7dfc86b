import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { commands } from '../../src/commands/table.ts';
import { type MispServer, startMisp } from '../stand-ins/misp/server.ts';
import { StandInSplunk } from '../stand-ins/splunk/splunk.ts';

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

/** Who searches: one who may read the keys, one to whose searches they are handed over. */
const SESSIONS = ['session-of-admin', 'session-of-searcher'];

describe('Secrets', () => {
  let splunk: StandInSplunk;
  let misp: MispServer;

  before(async () => {
    misp = await startMisp();
    splunk = await StandInSplunk.start();
    for (const name of ['good', 'bad', 'gone']) {
      splunk.state.instances[name] = { misp_url: misp.url, retry_timeout: 0 };
      splunk.state.secrets[`${name}.proxy_password`] = 'proxy-password-of-the-test';
    }
    splunk.state.sessions['session-of-searcher'] = {
      username: 'searcher',
      capabilities: ['search', 'misp_search', 'misp_write'],
    };
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
    const instances = options.includes('NAME') ? ['good', 'bad', 'gone'] : ['good'];
    for (const [instance, sessionKey] of instances.flatMap((one) =>
      SESSIONS.map((session) => [one, session] as const),
    )) {
      it(`are in nothing that ${command} writes, however much it is to say: ${instance}, ${sessionKey}`, async () => {
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
        const result = await splunk.search(search, {
          sessionKey,
          env: DEBUG,
          ...(!generating && { input: [[row]] }),
        });
        // Every command does its work for somebody who can read no key.
        if (instance === 'good' && sessionKey === 'session-of-searcher')
          expect(result.failed, JSON.stringify(result.messages)).to.equal(false);
        const said = splunk.drivers.map(({ stderr, stdout }) => stderr + stdout);
        const written = JSON.stringify([result.rows, result.messages, result.stderr, said]);
        for (const secret of [
          ...Object.values(splunk.state.secrets),
          ...Object.keys(splunk.state.sessions),
        ]) {
          expect(secret).to.have.length.above(10);
          expect(written).not.to.include(secret);
        }
      });
    }
  }

  it('are in no file that all these searches leave behind', async () => {
    expect(splunk.drivers).to.have.length.above(0);
    const entries = await readdir(splunk.home, { recursive: true, withFileTypes: true });
    const files = entries.filter((one) => one.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    expect(files.some((path) => path.endsWith('/SA-misp/bin/main.js'))).to.equal(true);
    for (const path of files) {
      const content = await readFile(path);
      for (const secret of Object.values(splunk.state.secrets))
        expect(content.includes(secret), path).to.equal(false);
    }
  });

  it('are handed over to every command of a user who may read none', async () => {
    const before = splunk.requests.length;
    const { rows } = await splunk.search('mispstatus misp_instance=good', {
      sessionKey: 'session-of-searcher',
    });
    expect(rows[0]?.['reachable']).to.equal('True');
    const asked = splunk.requests.slice(before).map(({ path }) => path);
    expect(asked).to.include('/services/misp_broker');
  });
});
