import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { MispStore } from '../stand-ins/misp/store/store.ts';
import { checkpointDir } from '../stand-ins/splunk/programs/input.ts';
import { Lab } from './lab.ts';

const START = 1_795_000_000;

describe('the modular input in a search head cluster', () => {
  const lab = new Lab();
  let now = START;
  let store: MispStore;

  before(() => lab.open());
  after(() => lab.close());

  beforeEach(async () => {
    now = START;
    store = new MispStore();
    const event = store.addEvent({ info: 'a campaign', timestamp: START - 86_400 });
    for (let count = 0; count < 700; count += 1)
      store.addAttribute(event, { type: 'domain', value: `d${count}.example` });
    await lab.with({ store, now: () => now }, { page_size: 100 });
  });

  const be = (role: 'shc_captain' | 'shc_member') => {
    const roles = ['search_head', 'kv_store', 'shc_member'];
    lab.splunk.state.serverRoles = role === 'shc_captain' ? [...roles, role] : roles;
  };

  it('does not run on a member, which asks MISP for nothing', async () => {
    be('shc_member');
    const { exitCode, events, lines } = await lab.run();
    expect(exitCode).to.equal(0);
    expect(events).to.deep.equal([]);
    expect(lab.misp.requests).to.deep.equal([]);
    expect(lines('INFO')[0]).to.match(/Only the captain runs this input/);
  });

  it('keeps what it knows in the KV store, and a new captain goes on from there', async () => {
    be('shc_captain');
    expect((await lab.run()).of('misp:attribute')).to.have.length(700);
    expect(existsSync(join(checkpointDir(lab.splunk), 'misp_covid.json'))).to.equal(false);
    expect(lab.splunk.state.collections['misp_inputs']?.size).to.be.above(3);
    // Another search head has none of the files.
    await rm(checkpointDir(lab.splunk), { recursive: true });
    now += 3600;
    const [edited, gone] = store.attributes;
    if (!edited || !gone) throw new Error('no attributes');
    store.editAttribute(edited, { comment: 'edited' }, now);
    store.hardDelete(gone, now);
    const { of, exitCode, stderr } = await lab.run({ reconcile_interval: '3600' });
    expect(exitCode, stderr).to.equal(0);
    expect(of('misp:attribute').map((one) => one['misp_attribute_uuid'])).to.have.members([
      edited.uuid,
      gone.uuid,
    ]);
  });

  it('keeps a checkpoint aside there that cannot be used', async () => {
    be('shc_captain');
    await lab.run();
    const documents = lab.splunk.state.collections['misp_inputs'];
    const [key] = Array.from(documents ?? []).find(([, one]) => one['table'] === 'checkpoint') ?? [''];
    documents?.set(key, { input: 'misp_covid', table: 'checkpoint', block: 0, data: '{' });
    const { lines, of } = await lab.run();
    expect(lines('WARN')[0]).to.match(/damaged.*KV store collection misp_inputs, key "misp_covid aside /);
    expect(of('misp:attribute')).to.deep.equal([]);
  });

  it('keeps the last three of those, and what other inputs keep', async () => {
    be('shc_captain');
    await lab.run();
    const documents = lab.splunk.state.collections['misp_inputs'];
    const isCheckpoint = ([, one]: readonly [string, Record<string, unknown>]) =>
      one['table'] === 'checkpoint';
    const [key] = Array.from(documents ?? []).find(isCheckpoint) ?? [''];
    documents?.set('other', { input: 'other', table: 'aside 2026-01-01T00:00:00.000Z', block: 0, data: 'x' });
    for (const data of ['{1', '{2', '{3', '{4', '{5']) {
      documents?.set(key, { input: 'misp_covid', table: 'checkpoint', block: 0, data });
      await lab.run();
    }
    const asides = Array.from(documents?.values() ?? []).filter((one) =>
      String(one['table']).startsWith('aside'),
    );
    expect(asides.map((one) => one['data'])).to.have.members(['x', '{3', '{4', '{5']);
  });

  it('takes no other input for its own', async () => {
    be('shc_captain');
    await lab.run();
    lab.splunk.state.instances['misp_covid2'] = lab.splunk.state.instances['misp_covid'] ?? {};
    lab.splunk.state.secrets['misp_covid2.misp_key'] = lab.misp.keys['admin'] ?? '';
    const { of } = await lab.run({ misp_instance: 'misp_covid2' });
    expect(of('misp:attribute')).to.deep.equal([]);
  });
});
