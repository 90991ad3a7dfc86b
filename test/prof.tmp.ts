import { StandInSplunk } from './support/splunkd/splunk.ts';
import { startSyntheticMisp } from './support/misp/synthetic.ts';
import { RunningInput, checkpointDir } from './support/splunkd/input.ts';
import { mkdir } from 'node:fs/promises';
const splunk = await StandInSplunk.start();
const { url, close } = await startSyntheticMisp(300000);
splunk.state.instances['bench'] = { misp_url: url }; splunk.state.secrets['bench.misp_key'] = 'x';
await mkdir(checkpointDir(splunk), { recursive: true });
for (const s of [{}, { reconcile_interval: '1' }]) {
  const t = performance.now();
  const r = new RunningInput(splunk, 'bench', { settings: { start: 'all', ...s }, env: { SA_MISP_NODE: process.env['PROF'] ?? '' } }, false);
  r.process.stdout.on('data', () => undefined);
  const e = await r.ended(); console.log(performance.now() - t, e.stderr);
  await new Promise((x) => setTimeout(x, 1200));
}
close(); await splunk.close();
