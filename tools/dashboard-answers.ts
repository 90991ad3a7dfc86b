/** Writes what the dashboards show of the embedded MISP, for those who draw them: `tsx tools/dashboard-answers.ts FILE` */
import { writeFileSync } from 'node:fs';
import { answersOf, columnsOf, definitionIn, initialTokens } from '../test/support/dashboards.ts';
import { startMisp } from '../test/stand-ins/misp/server.ts';
import { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';
import { fillForDashboards } from './dashboard-data.ts';

const [file = 'answers.json'] = process.argv.slice(2);
const NOW = Math.floor(Date.now() / 1000);

const misp = await startMisp({ now: NOW });
const splunk = await StandInSplunk.start({
  instances: { misp_covid: { misp_url: misp.url } },
  secrets: { 'misp_covid.misp_key': misp.keys['automation'] ?? '' },
});
try {
  await fillForDashboards(splunk, NOW);
  const views = await Promise.all(['misp_indicators', 'misp_matches', 'misp_health'].map(answered));
  writeFileSync(file, JSON.stringify(Object.fromEntries(views)));
} finally {
  await splunk.close();
  await misp.close();
}

async function answered(view: string) {
  const definition = definitionIn(splunk.appDir, view);
  const answers = await answersOf(splunk, definition, initialTokens(definition), NOW + 1);
  const columns = [...answers].map(([name, answer]) => [name, columnsOf(answer)]);
  return [view, { definition, answers: Object.fromEntries(columns) as unknown }] as const;
}
