import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MispServer } from '../test/stand-ins/misp/server.ts';
import type { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';

/** Fills a stand-in Splunk with invented instances, inputs and runs. Only the first MISP exists. */
export function fillState({ state, index, appDir }: StandInSplunk, misp: MispServer): void {
  if (!state.indexes.includes('misp')) state.indexes.push('misp');
  Object.assign(state.instances, {
    misp: { misp_url: misp.url },
    misp_partner: { misp_url: 'https://misp.partner.example' },
    misp_lab: { misp_url: 'https://misp-lab.example', disabled: '1' },
  });
  Object.assign(state.secrets, {
    'misp.misp_key': misp.keys['automation'] ?? '',
    'misp_partner.misp_key': 'x'.repeat(40),
  });
  Object.assign(state.inputs, {
    misp: { index: 'misp', interval: '300', disabled: '0' },
    misp_partner: { index: 'misp', interval: '3600', to_ids: 'true', disabled: '0' },
  });
  writeMacros(appDir);
  // The capabilities of the role admin in authorize.conf.
  state.sessions['session-of-admin'] = {
    username: 'admin',
    capabilities: state.roles['admin']?.capabilities ?? [],
  };
  const ago = (seconds: number) => String(Math.floor(Date.now() / 1000) - seconds);
  const run = { index: 'misp', sourcetype: 'misp:run' };
  const scheduled = {
    index: '_internal',
    sourcetype: 'scheduler',
    status: 'success',
    run_time: '14.2',
    result_count: '1234',
  };
  for (const one of [
    { ...run, _time: ago(86_400), misp_input: 'misp', status: 'success', attributes: '48120' },
    { ...run, _time: ago(120), misp_input: 'misp', status: 'success', attributes: '37' },
    {
      ...run,
      _time: ago(900),
      misp_input: 'misp_partner',
      status: 'failed',
      error: 'nothing answers at https://misp.partner.example',
      attributes: '0',
    },
    { ...scheduled, _time: ago(50_000), savedsearch_name: 'MISP_ES_ip_intel' },
    { ...scheduled, _time: ago(49_400), savedsearch_name: 'MISP_ES_domain_intel' },
  ])
    index.addFields(one);
}

/** The macros as they are after the first instance was created on the page. */
function writeMacros(appDir: string): void {
  const definitions = {
    misp_es_source: 'misp_instance=misp changed=2d',
    misp_indicators_source: 'misp_instance=misp changed=6h published=true include_withdrawn=true',
    misp_workflow_instance: 'misp_instance=misp',
    misp_match_sighting_instance: 'misp',
  };
  mkdirSync(join(appDir, 'local'), { recursive: true });
  writeFileSync(
    join(appDir, 'local/macros.conf'),
    Object.entries(definitions)
      .map(([name, definition]) => `[${name}]\ndefinition = ${definition}\n`)
      .join('\n'),
  );
}
