/** Writes the search results of the dashboards, and those of MISP indicators of an empty index, from the embedded MISP, for rendering: `tsx tools/dashboard-answers.ts FILE` */
import { writeFileSync } from 'node:fs';
import { answersOf, columnsOf, definitionIn, initialTokens } from '../test/support/dashboards.ts';
import { startMisp } from '../test/stand-ins/misp/server.ts';
import { StandInSplunk } from '../test/stand-ins/splunk/splunk.ts';
import { fillForDashboards } from './dashboard-data.ts';
import { connectedTo } from '../test/support/connected.ts';

const [file = 'answers.json'] = process.argv.slice(2);
/** The id of an event that the embedded MISP has, for the dashboard MISP event. */
const EVENT = '1';
const NOW = Math.floor(Date.now() / 1000);

const misp = await startMisp({ now: NOW });
const splunk = await StandInSplunk.start(connectedTo(misp, { misp: {} }));
try {
  const empty = await answered('misp_indicators');
  await fillForDashboards(splunk, misp, NOW);
  const views = await Promise.all(
    ['misp_indicators', 'misp_matches', 'misp_event', 'misp_health'].map(answered),
  );
  writeFileSync(file, JSON.stringify({ dashboards: Object.fromEntries(views), empty: empty[1] }));
} finally {
  await splunk.close();
  await misp.close();
}

async function answered(view: string) {
  const definition = definitionIn(splunk.appDir, view);
  const tokens = { event: EVENT, ...initialTokens(definition) };
  const answers = await answersOf(splunk, definition, tokens, NOW + 1);
  const columns = [...answers].map(([name, answer]) => [name, columnsOf(answer)]);
  return [view, { definition, answers: Object.fromEntries(columns) as unknown }] as const;
}
